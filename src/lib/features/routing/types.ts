import type { QuestionCard, Why } from '$lib/features/forum';
import type { Locale } from '$lib/i18n';
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

/** How soon the questions of 90 days were answered; each share with its base. */
export interface Measure {
	dayBase: number;
	dayAnswered: number;
	weekBase: number;
	/** Seconds; null for longer than 7 days. */
	median: number | null;
	ninth: number | null;
	markBase: number;
	markAccepted: number;
	offers: number;
	offersAnswered: number;
}

export interface MeasuresPage {
	viewer: Viewer | null;
	/** Null for whoever is no staff. */
	measures: {
		measuredAt: string | null;
		all: Measure | null;
		locales: (Measure & { locale: Locale })[];
		directions: (Measure & { name: Record<Locale, string> })[];
	} | null;
}
