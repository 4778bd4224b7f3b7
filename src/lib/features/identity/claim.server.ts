import { unwrap, type Db } from '$lib/server/db.server';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';

export interface ClaimPage {
	viewer: Viewer | null;
	demo: boolean;
	/** A code is on its way to this masked address. */
	code: { sentTo: string; expiresAt: string; triesLeft: number } | null;
	request: {
		state: 'open' | 'approved' | 'refused';
		reason: string | null;
		createdAt: string;
	} | null;
	regions: { code: string; name: Record<Locale, string> }[];
}

export interface SearchedRecord {
	registryNo?: string | undefined;
	fullName?: string | undefined;
	birthYear?: number | undefined;
	round?: number | undefined;
}

export interface ClaimRequest extends SearchedRecord {
	fullName: string;
	region?: string | undefined;
	phone?: string | undefined;
	message: string;
}

export type CodeOutcome =
	{ outcome: 'claimed' | 'dead' | 'expired' | 'taken' } | { outcome: 'wrong'; left: number };

export const readClaimPage = async (db: Db): Promise<ClaimPage> =>
	unwrap(await db.rpc('page_claim')) as ClaimPage;

/** Mails a code if exactly one free record fits and can be reached; true when one was sent. */
export async function startClaim(db: Db, record: SearchedRecord, locale: Locale): Promise<boolean> {
	const answer = unwrap(
		await db.rpc('start_claim', {
			p_registry_no: record.registryNo ?? null,
			p_full_name: record.fullName ?? null,
			p_birth_year: record.birthYear ?? null,
			p_round: record.round ?? null,
			p_locale: locale
		})
	) as { outcome: 'sent' | 'ask' };
	return answer.outcome === 'sent';
}

export const finishClaim = async (db: Db, code: string, locale: Locale): Promise<CodeOutcome> =>
	unwrap(await db.rpc('finish_claim', { p_code: code, p_locale: locale })) as CodeOutcome;

export async function dropClaimCode(db: Db): Promise<void> {
	unwrap(await db.rpc('drop_claim_code'));
}

/** Asks the officer of the region; posted twice with one key it counts once. */
export async function requestClaim(
	db: Db,
	key: string,
	request: ClaimRequest,
	locale: Locale
): Promise<void> {
	unwrap(await db.rpc('request_claim', { p_key: key, p_fields: { ...request, locale } }));
}
