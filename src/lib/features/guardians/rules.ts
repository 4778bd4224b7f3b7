/** Who may answer for somebody under 18. */
export const RELATIONS = ['mother', 'father', 'guardian', 'other'] as const;
export type Relation = (typeof RELATIONS)[number];

/** How a representative's consent comes to us. */
export const WAYS = ['paper', 'phone', 'email'] as const;
export type Way = (typeof WAYS)[number];

/** What a representative is asked for. */
export const PURPOSES = ['directory', 'followup', 'referrals'] as const;
export type GuardedPurpose = (typeof PURPOSES)[number];

/** The words of guardians_agree_*; raised with them, and in private.guardian_text_version. */
export const TEXT_VERSION = '2026-11';

interface Held {
	purposes: readonly string[];
	withdrawnAt: string | null;
}

/** Whether a representative's consent to this purpose is in force. */
export const guardianAgrees = (consents: readonly Held[], purpose: string): boolean =>
	consents.some((one) => one.withdrawnAt === null && one.purposes.includes(purpose));

/** How the own yes counts: at once, only with a representative's, or no more because it was a child's. */
export function standing(
	consent: { granted: boolean; at: string } | null,
	purpose: string,
	guardian: { minor: boolean; majorityAt: string | null; consents: readonly Held[] } | null
): 'own' | 'waits' | 'lapsed' {
	if (!guardian || !consent?.granted || purpose === 'terms') return 'own';
	if (guardian.minor) return guardianAgrees(guardian.consents, purpose) ? 'own' : 'waits';
	const majority = guardian.majorityAt ? Date.parse(guardian.majorityAt) : -Infinity;
	return Date.parse(consent.at) < majority ? 'lapsed' : 'own';
}
