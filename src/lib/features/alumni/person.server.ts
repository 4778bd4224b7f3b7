import { unwrap, type Db } from '$lib/server/db.server';
import type { PersonReach } from '$lib/features/contacts';
import type { GuardianState } from '$lib/features/guardians';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';

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

/** A record of the registry as staff see it. */
export interface Person {
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
}

interface PersonPage {
	viewer: Viewer | null;
	person: Person;
	reach: PersonReach & { guardian: GuardianState };
}

/** One record for staff who may see it; null for others and for what is not there. */
export const readPerson = async (db: Db, id: string): Promise<PersonPage | null> =>
	unwrap(await db.rpc('page_person', { p_id: id })) as PersonPage | null;
