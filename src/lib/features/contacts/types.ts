import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import type { ContactKind, ContactState } from './rules';

export interface Contact {
	id: string;
	kind: ContactKind;
	value: string;
	state: ContactState;
	confirmedAt: string | null;
	preferred: boolean;
	/** Of a trusted person. */
	name: string | null;
	relation: string | null;
}

export interface MyContactsPage {
	viewer: Viewer | null;
	demo: boolean;
	/** The preferred one first. */
	contacts: Contact[];
	/** The e-mail that waits for its code. */
	code: { address: string; replaces: string | null; triesLeft: number } | null;
	/** Numbers that team-mates say are theirs. */
	reports: { id: string; value: string }[];
}

/** What the link of a letter "still yours?" shows. */
export type ContactCheck = { viewer: Viewer | null } & (
	| { outcome: 'unknown' | 'throttled' }
	| { outcome: 'open'; address: string; at: string }
	| { outcome: 'used'; mine: boolean; at: string }
	| { outcome: 'expired'; at: string }
);

/** People of a group, and how many of them can be reached. */
export interface Reach {
	people: number;
	/** With a contact that was confirmed within a year. */
	confirmed: number;
	/** With a contact that is not known to be dead. */
	alive: number;
}

export const AGES = ['half', 'year', 'two', 'older', 'never'] as const;

export interface ContactHealthPage {
	viewer: Viewer | null;
	names: Record<string, Record<Locale, string>>;
	health: {
		all: Reach;
		rounds: (Reach & { key: string })[];
		/** By code; the empty key is for people whose region is unknown. */
		regions: (Reach & { key: string })[];
		/** People by the age of their newest confirmation. */
		ages: Record<(typeof AGES)[number], number>;
		/** Contacts that died, by month (2026-11), the newest last. */
		died: { month: string; count: number }[];
	};
}
