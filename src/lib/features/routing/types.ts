import type { QuestionCard, Why } from '$lib/features/forum';
import type { Viewer } from '$lib/viewer';

/** A question that was offered to the reader and waits for them. */
export interface Offer extends QuestionCard {
	why: Why;
	offeredAt: string;
}

export interface OffersPage {
	viewer: Viewer | null;
	/** Null without a claimed record. */
	mine: {
		offers: Offer[];
		/** How many offered questions they answered so far. */
		answered: number;
		weekly: number;
		pausedUntil: string | null;
		/** How many more may be offered this week. */
		left: number;
	} | null;
}
