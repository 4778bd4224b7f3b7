import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import type { Need, ProjectState } from '$lib/features/tracker';
import type { Confidence, Group, Kind, Openness, PartnerReason, ReferralState } from './rules';

export type Words = Record<Locale, string>;
export interface RegionOption {
	code: string;
	name: Words;
}

export interface ProgrammeCard {
	slug: string;
	kind: Kind;
	status: 'active' | 'inactive' | 'defunct' | 'temporarily_closed';
	/** When a past programme ran. */
	years: string | null;
	openness: Openness;
	name: Words;
	audience: Words;
	summary: Words;
	organization: Words;
	/** Empty: the whole country. */
	regions: Words[];
	amount: { mrp: number | null; tenge: number; year: number | null } | null;
	ageMin: number | null;
	ageMax: number | null;
	opensOn: string | null;
	closesOn: string | null;
	confidence: Confidence;
	verifiedAt: string;
}

export interface Fact {
	kind: 'condition' | 'offer' | 'document';
	text: Words;
	verified: boolean;
	source: string | null;
}

export interface Programme extends ProgrammeCard {
	apply: Words | null;
	sourceUrl: string | null;
	sourceName: string | null;
	organizationUrl: string | null;
	/** Confirmed ones first. */
	facts: Fact[];
}

export interface ProgrammesPage {
	viewer: Viewer | null;
	regions: RegionOption[];
	programmes: ProgrammeCard[];
	ended: ProgrammeCard[];
}

export interface ProgrammePage {
	viewer: Viewer | null;
	programme: Programme;
}

export interface ProgrammeOption {
	slug: string;
	name: Words;
}

export interface Candidate {
	id: string;
	name: string;
	birthYear: number | null;
	district: string | null;
	region: Words | null;
	round: number;
	role: 'leader' | 'member';
	project: string | null;
	direction: Words | null;
	state: ProjectState;
	needs: Need[];
	/** When the team last told how it is. */
	stateAt: string | null;
	consentedAt: string | null;
	/** What must be asked before it is known whether they fit. */
	missing: ('age' | 'region')[];
	/** Why they do not fit yet. */
	reasons: ('minor' | 'age' | 'region')[];
	verdict: Group;
	/** The open referral to the chosen programme, or to any where none is chosen. */
	referral: { state: ReferralState; at: string; programme: Words } | null;
}

export interface CandidatesPage {
	viewer: Viewer | null;
	counts: Partial<Record<Group, number>>;
	rows: Candidate[];
	next: string | null;
	group: Group;
	programme: ProgrammeCard | null;
	programmes: ProgrammeOption[];
	regions: RegionOption[];
	directions: RegionOption[];
}

export interface CandidatePage {
	viewer: Viewer | null;
	person: Candidate & { partnerHere: boolean };
	programmes: ProgrammeOption[];
	programme: ProgrammeCard | null;
}

/** What a partner sees of a person; null where the registry does not know. */
export interface SharedValues {
	full_name?: string | null;
	birth_year?: number | null;
	place?: { region: Words; district: string | null } | null;
	project?: { title: string; direction: Words } | null;
	project_state?: { state: ProjectState; at: string | null } | null;
	needs?: Need[] | null;
	phone?: string[] | null;
	email?: string[] | null;
}
export type SharedField = keyof SharedValues;

export interface MyReferralsPage {
	viewer: Viewer | null;
	/** The newest word on being offered programmes at all; null: never asked. */
	consent: boolean | null;
	referrals: {
		id: string;
		state: ReferralState;
		stateAt: string;
		name: Words;
		organization: Words;
	}[];
}

export interface MyReferral {
	id: string;
	state: ReferralState;
	stateAt: string;
	createdAt: string;
	message: string | null;
	partnerReason: PartnerReason | null;
	/** Null: that account is gone. */
	officer: string | null;
	programme: ProgrammeCard;
	textVersion: string;
	consentedAt: string | null;
	revokedAt: string | null;
	fields: SharedField[];
	values: SharedValues;
	events: {
		state: ReferralState;
		part: 'officer' | 'alumnus' | 'partner' | 'system';
		at: string;
	}[];
}

export interface MyReferralPage {
	viewer: Viewer | null;
	referral: MyReferral;
}

export interface OfficerReferral {
	id: string;
	state: ReferralState;
	stateAt: string;
	createdAt: string;
	partnerReason: PartnerReason | null;
	/** What the person gave as their reason, if they did. */
	reason: string | null;
	by: string | null;
	personId: string;
	person: string;
	district: string | null;
	programme: Words;
}

export interface PartnerReferral {
	id: string;
	state: ReferralState;
	stateAt: string;
	consentedAt: string;
	fields: SharedField[];
	programme: Words;
	values: SharedValues;
}

interface Listed<Row> {
	rows: Row[];
	next: string | null;
}

export interface StaffReferralsPage {
	viewer: Viewer | null;
	officer: Listed<OfficerReferral> | null;
	partner: Listed<PartnerReferral> | null;
}

export interface TodayPage {
	viewer: Viewer | null;
	/** Each counted up to 1000, those of the registry's questions up to 100; null for partners. */
	counts: Record<
		| 'claims'
		| 'reports'
		| 'moderation'
		| 'conflicts'
		| 'duplicates'
		| 'askingForHelp'
		| 'waitingForPartner'
		| 'waitingForPerson'
		| 'unknownProjects'
		| 'openWaves',
		number
	> | null;
}
