import type { EditedPost, Silence, Voice } from '$lib/features/forum';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';

export interface SuggestionCard {
	id: string;
	/** Of the question. */
	title: string;
	locale: Locale;
	kind: 'question' | 'answer';
	state: 'open' | 'accepted' | 'declined' | 'withdrawn';
	/** Why the words should change. */
	reason: string;
	createdAt: string;
}

interface Words {
	/** Null for an answer. */
	title: string | null;
	body: string;
}

export interface Suggestion extends SuggestionCard {
	question: string;
	post: string;
	by: Voice;
	declineReason: string | null;
	mayJudge: boolean;
	/** The post was changed since: it cannot be put there as it is. */
	isConflict: boolean;
	base: Words;
	words: Words;
	now: Words;
}

export interface SuggestPage {
	viewer: Viewer | null;
	/** Somebody else's post; null where there is nothing to mend. */
	post: EditedPost | null;
	/** apply: the words are put there at once; null: reputation does not reach yet. */
	act?: 'suggest' | 'apply' | null;
	silence?: Silence;
}

export interface SuggestionPage {
	viewer: Viewer | null;
	suggestion: Suggestion | null;
}
