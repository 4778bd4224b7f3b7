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
	| 'correction'
	| 'joined';

/** Why points were taken back or given back. */
export type Cause =
	'undone' | 'withdrawn' | 'restored' | 'account_gone' | 'ring' | 'cleared' | 'merged';

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

export type FindingKind = 'ring' | 'series' | 'series_down';

/** Votes that were taken back because few people gave them one another, as one of those people sees it. */
export interface MyFinding {
	id: string;
	kind: FindingKind;
	at: string;
	/** How many of the votes one gave and got. */
	gave: number;
	got: number;
	/** What one said to it. */
	appeal: string | null;
	clearedAt: string | null;
	/** Since then they may vote on one another again. */
	until: string;
}

/** The same for moderators, with both sides. */
export interface Finding {
	id: string;
	kind: FindingKind;
	at: string;
	clearedAt: string | null;
	clearedWhy: string | null;
	/** Where the votes were given, most of them first. */
	posts: { id: string; title: string; locale: Locale; votes: number }[];
	members: { name: string; gave: number; got: number; appeal: string | null }[];
}

export interface FindingsPage {
	viewer: Viewer | null;
	findings: Finding[];
	/** Continue after this one; null at the end. */
	next: string | null;
}

export interface ReputationPage {
	viewer: Viewer | null;
	badges: Badge[];
	findings: MyFinding[];
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
	/** Of the questions of 90 days, how many were answered within 24 hours; null for too few. */
	pace: { base: number; answered: number } | null;
	/** First days of the month that is shown, and of those that can be. */
	month: string;
	months: string[];
	leaders: (ForumPerson & { points: number })[];
	experts: (ForumPerson & { direction: Names })[];
}
