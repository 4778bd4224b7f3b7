import type { Draft, QuestionCard } from '$lib/features/forum';
import type { SuggestionCard } from '$lib/features/suggestions';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';

/** One's own question or answer as it is taken away or brought back. */
export interface OwnPost {
	id: string;
	question: string;
	kind: 'question' | 'answer';
	/** Of the question. */
	title: string;
	/** The beginning of the text. */
	body: string;
	locale: Locale;
	/** Whether the question hides its asker's name. */
	isAnonymous: boolean;
	/** answered: a question under which others have answered, which its asker cannot take away. */
	state: 'stands' | 'answered' | 'gone';
	/** Of what is gone: until when it can be brought back. */
	until: string | null;
	/** What it has brought to its author, and takes along. */
	points: number;
}

export interface WithdrawPage {
	viewer: Viewer | null;
	post: OwnPost | null;
}

export interface MyPostsPage {
	viewer: Viewer | null;
	questions: QuestionCard[];
	/** Continue after this question; null at the end. */
	next: string | null;
	gone: OwnPost[];
	drafts: Draft[];
	/** Waiting for the viewer's word. */
	toJudge: SuggestionCard[];
	/** By the viewer. */
	suggested: SuggestionCard[];
}
