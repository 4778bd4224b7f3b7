import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';

type Names = Record<Locale, string>;

export type Kind =
	| 'answer_up'
	| 'question_up'
	| 'answer_accepted'
	| 'accepting'
	| 'answer_down'
	| 'voted_down'
	| 'correction';

/** Why points were taken back or given back. */
export type Cause = 'undone' | 'withdrawn' | 'restored' | 'account_gone';

/** One change of somebody's own reputation. */
export interface Change {
	id: number;
	kind: Kind;
	at: string;
	/** What the rule gives, after the cap of the day. */
	points: number;
	/** What it really moved: the floor of 1 may have held. */
	delta: number;
	/** It takes back an earlier change. */
	isBack: boolean;
	cause: Cause | null;
	/** The 200 points of the day were full. */
	isCapped: boolean;
	/** Null when the post is gone. */
	post: { question: string; answer: string | null; title: string; locale: Locale } | null;
}

/** How much of each a day is open to somebody. */
export type Limits = Record<'question' | 'answer' | 'vote', number>;

export interface Badge {
	badge: 'first_kazakh' | 'village' | 'ten_accepted' | 'year_alive';
	at: string;
	/** Of the badge that is given once a direction. */
	direction: Names | null;
}

export interface ReputationPage {
	viewer: Viewer | null;
	badges: Badge[];
	reputation: number;
	limits: Limits;
	changes: Change[];
	/** The cursor of older ones; null where there are none. */
	after: string | null;
}

interface Choice {
	code: string;
	name: Names;
}

/** Somebody in a list of the forum; `person` is their profile, where the reader may open it. */
export interface ForumPerson {
	name: string;
	region: Names | null;
	person: string | null;
	/** The reader's follow, its id null where there is none; null where they cannot follow. */
	follow: { id: string | null } | null;
}

export interface ExpertsPage {
	viewer: Viewer | null;
	directions: Choice[];
	regions: Choice[];
	/** First days of the month that is shown, and of those that can be. */
	month: string;
	months: string[];
	leaders: (ForumPerson & { points: number })[];
	experts: (ForumPerson & { direction: Names })[];
}
