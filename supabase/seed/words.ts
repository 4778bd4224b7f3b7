/** What people said of their own records, and where the newest roster says something else. */
import { accountId } from './accounts.ts';
import { DEMO_LOGINS, type Person } from './people.ts';
import type { Piece } from './render.ts';
import { days, stream, uuid } from './rng.ts';

/** How many wait in each of the two regions that have an officer, and elsewhere. */
const WAITING: [region: string | null, count: number][] = [
	['KZ-61', 3],
	['KZ-55', 2],
	[null, 2]
];

/** A field, what the person said of it, and what the roster says. */
function said(person: Person, n: number): { field: string; own: string; listed: string } {
	const other = stream('word', person.index).pick(person.region?.rural ?? []) as
		[string, string] | undefined;
	if (n % 3 !== 1 && person.district && other && !other.includes(person.district))
		return { field: 'district', own: person.district, listed: other[0] };
	return {
		field: 'birth_year',
		own: String(person.birthYear),
		listed: String(person.birthYear - 1)
	};
}

export function wordPieces(people: Person[], now: Date): Piece[] {
	const speakers = people.filter(({ email }) => email && !DEMO_LOGINS.includes(email));
	const regions = WAITING.map(([region]) => region);
	const asked = WAITING.flatMap(([region, count]) =>
		speakers
			.filter((person) => {
				const code = person.region?.code ?? null;
				return region ? code === region : code !== null && !regions.includes(code);
			})
			.slice(0, count)
	).map((person, n) => ({ person, n, ...said(person, n) }));
	const found = days(now, -2);
	return [
		{
			table: 'public.person_words',
			rows: asked.map(({ person, n, field, own }) => ({
				person_id: person.id,
				field,
				was: own,
				value: own,
				said_by: 'person',
				account_id: accountId(person, now),
				created_at: days(now, -20 - n)
			}))
		},
		{
			table: 'public.import_conflicts',
			rows: asked.map(({ person, n, field, own, listed }) => ({
				id: uuid('key', 0xe000_0000 + n, found),
				person_id: person.id,
				field,
				registry_value: listed,
				person_value: own,
				import_id: uuid('key', 0xe100_0000, found),
				filename: 'tizim-2026.xlsx',
				created_at: found,
				changed_at: found
			}))
		}
	];
}
