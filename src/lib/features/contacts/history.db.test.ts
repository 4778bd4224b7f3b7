import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useTestBackend } from '../../../../tests/support/test-backend';

const backend = useTestBackend();

async function contact(state = 'new', kind = 'email'): Promise<string> {
	const { personId } = await backend.alumnus();
	const [row] = await backend.sql<{ id: string }>(
		`insert into public.contact_points (person_id, kind, value, value_key, state, source)
		 values ($1, $2, $3, $3, $4, 'registry') returning id`,
		[personId, kind, `${randomUUID()}@test.kz`, state]
	);
	return row?.id as string;
}
const note = async (id: string, what: string, by = 'machine') =>
	(
		await backend.sql<{ state: string }>(
			`select private.note_contact($1, $2, $3, 'email') as state`,
			[id, what, by]
		)
	)[0]?.state;
/** A failure that happened some days ago. */
const failedOn = async (id: string, daysAgo: number) => {
	await note(id, 'failed');
	await backend.sql(
		`update private.contact_events set created_at = created_at - make_interval(days => $2)
		 where id = (select id from private.contact_events where contact_point_id = $1 order by created_at desc limit 1)`,
		[id, daysAgo]
	);
};
const look = async (id: string) =>
	(
		await backend.sql<{ state: string; confirmed: boolean; events: string[] }>(
			`select state, confirmed_at is not null as confirmed, array(
			   select what from private.contact_events e where e.contact_point_id = c.id order by created_at, id) as events
			 from public.contact_points c where id = $1`,
			[id]
		)
	)[0];

describe('what an event makes of a contact', () => {
	const cases: [from: string, what: string, by: string, failedDays: number, to: string][] = [
		['new', 'confirmed', 'staff', 0, 'confirmed'],
		['new', 'failed', 'machine', 1, 'failed'],
		['confirmed', 'failed', 'machine', 1, 'failed'],
		['failed', 'failed', 'machine', 2, 'failed'],
		['failed', 'failed', 'machine', 3, 'dead'],
		['confirmed', 'dead', 'person', 0, 'dead'],
		['dead', 'failed', 'machine', 1, 'dead'],
		['dead', 'confirmed', 'staff', 0, 'confirmed'],
		['failed', 'confirmed', 'person', 0, 'confirmed'],
		['dead', 'reported', 'person', 0, 'new'],
		['dead', 'reported', 'staff', 0, 'new'],
		['confirmed', 'reported', 'person', 0, 'confirmed'],
		['confirmed', 'refused', 'person', 0, 'refused'],
		['confirmed', 'replaced', 'person', 0, 'refused'],
		['refused', 'confirmed', 'staff', 0, 'refused'],
		['refused', 'confirmed', 'person', 0, 'refused'],
		['refused', 'reported', 'staff', 0, 'refused'],
		['refused', 'dead', 'machine', 0, 'refused'],
		['refused', 'failed', 'machine', 3, 'refused'],
		['refused', 'reported', 'person', 0, 'new']
	];
	it.each(cases)('%s, %s by %s (failed on %i days): %s', async (from, what, by, days, to) => {
		const [row] = await backend.sql('select private.next_contact_state($1, $2, $3, $4) as state', [
			from,
			what,
			by,
			days
		]);
		expect(row).toEqual({ state: to });
	});
});

describe('the history', () => {
	it('kills a contact that failed on three days, and not on one day thrice', async () => {
		const hasty = await contact();
		for (let i = 0; i < 3; i++) await note(hasty, 'failed');
		expect(await look(hasty)).toMatchObject({ state: 'failed' });
		const lost = await contact();
		await failedOn(lost, 20);
		await failedOn(lost, 10);
		expect(await note(lost, 'failed')).toBe('dead');
	});

	it('forgets old failures once the contact has worked', async () => {
		const id = await contact();
		await failedOn(id, 20);
		await failedOn(id, 10);
		await note(id, 'confirmed', 'staff');
		expect(await note(id, 'failed')).toBe('failed');
		expect(await look(id)).toEqual({
			state: 'failed',
			confirmed: true,
			events: ['failed', 'failed', 'confirmed', 'failed']
		});
	});

	it('a confirmation that came with a claim or an import is appended once', async () => {
		const id = await contact();
		await backend.sql(
			`update public.contact_points set state = 'confirmed', confirmed_at = now() where id = $1`,
			[id]
		);
		expect(await look(id)).toMatchObject({ events: ['confirmed'] });
		await note(id, 'confirmed', 'staff');
		expect(await look(id)).toMatchObject({ events: ['confirmed', 'confirmed'] });
	});

	it('is written by ten at once without losing one', async () => {
		const id = await contact();
		await Promise.all(Array.from({ length: 10 }, () => note(id, 'failed')));
		expect((await look(id))?.events).toHaveLength(10);
	});

	it('cannot be read or written through the API by anybody', async () => {
		const id = await contact();
		await note(id, 'failed');
		const people = [
			backend.anon,
			(await backend.alumnus()).db,
			(await backend.staff('officer', 'KZ-61')).db,
			(await backend.staff('coordinator')).db
		];
		for (const db of people) {
			for (const table of ['contact_events', 'contact_codes', 'contact_checks'])
				expect((await db.from(table).select('*')).error).not.toBeNull();
			expect(
				(
					await db.rpc('note_contact', {
						p_contact: id,
						p_what: 'confirmed',
						p_said_by: 'staff',
						p_channel: 'web'
					})
				).error
			).not.toBeNull();
			expect(
				(await db.from('contact_points').update({ state: 'confirmed' }).eq('id', id)).error?.code
			).toBe('42501');
		}
		expect(await look(id)).toMatchObject({ state: 'failed', events: ['failed'] });
	});
});

describe('letters', () => {
	async function settled(outcome: string, error: string | null) {
		const id = await contact();
		const [mail] = await backend.sql<{ id: string }>(
			`insert into private.outbox (contact_point_id, channel, to_address, purpose, occasion, locale, subject, body, state)
			 values ($1, 'email', 'x@test.kz', 'test', $2, 'kk', 'a', 'b', 'sending') returning id`,
			[id, randomUUID()]
		);
		const { error: refused } = await backend.service.rpc('settle_outbox', {
			p_ids: [mail?.id as string],
			p_outcomes: [outcome],
			p_errors: [error],
			p_afters: [null]
		} as never);
		expect(refused).toBeNull();
		return look(id);
	}

	it.each([
		['an address that does not exist', 'failed', 'EENVELOPE 550 RCPT TO', 'failed', ['failed']],
		['a refused sender', 'failed', 'EENVELOPE 550 MAIL FROM', 'new', []],
		['a refused content', 'failed', 'EMESSAGE 554 DATA', 'new', []],
		['a busy server', 'retry', 'EENVELOPE 451 RCPT TO', 'new', []],
		['a letter that went out', 'sent', null, 'new', []]
	])('%s', async (_, outcome, error, state, events) => {
		expect(await settled(outcome, error)).toEqual({ state, confirmed: false, events });
	});
});
