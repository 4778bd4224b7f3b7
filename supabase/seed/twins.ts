/** People whom two rosters wrote down differently: the likely duplicates that an officer of the demo finds. */
import { contactRows } from './contacts.ts';
import { inLatin } from './names.ts';
import { participationRow, personRow, type Person } from './people.ts';
import type { Piece } from './render.ts';
import { days, uuid } from './rng.ts';

/** One in each of the two regions that have an officer. */
const REGIONS = ['KZ-61', 'KZ-55'];

/** The same person as another roster has them: in Latin letters, family name first, a year later. */
function twinOf(person: Person, n: number, now: Date): Person {
	return {
		...person,
		index: 0x4000_0000 + n,
		id: uuid('person', 0x4000_0000 + n, days(now, -890)),
		registryNo: `ZP-${person.round + 1}-9000${n + 1}`,
		name: inLatin(person.name).split(' ').reverse().join(' '),
		round: person.round + 1,
		role: 'member',
		district: null,
		subprojectId: null
	};
}

export function twinPieces(people: Person[], now: Date): Piece[] {
	const doubled = REGIONS.flatMap((code) =>
		people
			.filter(
				({ region, email, name, round }) =>
					region?.code === code && !email && round < 2021 && name.split(' ').length === 2
			)
			.slice(0, 1)
	);
	const twins = doubled.map((person, n) => twinOf(person, n, now));
	return [
		{ table: 'public.persons', rows: twins.map((twin) => personRow(twin, now)) },
		{
			table: 'public.contact_points',
			rows: doubled.flatMap((person, n) =>
				contactRows(person, now)
					.filter(({ kind }) => kind === 'phone')
					.map((row) => ({
						...row,
						id: uuid('contact', 0x4000_0000 + n, days(now, -890)),
						person_id: twins[n]?.id as string
					}))
			)
		},
		{ table: 'public.participations', rows: twins.map((twin) => participationRow(twin, now)) }
	];
}
