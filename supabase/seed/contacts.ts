/** Ways to reach a person, and what they agreed to. */
import { DEMO_LOGINS, mailbox, type Person } from './people.ts';
import type { Row } from './render.ts';
import { byShare, days, spread, stream, uuid } from './rng.ts';

const OPERATORS = [700, 701, 702, 705, 707, 708, 747, 771, 775, 776, 777, 778];
/** Mobile numbers whose subscriber part begins with 0, which operators do not hand out. */
export function phone(index: number): { value: string; key: string } {
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
	/** When the person was asked for all of them. */
	const asked = rng.int(150, 420);
	const minor = person.round - person.birthYear < 18;
	if (person.email) say('terms', true, asked);
	if (person.index > 1 && rng.chance(0.05)) say('followup', false, asked);
	else say('followup', true, asked);
	if (person.index < 2 || spread(person.index, 3) < 0.7) say('referrals', true, asked);
	else if (rng.chance(0.3)) {
		say('referrals', true, asked);
		say('referrals', false, rng.int(20, 140));
	}
	// Whoever joined as a child is not listed without a representative's word.
	const shown = DEMO_LOGINS.includes(person.email ?? '');
	if (shown || (person.email && !minor)) say('directory', shown || rng.chance(0.75), asked);
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
