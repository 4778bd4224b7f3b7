import { unwrap, type Db } from '$lib/server/db.server';
import { route } from '$lib/route';
import type { Viewer } from '$lib/viewer';
import { takeAttempt } from './attempts.server';

export interface LoginPage {
	viewer: Viewer | null;
	demo: boolean;
}

/** Who is looking, and whether demo people live here. */
export const readLoginPage = async (db: Db): Promise<LoginPage> =>
	unwrap(await db.rpc('page_login')) as LoginPage;

/** Where this person's work is: staff at their desk, alumni at home, others at claiming their record. */
export function homeOf(viewer: Viewer): string {
	if (viewer.roles.length > 0) return route.staff();
	return viewer.personId ? route.me() : route.claim();
}

/** Where the one who has just signed in belongs. */
export async function myHome(db: Db): Promise<string> {
	const { viewer } = await readLoginPage(db);
	return viewer ? homeOf(viewer) : route.home();
}

/** An unknown address is refused without the work of a password; this is longer than that work. */
const STEADY_MS = 350;

/**
 * Signs in with a password; false when e-mail and password do not belong together. Throws Refusal
 * too_many. A refusal takes the same time for known and unknown addresses.
 */
export async function signInWithPassword(
	db: Db,
	credentials: { email: string; password: string },
	address: string
): Promise<boolean> {
	await takeAttempt(db, 'password', credentials.email, address);
	const steady = new Promise((done) => setTimeout(done, STEADY_MS));
	const { error } = await db.auth.signInWithPassword(credentials);
	if (error) await steady;
	return !error;
}

/** Signs out here, or on every device: the tokens of the other devices die with their sessions. */
export async function signOut(db: Db, scope: 'local' | 'global'): Promise<void> {
	await db.auth.signOut({ scope });
}
