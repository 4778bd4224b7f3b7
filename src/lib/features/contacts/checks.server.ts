import { backend } from '$lib/server/backend.server';
import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import { keyedHash } from '$lib/server/secrets.server';
import type { ContactCheck } from './types';

/** What cannot be a token is asked for as an empty one: it is unknown, and counted like a guess. */
const tokenOf = (text: string): string => (/^[0-9a-f]{32}$/.test(text) ? text : '');

/** What the link of a letter opens; looking changes nothing. Unknown tokens are counted by address. */
export async function openContactCheck(
	db: Db,
	token: string,
	address: string
): Promise<ContactCheck> {
	const { bucketKey } = await backend();
	return unwrap(
		await db.rpc('page_contact_check', {
			p_token: tokenOf(token),
			p_bucket: keyedHash(bucketKey, 'contact-check', address)
		})
	) as ContactCheck;
}

/**
 * Takes the answer. One that came twice or too late is no error here: the page tells which of them
 * it is.
 */
export async function answerContactCheck(db: Db, token: string, mine: boolean): Promise<void> {
	try {
		unwrap(await db.rpc('answer_contact_check', { p_token: tokenOf(token), p_mine: mine }));
	} catch (cause) {
		if (cause instanceof Refusal && ['used', 'expired', 'not_found'].includes(cause.code)) return;
		throw cause;
	}
}
