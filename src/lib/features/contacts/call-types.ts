import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import type { ContactEvent, ContactKind, ContactState } from './rules';

/** The newest call to a person. */
export interface Called {
	at: string;
	what: ContactEvent;
	by: string | null;
	mine: boolean;
	today: boolean;
}

export interface HistoryEntry {
	at: string;
	kind: ContactKind;
	value: string;
	what: ContactEvent;
	saidBy: 'person' | 'staff' | 'machine';
	/** The member of staff, by name. */
	by: string | null;
	note: string | null;
}

/** A number that somebody of the team passed on. */
export interface Report {
	id: string;
	value: string;
	key: string;
	/** How the reporter knows it. */
	note: string;
	at: string;
	by: string | null;
	/** Where the same number stands among the person's contacts. */
	known: ContactState | 'refused' | null;
}

/** How a person was reached, for staff. */
export interface PersonReach {
	history: HistoryEntry[];
	reports: Report[];
	called: Called | null;
	askedNot: boolean;
}

/** A phone, WhatsApp or Telegram that may be used. */
export interface CallContact {
	id: string;
	kind: ContactKind;
	value: string;
	key: string;
	state: ContactState;
	confirmedAt: string | null;
}

export interface CallPerson {
	id: string;
	name: string;
	registryNo: string;
	district: string | null;
	locale: Locale;
	rounds: number[];
	confirmedAt: string | null;
	contacts: CallContact[];
	called: Called | null;
	reports: Report[];
}

export interface CallsPage {
	viewer: Viewer | null;
	people: CallPerson[];
	/** Cursor of the next page. */
	next: string | null;
	/** Whether there is a region to list. */
	chosen: boolean;
	/** People who wait with a number from their team. */
	told: number;
	districts: string[];
	regions: ({ code: string } & Record<Locale, string>)[];
}

export interface CallsQuery {
	region: string;
	district: string;
	round: string;
	state: string;
}
