import { unwrap, type Db } from '$lib/server/db.server';
import type { AlumnusAction, PartnerAction, PartnerReason } from './rules';
import type { MyReferralPage, MyReferralsPage, StaffReferralsPage } from './types';

/** What was offered to the visitor, and whether they want to be offered anything. */
export async function readMyReferrals(db: Db): Promise<MyReferralsPage> {
	return unwrap(await db.rpc('page_my_referrals')) as MyReferralsPage;
}

/** One offer with exactly what the partner would see; null when it is not the visitor's. */
export async function readMyReferral(db: Db, id: string): Promise<MyReferralPage | null> {
	return unwrap(await db.rpc('page_my_referral', { p_id: id })) as MyReferralPage | null;
}

/** The visitor's word on an offer. Accepting is a consent to the text that was read. Throws Refusal. */
export async function answerReferral(
	db: Db,
	id: string,
	answer: {
		action: AlumnusAction;
		reason?: string | undefined;
		textVersion?: string | undefined;
		locale: string;
	}
): Promise<void> {
	unwrap(
		await db.rpc('answer_referral', {
			p_referral: id,
			p_action: answer.action,
			p_reason: answer.reason ?? null,
			p_text_version: answer.textVersion ?? null,
			p_locale: answer.locale
		})
	);
}

/** Whether officers may offer programmes to the visitor, appended to their consents. Throws Refusal. */
export async function setOffersConsent(
	db: Db,
	word: { granted: boolean; textVersion?: string | undefined; locale: string }
): Promise<void> {
	unwrap(
		await db.rpc('set_consent', {
			p_purpose: 'referrals',
			p_granted: word.granted,
			p_text_version: word.textVersion ?? null,
			p_locale: word.locale
		})
	);
}

/** Referrals as an officer follows them and as a partner receives them. */
export async function readStaffReferrals(
	db: Db,
	after: string | null
): Promise<StaffReferralsPage> {
	return unwrap(await db.rpc('page_staff_referrals', { p_after: after })) as StaffReferralsPage;
}

/** The partner's answer to a consented referral. Throws Refusal. */
export async function respondReferral(
	db: Db,
	answer: { id: string; action: PartnerAction; reason?: PartnerReason | undefined }
): Promise<void> {
	unwrap(
		await db.rpc('respond_referral', {
			p_referral: answer.id,
			p_action: answer.action,
			p_reason: answer.reason ?? null
		})
	);
}
