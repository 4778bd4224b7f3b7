import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import type { ContactHealthPage } from './types';

const backend = useTestBackend();

/** Somebody of a region and round, with one contact in this state. */
async function person(
	region: string,
	round: number,
	state: string | null,
	confirmedDaysAgo: number | null = null,
	kind = 'phone'
): Promise<void> {
	const { personId } = await backend.alumnus({ region, round });
	if (!state) return;
	const value = randomUUID();
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, state, confirmed_at, source)
		 values ($1, $2, $3, $3, 'new', now() - make_interval(days => $4), 'registry')`,
		[personId, kind, value, confirmedDaysAgo]
	);
	if (state === 'dead')
		await backend.sql(
			`select private.note_contact(id, 'dead', 'staff', 'phone') from public.contact_points where person_id = $1`,
			[personId]
		);
	else
		await backend.sql(`update public.contact_points set state = $2 where person_id = $1`, [
			personId,
			state
		]);
}
const read = async (who: Member) =>
	(await who.db.rpc('page_contact_health')).data as unknown as ContactHealthPage | null;

beforeAll(async () => {
	await person('KZ-61', 2018, 'confirmed', 10);
	await person('KZ-61', 2018, 'confirmed', 500);
	await person('KZ-61', 2019, 'new');
	await person('KZ-61', 2019, 'dead', 200);
	await person('KZ-61', 2019, null);
	await person('KZ-55', 2019, 'failed', 1000);
	await person('KZ-55', 2019, 'refused', 10);
	await person('KZ-55', 2019, 'confirmed', 10, 'trusted_person');
});

describe('how reachable the registry is', () => {
	it('coordinators see all of it', async () => {
		const page = await read(await backend.staff('coordinator'));
		expect(page?.health).toMatchObject({
			all: { people: 8, confirmed: 1, alive: 4 },
			rounds: [
				{ key: '2018', people: 2, confirmed: 1, alive: 2 },
				{ key: '2019', people: 6, confirmed: 0, alive: 2 }
			],
			regions: [
				{ key: 'KZ-55', people: 3, confirmed: 0, alive: 1 },
				{ key: 'KZ-61', people: 5, confirmed: 1, alive: 3 }
			],
			ages: { half: 1, year: 0, two: 1, older: 1, never: 5 }
		});
		expect(page?.health.died).toHaveLength(12);
		expect(page?.health.died.at(-1)?.count).toBe(1);
	});

	it('an officer sees their region only', async () => {
		const page = await read(await backend.staff('officer', 'KZ-55'));
		expect(page?.health).toMatchObject({
			all: { people: 3, confirmed: 0, alive: 1 },
			regions: [{ key: 'KZ-55' }]
		});
		expect(page?.health.died.at(-1)?.count).toBe(0);
	});

	it('nobody else sees anything', async () => {
		const others = [
			await backend.member(),
			await backend.alumnus({ region: 'KZ-10' }),
			await backend.staff('moderator'),
			await backend.staff('ombudsman')
		];
		for (const who of others) expect(await read(who)).toBeNull();
		expect((await backend.anon.rpc('page_contact_health')).data).toEqual({ viewer: null });
	});
});
