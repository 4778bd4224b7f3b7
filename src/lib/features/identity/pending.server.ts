import type { RequestEvent } from '@sveltejs/kit';
import { backend } from '$lib/server/backend.server';
import { seal, unseal } from '$lib/server/seal.server';

/** What stands between asking for a code and entering it; sealed, so that no page shows it to others. */
export interface Pending {
	purpose: 'code' | 'reset' | 'join';
	email: string;
	/** Of somebody who joins: set once the mailbox has proved theirs (see signInWithCode). */
	password?: string;
	/** Of somebody who joins with a letter: the code to claim with, once the mailbox is proved. */
	invitation?: string;
	/** Where to go afterwards. */
	to?: string;
	/** The reset code was right, only the password is missing. */
	verified?: true;
}

type Event = Pick<RequestEvent, 'cookies' | 'url'>;
const NAME = 'jalgas-pending';
/** As long as the code in the mail is good. */
const SECONDS = 3600;

export async function layPending({ cookies, url }: Event, pending: Pending): Promise<void> {
	const { bucketKey } = await backend();
	cookies.set(NAME, seal(bucketKey, NAME, pending, SECONDS), {
		path: '/',
		httpOnly: true,
		sameSite: 'lax',
		secure: url.protocol === 'https:',
		maxAge: SECONDS
	});
}

/** What was asked for, if it was this. */
export async function readPending(
	{ cookies }: Pick<Event, 'cookies'>,
	purpose: Pending['purpose']
): Promise<Pending | null> {
	const { bucketKey } = await backend();
	const pending = unseal<Pending>(bucketKey, NAME, cookies.get(NAME));
	return pending?.purpose === purpose ? pending : null;
}

export const dropPending = ({ cookies }: Pick<Event, 'cookies'>): void =>
	cookies.delete(NAME, { path: '/' });
