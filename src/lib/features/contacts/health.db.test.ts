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

	it('counts what died in its month, once a number, and what was only taken back not at all', async () => {
		const officer = await backend.staff('officer', 'KZ-79');
		const number = async (events: [what: string, monthsAgo: number][]) => {
			const { personId } = await backend.alumnus({ region: 'KZ-79' });
			for (const [what, months] of events)
				await backend.sql(
					`with point as (
					   insert into public.contact_points as c (person_id, kind, value, value_key, source)
					   values ($1, 'phone', 'x', 'x', 'registry')
					   on conflict (person_id, kind, value_key) do update set value = c.value returning c.id)
					 insert into private.contact_events (contact_point_id, what, said_by, channel, state, created_at)
					 select id, $2, 'staff', 'phone', $2, date_trunc('month', now() at time zone 'Asia/Almaty')
					   at time zone 'Asia/Almaty' - make_interval(months => $3) + interval '1 hour' from point`,
					[personId, what, months]
				);
		};
		await number([['dead', 2]]);
		await number([
			['dead', 2],
			['dead', 2]
		]);
		await number([
			['failed', 3],
			['dead', 1]
		]);
		await number([['refused', 1]]);
		await number([['dead', 14]]);
		const died = (await read(officer))?.health.died.map(({ count }) => count) ?? [];
		expect(died.slice(-4)).toEqual([0, 2, 1, 0]);
		expect(died.reduce((sum, count) => sum + count)).toBe(3);
	});

	it('three days without an answer make a number dead; it is counted today', async () => {
		const officer = await backend.staff('officer', 'KZ-75');
		const { personId } = await backend.alumnus({ region: 'KZ-75' });
		const [point] = await backend.sql<{ id: string }>(
			`insert into public.contact_points (person_id, kind, value, value_key, source) values ($1, 'phone', 'y', 'y', 'registry') returning id`,
			[personId]
		);
		for (const days of [5, 3])
			await backend.sql(
				`insert into private.contact_events (contact_point_id, what, said_by, channel, state, created_at)
				 values ($1, 'failed', 'staff', 'phone', 'failed', now() - make_interval(days => $2))`,
				[point?.id, days]
			);
		expect((await read(officer))?.health.all.alive).toBe(1);
		await officer.db.rpc('record_call', { p_contact: point?.id, p_outcome: 'no_answer' });
		expect((await read(officer))?.health).toMatchObject({ all: { alive: 0 } });
		expect((await read(officer))?.health.died.at(-1)?.count).toBe(1);
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
