/** Alumni and what the registry knows of them: names, homes, marks, ways to reach them, consents. */
import { inLatin, makeName, type Gender, type Origin } from './names.ts';
import type { Place } from './places.ts';
import type { Row } from './render.ts';
import { byShare, days, spread, stream, uuid } from './rng.ts';

export type Locale = 'kk' | 'ru';

export interface Person {
	index: number;
	id: string;
	registryNo: string;
	name: string;
	gender: Gender;
	locale: Locale;
	birthYear: number;
	round: number;
	/** Null where the old region was divided and nobody knows the district. */
	region: Place | null;
	legacy: string;
	settlement: 'village' | 'town' | 'city';
	district: string | null;
	role: 'leader' | 'member';
	subprojectId: string | null;
	direction: string | null;
	/** The account's address; null for those who have not come yet. */
	email: string | null;
}

/** Where and when a person took part, given by the team. */
export interface Setting {
	round: number;
	region: Place | null;
	legacy: string;
	settlement: Person['settlement'];
	/** [Kazakh, Russian] */
	district: readonly [string, string] | null;
	role: Person['role'];
	subprojectId: string | null;
	direction: string | null;
	hasAccount: boolean;
}

/** What is set by hand for the people of the demo accounts. */
export type Fixed = Partial<Pick<Person, 'name' | 'gender' | 'locale' | 'birthYear' | 'email'>>;

/** The alumni of the demo whom one may sign in as. */
export const DEMO_LOGINS = ['graduate@demo.kz', 'expert@demo.kz'];

/** A mailbox name that no real person owns: all of them end in the demo's own domain. */
export const mailbox = (name: string, index: number) =>
	`${inLatin(name)
		.toLowerCase()
		.replace(/[^a-z]+/g, '.')}.${index}@demo.kz`;

function originOf(mix: Place['mix'], share: number): Origin {
	const others = Object.entries(mix).map(([origin, weight]) => ({
		origin: origin as Origin,
		weight
	}));
	const kazakh = 100 - others.reduce((sum, { weight }) => sum + weight, 0);
	return byShare([{ origin: 'kazakh' as Origin, weight: kazakh }, ...others], share).origin;
}

export function makePerson(index: number, now: Date, at: Setting, fixed: Fixed = {}): Person {
	const rng = stream('person', index);
	const gender = fixed.gender ?? (spread(index, 0) < 0.55 ? 'female' : 'male');
	const origin = originOf(at.region?.mix ?? {}, rng.next());
	const northern = (at.region?.mix.russian ?? 0) > 15;
	const speaksKazakh = origin === 'kazakh' && !rng.chance(northern ? 0.3 : 0.1);
	const locale = fixed.locale ?? (speaksKazakh ? 'kk' : 'ru');
	const name = fixed.name ?? makeName(rng, origin, gender, locale);
	// Most were about 22 in their round, some 14, none above 29.
	const age = 14 + Math.floor((rng.next() + rng.next()) * 8);
	return {
		index,
		id: uuid('person', index, days(now, -900 + index / 86_400_000)),
		registryNo: `ZP-${at.round}-${String(index + 1).padStart(5, '0')}`,
		name,
		gender,
		locale,
		birthYear: fixed.birthYear ?? at.round - Math.min(age, 29),
		round: at.round,
		region: at.region,
		legacy: at.legacy,
		settlement: at.settlement,
		district: at.district?.[locale === 'kk' ? 0 : 1] ?? null,
		role: at.role,
		subprojectId: at.subprojectId,
		direction: at.direction,
		email: fixed.email ?? (at.hasAccount ? mailbox(name, index + 1) : null)
	};
}

export const personRow = (person: Person, now: Date): Row => ({
	id: person.id,
	registry_no: person.registryNo,
	full_name: person.name,
	gender: person.gender,
	birth_year: person.birthYear,
	region_code: person.region?.code ?? null,
	legacy_region: person.legacy,
	district: person.district,
	settlement: person.settlement,
	locale: person.locale,
	created_at: days(now, -900),
	updated_at: days(now, -stream('updated', person.index).int(5, 600))
});

export const participationRow = (person: Person, now: Date): Row => ({
	id: uuid('participation', person.index, days(now, -900)),
	person_id: person.id,
	round: person.round,
	role: person.role,
	subproject_id: person.subprojectId
});

/** Shares of the 2021 report: 61.8 % vulnerable, 39.7 % NEET, 4.4 % with a disability. */
export function flagsRow(person: Person): Row {
	const rng = stream('flags', person.index);
	return {
		person_id: person.id,
		vulnerable: spread(person.index, 1) < 0.618,
		neet_at_start: spread(person.index, 2) < 0.397,
		disability: rng.chance(0.06) ? null : spread(person.index, 3) < 0.047
	};
}
