import type { QuestionCard } from '$lib/features/forum';
import type { Viewer } from '$lib/viewer';

type Titled = Pick<QuestionCard, 'id' | 'title' | 'locale'>;

/** A question that somebody says this one repeats. */
export interface Proposal extends QuestionCard {
	/** By public name; null when they are gone. */
	by: string | null;
	isMine: boolean;
}

export interface DuplicatesPage {
	viewer: Viewer;
	question: Titled;
	/** What the reader says holds at once, without a second voice. */
	decides: boolean;
	proposals: Proposal[];
	/** The questions that lead to this one. */
	merged: (Titled & { mayPart: boolean })[];
	found: QuestionCard[];
}
