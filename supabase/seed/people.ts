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

/** A mailbox name that no real person owns: all of them end in the demo's own domain. */
const mailbox = (name: string, index: number) =>
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

const OPERATORS = [700, 701, 702, 705, 707, 708, 747, 771, 775, 776, 777, 778];
/** Mobile numbers whose subscriber part begins with 0, which operators do not hand out. */
function phone(index: number): { value: string; key: string } {
	const operator = String(OPERATORS[index % OPERATORS.length]);
	const tail = String((index * 77_773 + 120_451) % 1_000_000).padStart(6, '0');
	const parts = [`0${tail.slice(0, 2)}`, tail.slice(2, 4), tail.slice(4)];
	return { value: `+7 ${operator} ${parts.join(' ')}`, key: `+7${operator}${parts.join('')}` };
}

/** As in 2021: of a hundred numbers in the registry about 22 are dead and many do not answer. */
const PHONE_STATES = [
	{ state: 'new', weight: 40 },
	{ state: 'confirmed', weight: 25 },
	{ state: 'dead', weight: 22 },
	{ state: 'failed', weight: 11 },
	{ state: 'refused', weight: 2 }
];

export function contactRows(person: Person, now: Date): Row[] {
	const rng = stream('contact', person.index);
	const rows: Row[] = [];
	const add = (kind: string, value: string, key: string, state: string, source: string) =>
		rows.push({
			id: uuid('contact', person.index * 4 + rows.length, days(now, -900)),
			person_id: person.id,
			kind,
			value,
			value_key: key,
			state,
			confirmed_at: state === 'confirmed' ? days(now, -rng.int(3, 400), rng) : null,
			source,
			created_at: days(now, -900)
		});
	if (person.email || rng.chance(0.93)) {
		const { value, key } = phone(person.index);
		const drawn = byShare(PHONE_STATES, rng.next()).state;
		const state = person.email && rng.chance(0.8) ? 'confirmed' : drawn;
		add('phone', value, key, state, 'registry');
		if (state === 'confirmed' && rng.chance(0.5)) add('whatsapp', value, key, 'confirmed', 'self');
	}
	if (person.email) add('email', person.email, person.email, 'confirmed', 'registry');
	else if (rng.chance(0.68)) {
		const address = mailbox(person.name, person.index + 1);
		add('email', address, address, rng.chance(0.1) ? 'failed' : 'new', 'registry');
	}
	return rows;
}

/** The newest word of each purpose; about one in twelve took a yes back. */
export function consentRows(person: Person, now: Date): Row[] {
	const rng = stream('consent', person.index);
	const rows: Row[] = [];
	const say = (purpose: string, granted: boolean, ago: number) =>
		rows.push({
			id: uuid('consent', person.index * 8 + rows.length, days(now, -ago)),
			person_id: person.id,
			purpose,
			granted,
			text_version: '2026-11',
			locale: person.locale,
			method: person.email ? 'web' : 'import',
			recorded_by: null,
			created_at: days(now, -ago, rng)
		});
	const minor = person.round - person.birthYear < 18;
	if (person.email) say('terms', true, 320);
	if (person.index > 1 && rng.chance(0.05)) say('followup', false, 310);
	else say('followup', true, 310);
	if (person.index < 2 || spread(person.index, 3) < 0.7) say('referrals', true, 309);
	else if (rng.chance(0.3)) {
		say('referrals', true, 308);
		say('referrals', false, 120);
	}
	// Whoever joined as a child is not listed without a representative's word.
	if (person.email && !minor) say('directory', person.index < 2 || rng.chance(0.75), 307);
	return rows;
}

/** The newest word of a person on a purpose. */
export const agrees = (person: Person, purpose: string, now: Date): boolean =>
	consentRows(person, now).findLast((row) => row.purpose === purpose)?.granted === true;

/** Where a person can be written to: the row's id and the address, or nothing. */
export function mailboxOf(person: Person, now: Date): { id: string; address: string } | null {
	const row = contactRows(person, now).find(
		({ kind, state }) => kind === 'email' && (state === 'new' || state === 'confirmed')
	);
	return row ? { id: row.id as string, address: row.value_key as string } : null;
}
