import type { Direction, Names, Voice } from '$lib/features/forum';
import type { Locale } from '$lib/i18n';
import type { Node } from '$lib/markdown/types';
import type { Viewer } from '$lib/viewer';

/** A guide as lists show it. */
export interface GuideCard {
	id: string;
	title: string;
	locale: Locale;
	/** Of the version. */
	number: number;
	steps: number;
	direction: Names;
	/** When a second person last found it right; null before the first time. */
	checkedAt: string | null;
	isOutdated: boolean;
	/** When it was sent to a second reader, while it waits for one. */
	waitsSince?: string | null;
}

interface StepFrame {
	heading: string;
	note: string;
	/** The answer that leads it, by id. */
	answer: string;
	/** Other words than those that were found right. */
	isChanged: boolean;
}

/** A step whose answer stands: the words are its author's. */
export interface Step extends StepFrame, Voice {
	isGone: false;
	body: string;
	text: Node[];
	locale: Locale;
	/** How many call the answer outdated; 0 until two do. */
	outdated: number;
	question: { id: string; title: string; locale: Locale };
}

/** A step whose answer was taken away since. */
export interface GoneStep extends StepFrame {
	isGone: true;
}

export interface Guide extends Omit<GuideCard, 'steps' | 'checkedAt'> {
	intro: string;
	introText: Node[];
	/** By public name; null is somebody who is gone. */
	authors: (string | null)[];
	checkedAt: string;
	freshUntil: string;
	isWithdrawn: boolean;
	steps: (Step | GoneStep)[];
}

export interface GuideRights {
	edit: boolean;
	check: boolean;
	review: boolean;
	/** May take it away and give it back. */
	keep: boolean;
}

export interface GuideEvent {
	what: 'sent' | 'returned' | 'published' | 'checked' | 'withdrawn' | 'given_back';
	number: number;
	note: string;
	at: string;
	by: string | null;
}

export interface GuidesPage {
	viewer: Viewer | null;
	directions: Direction[];
	guides: GuideCard[];
	next: string | null;
	/** The reader writes or reviews guides. */
	works: boolean;
}

export interface GuidePage {
	viewer: Viewer | null;
	guide: Guide;
	may: GuideRights | null;
	history: GuideEvent[];
}

export interface Draft extends Omit<GuideCard, 'steps'> {
	intro: string;
	introText: Node[];
	revision: number;
	state: 'draft' | 'review';
	/** Readers have an earlier version. */
	isPublished: boolean;
	steps: (Step | GoneStep)[];
}

/** An answer that may lead a step. */
export interface Found {
	answer: string;
	body: string;
	locale: Locale;
	question: { id: string; title: string; locale: Locale };
	isAccepted: boolean;
	score: number;
}

export interface DraftPage {
	viewer: Viewer;
	draft: Draft;
	history: GuideEvent[];
	/** Null when nothing was looked for. */
	found: Found[] | null;
}

export interface ReviewPage {
	viewer: Viewer;
	draft: Draft & { authors: (string | null)[] };
	history: GuideEvent[];
}

export interface DeskPage {
	viewer: Viewer | null;
	/** Where the reader may write. */
	directions: Direction[];
	mine: (GuideCard & { state: Draft['state'] })[];
	waiting: GuideCard[];
	stale: GuideCard[];
}
