import { unwrap, type Db } from '$lib/server/db.server';
import type { PrivacyPage } from './types';

/** Every word the visitor has said on a purpose, newest first. */
export const readPrivacy = async (db: Db): Promise<PrivacyPage> =>
	unwrap(await db.rpc('page_privacy')) as PrivacyPage;

/** Appends a yes to the text that was read, or a no. Throws Refusal. */
export async function setConsent(
	db: Db,
	word: { purpose: string; granted: boolean; textVersion?: string | undefined; locale: string }
): Promise<void> {
	unwrap(
		await db.rpc('set_consent', {
			p_purpose: word.purpose,
			p_granted: word.granted,
			p_text_version: word.textVersion ?? null,
			p_locale: word.locale
		})
	);
}
