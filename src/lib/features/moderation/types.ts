import type { Silence } from '$lib/features/forum';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import type {
	Act,
	AppealState,
	CaseState,
	PostKind,
	Reason,
	RestrictionKind,
	Why,
	WithdrawnFor
} from './rules';

type Names = Record<Locale, string>;
type Titled = { id: string; title: string; locale: Locale };
export type Region = { code: string; name: Names };
/** The post of a case, by the title of its question. */
export type CasePost = Titled & { kind: PostKind };
type Photo = { id: string; width: number; height: number };

export interface FlagPage {
	viewer: Viewer | null;
	silence?: Silence;
	post: {
		id: string;
		kind: PostKind;
		body: string;
		locale: Locale;
		question: Titled;
		isMine: boolean;
		/** Whoever is known to the registry, and those who moderate. */
		mayFlag: boolean;
		isFlagged: boolean;
	};
}

export interface Appeal {
	words: string;
	state: AppealState;
	answer: string | null;
	createdAt: string;
}

export interface OwnPost {
	id: string;
	kind: PostKind;
	body: string;
	locale: Locale;
	createdAt: string;
	stands: boolean;
	withdrawnFor: WithdrawnFor | null;
	photo: Photo | null;
	question: Titled;
	case: {
		id: string;
		why: Why;
		state: CaseState;
		note: string | null;
		reasons: Reason[];
		appeal: Appeal | null;
	} | null;
}

export interface MyRestriction {
	id: string;
	kind: RestrictionKind;
	reason: string;
	until: string;
	createdAt: string;
	isOver: boolean;
	liftedAt: string | null;
	/** Where it came from, unless that is gone. */
	post: CasePost | null;
	appeal: Appeal | null;
}

export interface MyModerationPage {
	viewer: Viewer | null;
	/** What the reader may do in the queue. */
	role: Role | null;
	restrictions: MyRestriction[];
	posts: {
		id: string;
		kind: PostKind;
		title: string;
		text: string;
		locale: Locale;
		withdrawnFor: WithdrawnFor;
		createdAt: string;
		appeal: AppealState | null;
	}[];
}

/** helper: an alumnus of high standing, who keeps or hides and nothing else. */
export type Role = 'staff' | 'helper';

export interface CaseCard {
	id: string;
	post: string;
	kind: PostKind;
	why: Why;
	state: CaseState;
	locale: Locale;
	createdAt: string;
	region: Names | null;
	title: string;
	text: string;
	isHidden: boolean;
	flags: number;
	claim: 'mine' | 'taken' | null;
	claimedUntil: string | null;
}

export interface QueuePage {
	viewer: Viewer | null;
	role: Role;
	cases: CaseCard[];
	next: string | null;
	regions: Region[];
}

export interface Case extends CaseCard {
	role: Role;
	question: string;
	photo: Photo | null;
	writtenAt: string;
	reason: Reason | null;
	note: string | null;
	decidedAt: string | null;
	/** Null when without a name, or gone. */
	author: string | null;
	isAnonymous: boolean;
	/** No other case of the same post came after. */
	isNewest: boolean;
	flagList: { reason: Reason; note: string | null; trusted: boolean; at: string }[];
	log: { at: string; act: Act; reason: string | null; note: string | null; who: string | null }[];
}

export interface CasePage {
	viewer: Viewer | null;
	case: Case;
}

export interface LogPage {
	viewer: Viewer | null;
	entries: {
		id: number;
		at: string;
		act: Act;
		reason: string | null;
		note: string | null;
		locale: Locale | null;
		case: string | null;
		kind: PostKind | null;
		/** Of the question, while it is there. */
		title: string | null;
		titleLocale: Locale | null;
		who: string | null;
		whoId: string | null;
		region: Names | null;
		whom: string | null;
	}[];
	next: number | null;
	regions: Region[];
}

export interface RestrictionsPage {
	viewer: Viewer | null;
	restrictions: {
		id: string;
		kind: RestrictionKind;
		reason: string;
		until: string;
		createdAt: string;
		name: string | null;
		case: string | null;
		post: CasePost | null;
		by: string | null;
	}[];
	appeals: AppealCard[];
}

/** An appeal with the decision that it is against. */
export interface AppealCard {
	id: string;
	words: string;
	createdAt: string;
	what: RestrictionKind | 'post';
	/** Of a restriction. */
	until: string | null;
	post: CasePost | null;
	reason: string | null;
	verdict: Reason | null;
	by: string | null;
	decidedAt: string | null;
	/** The reader made this decision, and somebody else can answer. */
	isMine: boolean;
}

export interface AppealPage {
	viewer: Viewer | null;
	appeal: AppealCard & {
		case: Case | null;
		/** Against the same decision, answered. */
		earlier: (Appeal & { by: string | null })[];
		/** Of the same person; none where the person asked without a name. */
		restrictions: Pick<
			MyRestriction,
			'id' | 'kind' | 'reason' | 'until' | 'createdAt' | 'liftedAt'
		>[];
	};
}

export interface ModeratorsPage {
	viewer: Viewer | null;
	moderators: {
		id: string;
		name: string;
		scopes: { id: string; locale: Locale | null; region: Names | null }[];
	}[];
	regions: Region[];
}

export interface WordsPage {
	viewer: Viewer | null;
	words: { id: string; word: string; locale: Locale }[];
}

export interface RevealPage {
	viewer: Viewer | null;
	question: Titled & { stands: boolean };
}

export interface NotesPage {
	viewer: Viewer | null;
	question: Titled;
	hidden: boolean;
	/** All of them, newest first. */
	notes: string[];
}
