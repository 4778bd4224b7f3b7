import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import type { Person } from '../person.server';

type Names = Record<Locale, string>;

/** What speaks for or against two records being one person (private.duplicate_reasons). */
export type Reason =
	| `name_${'same' | 'near' | 'differs'}`
	| `year_${'same' | 'near' | 'differs'}`
	| `region_${'same' | 'differs'}`
	| 'contact_same'
	| 'team_same'
	| 'gender_differs';

export interface PairMember {
	id: string;
	registryNo: string;
	fullName: string | null;
	birthYear: number | null;
	region: Names | null;
	district: string | null;
	rounds: number[];
	claimed: boolean;
}

export interface Pair {
	a: PairMember;
	b: PairMember;
	score: number;
	reasons: Reason[];
	dismissedAt?: string;
}

export interface PairsPage {
	viewer: Viewer | null;
	pairs: Pair[];
	/** Where the next page begins; null at the end. */
	next: string | null;
}

/** A record beside another. */
export interface Side extends Omit<Person, 'merges'> {
	updatedAt: string;
	regionCode: string | null;
	/** As staff of the region see it. */
	profile: { updatedAt: string; now: string | null; story: string | null } | null;
}

export interface PairView {
	a: Side;
	b: Side;
	dismissed: boolean;
	/** One of the two is the reader's own. */
	own: boolean;
	score: number;
	reasons: Reason[];
}

/** The pair, or the record that it has become. */
export type PairPage = { viewer: Viewer | null } & (
	{ mergedInto: string } | ({ mergedInto: null } & PairView)
);
