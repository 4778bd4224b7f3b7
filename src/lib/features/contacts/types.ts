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
}

/** What the link of a letter "still yours?" shows. */
export type ContactCheck = { viewer: Viewer | null } & (
	| { outcome: 'unknown' | 'throttled' }
	| { outcome: 'open'; address: string; at: string }
	| { outcome: 'used'; mine: boolean; at: string }
	| { outcome: 'expired'; at: string }
);
