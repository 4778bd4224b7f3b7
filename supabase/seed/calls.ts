/** What became of calls: why a number is dead, who did not answer, and what team-mates know better. */
import { accountId, staffId } from './accounts.ts';
import { contactRows, phone } from './contacts.ts';
import type { Person } from './people.ts';
import type { Batch, Row } from './render.ts';
import { days, stream, uuid } from './rng.ts';
import type { Team } from './teams.ts';

const CALLERS: Record<string, string> = { 'KZ-61': 'officer@demo.kz', 'KZ-55': 'officer2@demo.kz' };
const callerOf = ({ region }: Person): string =>
	staffId(CALLERS[region?.code ?? ''] ?? 'coordinator@demo.kz');

const NOTES = {
	kk: ['Кешке қайта хабарласу керек', 'Анасы көтерді, қалаға көшкен', 'Басқа адам көтерді'],
	ru: ['Просит звонить вечером', 'Ответила мама, переехали в город', 'Ответил другой человек']
};
/** How a number came to its state; about a third were dead already when the registry was imported. */
const STORIES: Record<string, { what: string; state: string; ago: [number, number] }[]> = {
	dead: [
		{ what: 'failed', state: 'failed', ago: [330, 345] },
		{ what: 'dead', state: 'dead', ago: [5, 320] }
	],
	failed: [{ what: 'failed', state: 'failed', ago: [4, 90] }],
	refused: [{ what: 'refused', state: 'refused', ago: [10, 300] }]
};

export function callRows(person: Person, now: Date): Row[] {
	const rng = stream('call', person.index);
	const point = contactRows(person, now).find(({ kind }) => kind === 'phone');
	const story = STORIES[String(point?.state)] ?? [];
	if (!point || rng.chance(0.35)) return [];
	return story.map(({ what, state, ago }, n) => {
		const at = days(now, -rng.int(...ago), rng);
		return {
			id: uuid('contact_event', person.index * 4 + n, at),
			contact_point_id: point.id ?? null,
			what,
			said_by: 'staff',
			account_id: callerOf(person),
			channel: 'phone',
			state,
			note: rng.chance(0.4) ? rng.pick(NOTES[person.locale]) : null,
			created_at: at
		};
	});
}

/** In the two regions that have an officer, two numbers each that somebody of the team passed on. */
export function reportBatch(teams: Team[], now: Date): Batch {
	const told = Object.keys(CALLERS).flatMap((region) =>
		teams
			.flatMap(({ people }) => {
				const reporter = people.find(({ email }) => email);
				const mate = people.find(
					(one) => one !== reporter && one.region?.code === region && isLost(one, now)
				);
				return reporter && mate ? [{ reporter, mate }] : [];
			})
			.slice(0, 2)
	);
	return {
		table: 'public.contact_reports',
		rows: told.map(({ reporter, mate }, n) => {
			const at = days(now, -2 - n, stream('report', n));
			// Far from every number that the registry holds.
			const { value, key } = phone(5_000_000 + mate.index);
			return {
				id: uuid('contact_report', n, at),
				person_id: mate.id,
				reporter_id: accountId(reporter, now),
				value,
				value_key: key,
				note: mate.locale === 'kk' ? 'Былтыр осы нөмірмен сөйлестік' : 'Созванивались весной',
				created_at: at
			};
		})
	};
}

/** Nobody knows whether the registry's number still works. */
const isLost = (person: Person, now: Date): boolean =>
	contactRows(person, now).some(
		({ kind, state }) => kind === 'phone' && state !== 'confirmed' && state !== 'refused'
	);
