import { unwrap, type Db } from '$lib/server/db.server';
import type { PersonReach } from '$lib/features/contacts';
import type { GuardianState } from '$lib/features/guardians';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';

import type { Words } from './record.server';

type Names = Record<Locale, string>;

export interface ContactPoint {
	id: string;
	kind: 'phone' | 'email' | 'whatsapp' | 'telegram' | 'instagram' | 'trusted_person';
	value: string;
	state: 'new' | 'confirmed' | 'failed' | 'dead' | 'refused';
	confirmedAt: string | null;
	source: 'registry' | 'self' | 'officer' | 'team';
}

export interface PersonRound<State = string, Need = string> {
	round: number;
	role: 'leader' | 'member';
	project: {
		no: string;
		title: string;
		direction: Names;
		state: State;
		needs: Need[];
		stateAt: string | null;
	} | null;
	team: { id: string; name: string; role: 'leader' | 'member' }[];
}

/** A record that was merged into this one. */
export interface MergedRecord {
	id: string;
	registryNo: string;
	name: string | null;
	at: string;
	by: string | null;
	/** Why the reader cannot undo it now. */
	blocked: 'region' | 'own' | 'later' | 'number' | null;
}

/** A record of the registry as staff see it. */
export interface Person {
	/** Whose word stands in a field, where it is not the roster's. */
	words: Words;
	id: string;
	registryNo: string;
	fullName: string | null;
	gender: 'female' | 'male' | null;
	birthYear: number | null;
	region: Names | null;
	legacyRegion: string | null;
	district: string | null;
	settlement: 'village' | 'town' | 'city' | null;
	locale: Locale;
	claimedAt: string | null;
	/** Null for officers: only coordinators see them. Null inside is unknown, never no. */
	flags: Record<'vulnerable' | 'neet' | 'disability', boolean | null> | null;
	contacts: ContactPoint[];
	rounds: PersonRound[];
	consents: {
		purpose: 'terms' | 'followup' | 'referrals' | 'directory';
		granted: boolean;
		at: string;
	}[];
	merges: MergedRecord[];
}

interface PersonPage {
	viewer: Viewer | null;
	person: Person;
	reach: PersonReach & { guardian: GuardianState };
	mergedInto?: undefined;
}

/** What is left of a record that was merged into another. */
interface MergedAway {
	viewer: Viewer | null;
	mergedInto: string;
	person?: undefined;
}

/** One record, or where it went, for staff who may see it; null for others and for what is not there. */
export const readPerson = async (db: Db, id: string): Promise<PersonPage | MergedAway | null> =>
	unwrap(await db.rpc('page_person', { p_id: id })) as PersonPage | MergedAway | null;
