import type { Locale } from '$lib/i18n';
import type { Node } from '$lib/markdown/types';
import type { Viewer } from '$lib/viewer';

export type Names = Record<Locale, string>;

/** A question as lists show it. */
export interface QuestionCard {
	id: string;
	title: string;
	/** The language it is written in. */
	locale: Locale;
	createdAt: string;
	answerCount: number;
	isAccepted: boolean;
	score: number;
	direction: Names;
	region: Names | null;
}

/** How an author appears beside a text: never contacts, never the id of an account. */
export interface Author {
	name: string;
	region: Names | null;
	reputation: number;
	isExpert: boolean;
}

export type Vote = -1 | 0 | 1;

export interface Answer {
	id: string;
	/** As it was typed. */
	body: string;
	/** The body as the page shows it. */
	text: Node[];
	locale: Locale;
	score: number;
	createdAt: string;
	/** Null when the account is gone. */
	author: Author | null;
	isAccepted: boolean;
	isMine: boolean;
	myVote: Vote;
}

export interface Question extends QuestionCard {
	body: string;
	text: Node[];
	author: Author | null;
	isMine: boolean;
	myVote: Vote;
	answers: Answer[];
}

export interface Direction {
	code: string;
	name: Names;
}

export interface QuestionsPage {
	viewer: Viewer | null;
	directions: Direction[];
	questions: QuestionCard[];
	/** Continue after this question; null at the end. */
	next: string | null;
}

export interface QuestionPage {
	viewer: Viewer | null;
	question: Question;
}

export interface AskPage {
	viewer: Viewer | null;
	directions: Direction[];
}

/** A text before it is sent: as others will see it. */
export interface Preview {
	title: string;
	text: Node[];
	locale: Locale;
}
