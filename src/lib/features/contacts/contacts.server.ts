import type { Locale } from '$lib/i18n';
import { unwrap, type Db } from '$lib/server/db.server';
import type { ContactKind, Normalised } from './rules';
import type { MyContactsPage } from './types';

export const readMyContacts = async (db: Db): Promise<MyContactsPage> =>
	unwrap(await db.rpc('page_my_contacts')) as MyContactsPage;

/** Adds a contact of any kind but e-mail, or puts it in place of another. Throws Refusal. */
export async function saveContact(
	db: Db,
	contact: {
		kind: ContactKind;
		value: Normalised;
		replaces: string | null;
		name?: string;
		relation?: string;
	}
): Promise<void> {
	unwrap(
		await db.rpc('save_contact', {
			p_kind: contact.kind,
			p_value: contact.value.value,
			p_key: contact.value.key,
			p_replaces: contact.replaces,
			p_name: contact.name ?? null,
			p_relation: contact.relation ?? null
		})
	);
}

/** Mails a code to an address; it is added when the code comes back. Throws Refusal. */
export async function startContactCode(
	db: Db,
	address: string,
	replaces: string | null,
	locale: Locale
): Promise<void> {
	unwrap(
		await db.rpc('start_contact_code', {
			p_address: address,
			p_replaces: replaces,
			p_locale: locale
		})
	);
}

export type CodeAnswer = { outcome: 'confirmed' | 'dead' } | { outcome: 'wrong'; left: number };

export const finishContactCode = async (db: Db, code: string): Promise<CodeAnswer> =>
	unwrap(await db.rpc('finish_contact_code', { p_code: code })) as CodeAnswer;

export async function preferContact(db: Db, id: string): Promise<void> {
	unwrap(await db.rpc('prefer_contact', { p_id: id }));
}

/** Nobody writes or calls there again; the history stays. */
export async function removeContact(db: Db, id: string): Promise<void> {
	unwrap(await db.rpc('remove_contact', { p_id: id }));
}
