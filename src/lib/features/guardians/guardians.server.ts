import { backend } from '$lib/server/backend.server';
import { unwrap, type Db } from '$lib/server/db.server';
import { keyedHash } from '$lib/server/secrets.server';
import type { Way } from './rules';
import type { GuardianPage } from './types';

interface About {
	name: string;
	relation: string;
	contact: string;
	purposes: string[];
	/** Of the letter, or of the text that was read. */
	locale: string;
}

/** Staff record what was signed or said. Throws Refusal. */
export async function recordGuardian(
	db: Db,
	person: string,
	way: Exclude<Way, 'email'>,
	{ name, relation, contact, purposes, locale }: About
): Promise<void> {
	unwrap(
		await db.rpc('record_guardian_consent', {
			p_person: person,
			p_way: way,
			p_fields: { name, relation, contact, purposes, locale }
		})
	);
}

/** Mails the link to a representative. Throws Refusal. */
export async function askGuardian(
	db: Db,
	person: string,
	{ name, relation, contact, purposes, locale }: About
): Promise<void> {
	unwrap(
		await db.rpc('ask_guardian', {
			p_person: person,
			p_fields: { name, relation, contact, purposes, locale }
		})
	);
}

/** Staff end a consent that was taken back. Throws Refusal. */
export async function endGuardian(db: Db, id: string): Promise<void> {
	unwrap(await db.rpc('end_guardian_consent', { p_id: id }));
}

/** What cannot be a token is asked for as an empty one: it is unknown, and counted like a guess. */
const tokenOf = (text: string): string => (/^[0-9a-f]{32}$/.test(text) ? text : '');

/** What the link of a letter opens; looking changes nothing. Unknown tokens are counted by address. */
export async function openGuardian(db: Db, token: string, address: string): Promise<GuardianPage> {
	const { bucketKey } = await backend();
	return unwrap(
		await db.rpc('page_guardian', {
			p_token: tokenOf(token),
			p_bucket: keyedHash(bucketKey, 'guardian', address)
		})
	) as GuardianPage;
}

/** Takes the answer of whoever holds the link. Throws Refusal. */
export async function answerGuardian(
	db: Db,
	token: string,
	answer: { answer: string; textVersion: string | undefined; locale: string }
): Promise<void> {
	unwrap(
		await db.rpc('answer_guardian_ask', {
			p_token: tokenOf(token),
			p_answer: answer.answer,
			p_text_version: answer.textVersion ?? null,
			p_locale: answer.locale
		})
	);
}
