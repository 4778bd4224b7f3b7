import type { Badge } from '$lib/features/reputation';
import type { Need } from '$lib/features/tracker';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import type { Level, ProfileField } from './rules';

export type Named = { code: string } & Record<Locale, string>;

interface Wish {
	codes: Need[];
	text?: string;
}

/** A profile as somebody sees it: what is empty or not theirs to see is not there. */
export interface Profile {
	name?: string;
	region?: Named;
	village?: { district?: string; settlement?: 'village' | 'town' | 'city' };
	rounds?: number[];
	photo?: { id: string; width: number; height: number };
	now?: string;
	skills?: { directions: Named[]; tags: string[] };
	help?: Wish;
	need?: Wish;
	languages?: string[];
	instagram?: string;
	story?: string;
	/** The offer to be asked, while it holds; room: whether a new person may ask this month. */
	mentoring?: { directions: Named[]; topics?: string; room: boolean };
}

export interface MyProfilePage {
	viewer: Viewer | null;
	/** Null: no record was claimed. */
	mine: {
		fields: Profile;
		levels: Record<ProfileField, Level>;
		/** The newest word on the directory; null when nothing was said. */
		consent: boolean | null;
		/** Whether others may see the profile at all. */
		listed: boolean;
		/** Taken out of the directory by staff. */
		barred: boolean;
		/** Whether others may write here. */
		takes: boolean;
		/** What others would be shown. */
		seen: { alumni: Profile; region: Profile };
		directions: Named[];
	} | null;
}

export type PersonCard = Pick<
	Profile,
	'name' | 'region' | 'rounds' | 'now' | 'skills' | 'help' | 'mentoring'
> & {
	id: string;
	mine: boolean;
};

export interface Tile extends Named {
	/** What fits a tile as wide as a thumb. */
	short: { kk: string; ru: string; en: string };
	row: number;
	column: number;
	/** Null for one to four. */
	people: number | null;
}

export type PeoplePage = { viewer: Viewer | null } & (
	| { open: false }
	| {
			open: true;
			people: PersonCard[];
			next: string | null;
			/** Nobody is called so: these names differ by a slip. */
			similar: boolean;
			listed: boolean | null;
			map: Tile[];
			directions: Named[];
	  }
);

/** How the visitor may write to somebody whose page they see. */
export interface Ways {
	/** Why they may not (private.write_bar); null where they may. */
	bar: 'unlisted' | 'young' | 'suspended' | 'blocked' | 'unreachable' | null;
	/** The conversation that is open already. */
	thread: string | null;
	/** A mentor without a place for new people this month. */
	full: boolean;
	/** New conversations that may be begun today. */
	left: number;
	until: string | null;
}

export interface PersonPage {
	viewer: Viewer | null;
	person: Profile & { id: string; badges: Badge[] };
	/** Null for whoever holds no record, and for oneself. */
	ways: Ways | null;
	/** The reader's follow, its id null where there is none; null where they cannot follow. */
	follow: { id: string | null } | null;
}
