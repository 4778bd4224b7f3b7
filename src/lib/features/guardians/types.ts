import type { Viewer } from '$lib/viewer';
import type { GuardedPurpose, Relation, Way } from './rules';

export interface GuardianConsent {
	id: string;
	name: string;
	relation: Relation;
	contact: string;
	way: Way;
	purposes: GuardedPurpose[];
	at: string;
	withdrawnAt: string | null;
	/** The member of staff who recorded it. */
	by: string | null;
}

/** Who answers for a person under 18. */
export interface GuardianState {
	/** Is, or may be, under 18. */
	minor: boolean;
	/** From when on of age for certain; null where nothing is known. */
	majorityAt: string | null;
	/** Newest first. */
	consents: GuardianConsent[];
	/** The newest link that has brought no consent. */
	ask: { name: string; contact: string; at: string; state: 'open' | 'refused' | 'expired' } | null;
}

/** What the link in a letter shows to a representative. */
export type GuardianPage = { viewer: Viewer | null } & (
	| { outcome: 'unknown' }
	| { outcome: 'throttled' }
	| {
			outcome: 'open' | 'agreed' | 'refused' | 'withdrawn' | 'expired' | 'of_age';
			person: string;
			name: string;
			purposes: GuardedPurpose[];
			textVersion: string;
			at: string;
	  }
);
