/** Decisions about programmes, candidates and referrals that need nothing but their arguments. */

export const KINDS = ['grant', 'loan', 'subsidy', 'training', 'support'] as const;
export type Kind = (typeof KINDS)[number];
export type Openness = 'open' | 'soon' | 'closed' | 'ended' | 'unknown';
export type Confidence = 'verified' | 'reported' | 'unverified';

export const GROUPS = ['fits', 'answer_missing', 'not_yet', 'no_consent'] as const;
/** How a candidate stands to a programme. */
export type Group = (typeof GROUPS)[number];

export const REFERRAL_STATES = [
	'consent_asked',
	'sent',
	'received',
	'accepted',
	'declined',
	'partner_declined',
	'withdrawn'
] as const;
export type ReferralState = (typeof REFERRAL_STATES)[number];
export const PARTNER_REASONS = ['capacity', 'documents', 'area', 'not_eligible', 'other'] as const;
export type PartnerReason = (typeof PARTNER_REASONS)[number];

export const ALUMNUS_ACTIONS = ['accept', 'decline', 'withdraw'] as const;
export const PARTNER_ACTIONS = ['receive', 'accept', 'decline'] as const;
export type AlumnusAction = (typeof ALUMNUS_ACTIONS)[number];
export type PartnerAction = (typeof PARTNER_ACTIONS)[number];

type Moves<Action extends string> = Record<Action, Partial<Record<ReferralState, ReferralState>>>;

/** The same state machine as private.next_referral_state, for what a page offers. */
const ALUMNUS: Moves<AlumnusAction> = {
	accept: { consent_asked: 'sent' },
	decline: { consent_asked: 'declined' },
	withdraw: { sent: 'withdrawn', received: 'withdrawn', accepted: 'withdrawn' }
};
const PARTNER: Moves<PartnerAction> = {
	receive: { sent: 'received' },
	accept: { sent: 'accepted', received: 'accepted' },
	decline: { sent: 'partner_declined', received: 'partner_declined' }
};

/** The state after a person's step; null when it is not theirs to take. */
export const afterAlumnus = (state: ReferralState, action: AlumnusAction): ReferralState | null =>
	ALUMNUS[action][state] ?? null;
/** The state after a partner's step; null when it is not theirs to take. */
export const afterPartner = (state: ReferralState, action: PartnerAction): ReferralState | null =>
	PARTNER[action][state] ?? null;

export type Tone = 'good' | 'bad' | 'wait' | 'calm';
const TONES: Record<ReferralState, Tone> = {
	consent_asked: 'wait',
	sent: 'wait',
	received: 'wait',
	accepted: 'good',
	declined: 'calm',
	partner_declined: 'bad',
	withdrawn: 'calm'
};
export const referralTone = (state: ReferralState): Tone => TONES[state];

const DAY = 86_400_000;
/** Whole days that a referral has stood in its state. */
export const daysSince = (iso: string, now: Date): number =>
	Math.max(0, Math.floor((now.getTime() - new Date(iso).getTime()) / DAY));

/** Days after which somebody should ask: the person's answer, the partner's first look, their news. */
const PATIENCE: Partial<Record<ReferralState, number>> = {
	consent_asked: 7,
	sent: 5,
	received: 14
};
export const isOverdue = (state: ReferralState, days: number): boolean =>
	days > (PATIENCE[state] ?? Infinity);

/** The ages a birth year allows this year, as "26–27": the registry does not know the day. */
export const ageRange = (birthYear: number, year: number): string =>
	`${year - birthYear - 1}–${year - birthYear}`;

/** "21–35", "21+", "–35"; null where a programme sets no limit. */
export function ageLimits(min: number | null, max: number | null): string | null {
	if (min !== null && max !== null) return `${min}–${max}`;
	if (min !== null) return `${min}+`;
	return max === null ? null : `≤ ${max}`;
}

/** Groups that a page offers: without a programme nobody can lack an answer to it. */
export const shownGroups = (
	hasProgramme: boolean,
	counts: Partial<Record<Group, number>>
): Group[] =>
	GROUPS.filter(
		(group) => (hasProgramme && group !== 'not_yet') || group === 'fits' || counts[group]
	);

/** Whether a person of this group may be referred. */
export const mayRefer = (group: Group): boolean => group === 'fits' || group === 'answer_missing';
