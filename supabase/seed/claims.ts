/** People who signed up and wait for an officer to confirm that a record is theirs. */
import { userBatches } from './accounts.ts';
import { inLatin } from './names.ts';
import type { Person } from './people.ts';
import type { Piece } from './render.ts';
import { days, stream, uuid } from './rng.ts';

const WORDS = {
	kk: 'Телефон нөмірім ауысқан, поштам да ескі еді. Бұл менмін, тобымдағылар растай алады.',
	ru: 'Номер телефона сменился, старая почта не работает. Это я, команда может подтвердить.'
};
/** How many wait in each of the two regions that have an officer. */
const WAITING = { 'KZ-61': 2, 'KZ-55': 1 };

export function claimPieces(people: Person[], now: Date): Piece[] {
	const waiting = Object.entries(WAITING).flatMap(([region, count]) =>
		people
			.filter(
				(person) =>
					person.region?.code === region && person.role === 'member' && person.subprojectId
			)
			.slice(-count)
	);
	const claims = waiting.map((person, n) => {
		const at = days(now, -1 - n, stream('claim', person.index));
		const email = `${inLatin(person.name)
			.toLowerCase()
			.replace(/[^a-z]+/g, '.')}@demo.kz`;
		return { person, n, at, email, account: uuid('account', 0x8000_0000 + person.index, at) };
	});
	return [
		...userBatches(
			claims.map(({ account, email, person, at }) => ({
				id: account,
				email,
				n: 0x8000_0000 + person.index,
				at
			}))
		),
		{
			table: 'public.claim_requests',
			rows: claims.map(({ person, n, at, account }) => ({
				id: uuid('claim', n, at),
				account_id: account,
				full_name: person.name,
				registry_no: null,
				birth_year: person.birthYear,
				round: person.round,
				region_code: person.region?.code ?? null,
				phone: null,
				message: WORDS[person.locale],
				locale: person.locale,
				idempotency_key: uuid('key', 0xf000_0000 + n, at),
				created_at: at
			}))
		}
	];
}
