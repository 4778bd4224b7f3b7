import type { Cookies, RequestEvent } from '@sveltejs/kit';
import { isLocale } from '$lib/i18n';
import { backend } from './backend.server';
import { Refusal, unwrap, type Db } from './db.server';
import type { FormState } from './forms.server';
import { toLogin } from './guard.server';
import { seal, unseal } from './seal.server';

/**
 * A lost session keeps what was typed. In an action:
 *
 *     } catch (cause) {
 *         await keepTypedIfSignedOut(event, cause, state);
 *         return refused(cause, state, { … });
 *     }
 *
 * (and `if (!data) { await keepTypedUnlessSignedIn(event, state); return fail(400, state); }` where a
 * form is long) and in the load of the same page: `return { …page, typed: await typedBefore(event) }`, whose
 * values the form shows when `form` has none. The texts travel in encrypted HttpOnly cookies that
 * live half an hour and are given back once, to the same page in any language.
 * Files and passwords are never kept: FormState does not hold them.
 */
type Event = Pick<RequestEvent, 'cookies' | 'url'> & { locals: { db: Db } };
type Values = FormState['values'];
interface Kept {
	page: string;
	values: Values;
}

const NAME = 'jalgas-typed';
const SECONDS = 1800;
/** A browser stores 4 096 bytes a cookie; headers of 8 KB pass every proxy. */
const CHUNK = 3600;
const CHUNKS = 2;

/** Stores the texts of the form and sends the visitor to sign in and back. Never returns. */
export async function keepTyped(event: Event, state: FormState): Promise<never> {
	await layTypedFor(event, state);
	return toLogin();
}

/** Lays the texts for the next view of this same page, without a sign-in between. */
export async function layTypedFor(event: Event, state: FormState): Promise<void> {
	const { bucketKey } = await backend();
	layTyped(event, bucketKey, state);
}

/** keepTyped when the database refused because nobody is signed in; otherwise does nothing. */
export async function keepTypedIfSignedOut(
	event: Event,
	cause: unknown,
	state: FormState
): Promise<void> {
	if (!(cause instanceof Refusal) || cause.code !== 'forbidden') return;
	const signedOut =
		cause.detail === 'sign_in' || (cause.detail === '' && !(await isSignedIn(event.locals.db)));
	if (signedOut) await keepTyped(event, state);
}

/** keepTyped for a form with faults, whose page a signed-out visitor would not see again. */
export async function keepTypedUnlessSignedIn(event: Event, state: FormState): Promise<void> {
	if (!(await isSignedIn(event.locals.db))) await keepTyped(event, state);
}

/** What was typed here before the session was lost, once; null when there is nothing. */
export async function typedBefore(event: Event): Promise<Values | null> {
	const first = event.cookies.get(`${NAME}-0`);
	if (!first) return null;
	const { bucketKey } = await backend();
	return takeTyped(event, bucketKey);
}

/** Whether something typed waits for its page: the sign-in page says so. */
export const hasTyped = (cookies: Cookies): boolean => cookies.get(`${NAME}-0`) !== undefined;

/** Puts the values into cookies for the page of this event; the longest texts stay behind if all is too much. */
export function layTyped(
	{ cookies, url }: Pick<Event, 'cookies' | 'url'>,
	secret: string,
	state: FormState
): void {
	const values = { ...state.values };
	let sealed = sealTyped(secret, url, values);
	while (sealed.length > CHUNK * CHUNKS) {
		const longest = Object.keys(values).reduce((a, b) =>
			size(values[a]) >= size(values[b]) ? a : b
		);
		Reflect.deleteProperty(values, longest);
		sealed = sealTyped(secret, url, values);
	}
	for (let i = 0; i < CHUNKS; i++) {
		const part = sealed.slice(i * CHUNK, (i + 1) * CHUNK);
		if (part) cookies.set(`${NAME}-${i}`, part, options(url));
		else cookies.delete(`${NAME}-${i}`, options(url));
	}
}

/** The values laid for the page of this event, taken out of the cookies. */
export function takeTyped(
	{ cookies, url }: Pick<Event, 'cookies' | 'url'>,
	secret: string
): Values | null {
	const names = Array.from({ length: CHUNKS }, (_, i) => `${NAME}-${i}`);
	const sealed = names.map((name) => cookies.get(name) ?? '').join('');
	const kept = unseal<Kept>(secret, NAME, sealed);
	if (kept?.page !== pageOf(url)) return null;
	for (const name of names) if (cookies.get(name)) cookies.delete(name, options(url));
	return kept.values;
}

const sealTyped = (secret: string, url: URL, values: Values) =>
	seal(secret, NAME, { page: pageOf(url), values } satisfies Kept, SECONDS);

const size = (value: Values[string] | undefined) => JSON.stringify(value ?? '').length;

const options = (url: URL): Parameters<Cookies['set']>[2] => ({
	path: '/',
	httpOnly: true,
	sameSite: 'lax',
	secure: url.protocol === 'https:',
	maxAge: SECONDS
});

/** The page without its language: what was typed in Kazakh is found again in Russian. */
function pageOf(url: URL): string {
	const [, first, ...rest] = url.pathname.split('/');
	return isLocale(first) ? `/${rest.join('/')}` : url.pathname;
}

async function isSignedIn(db: Db): Promise<boolean> {
	const page = unwrap(await db.rpc('page_viewer')) as { viewer: unknown };
	return page.viewer !== null;
}
