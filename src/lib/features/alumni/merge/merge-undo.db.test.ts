import { describe, expect, it } from 'vitest';
import { useTestBackend } from '../../../../../tests/support/test-backend';
import { everything, twins } from '../../../../../tests/support/twins';
import { mergePersons, undoMerge } from './merge.server';

const backend = useTestBackend();

describe('merging and undoing', () => {
	it.each([1, 2, 3, 4, 5])('is as if nothing had been (pair %i)', async (seed) => {
		const coordinator = await backend.staff('coordinator');
		const { one, other } = await twins(backend, seed);
		const keep = Object.fromEntries(
			['full_name', 'birth_year', 'region', 'vulnerable', 'round_2020', 'profile'].map(
				(field, i) => [field, (seed >> (i % 3)) % 2 ? one : other]
			)
		);
		const before = await everything(backend);
		const merge = await mergePersons(coordinator.db, one, other, keep);

		const between = await everything(backend);
		const left = [...between].filter(([, rows]) => rows.some((row) => row.includes(other)));
		// Nothing leads to the merged record any more, whatever table it was in.
		expect(left.map(([table]) => table)).toEqual([]);
		expect(between.get('public.persons')).toHaveLength(
			(before.get('public.persons')?.length ?? 0) - 1
		);

		expect(await undoMerge(coordinator.db, merge)).toBe(other);
		const after = await everything(backend);
		for (const [table, rows] of before) expect(after.get(table), table).toEqual(rows);
	});

	it('sets aside what the two had said to one another, and brings it back', async () => {
		const coordinator = await backend.staff('coordinator');
		const { one, other } = await twins(backend, 7);
		const [thread] = await backend.sql<{ id: string }>(
			`insert into public.contact_requests (from_person, to_person, idempotency_key)
			 values ($1, $2, gen_random_uuid()) returning id`,
			[other, one]
		);
		await backend.sql(
			`insert into public.contact_messages (request_id, part, body, idempotency_key)
			 values ($1, 'from', 'Сәлем, бұл мен', gen_random_uuid())`,
			[thread?.id]
		);
		await backend.sql(
			`insert into public.reports (subject, request_id, reporter_id, reported_id, reason, idempotency_key)
			 values ('thread', $1, $2, $3, 'other', gen_random_uuid())`,
			[thread?.id, one, other]
		);
		await backend.sql(
			'insert into public.contact_blocks (blocker_id, blocked_id) values ($1, $2), ($2, $1)',
			[one, other]
		);
		const before = await everything(backend);
		const merge = await mergePersons(coordinator.db, one, other, {});
		expect(
			await backend.sql(
				'select from public.contact_blocks where blocker_id = any($1) and blocked_id = any($1)',
				[[one, other]]
			)
		).toEqual([]);
		expect(
			await backend.sql('select from public.contact_requests where id = $1', [thread?.id])
		).toEqual([]);
		expect(await undoMerge(coordinator.db, merge)).toBe(other);
		const after = await everything(backend);
		for (const [table, rows] of before) expect(after.get(table), table).toEqual(rows);
	});

	it('is tried on every table that refers to a person', async () => {
		await twins(backend, 99);
		const references = await backend.sql<{ relation: string; column: string }>(
			`select relation::text as relation, from_column as column from private.references_to('public.persons')`
		);
		const none: string[] = [];
		for (const { relation, column } of references) {
			const rows = await backend.sql(`select from ${relation} where ${column} is not null limit 1`);
			if (rows.length === 0) none.push(relation);
		}
		expect(none).toEqual([]);
		const wide = await backend.sql(
			`select conname from pg_constraint where contype = 'f' and cardinality(conkey) > 1
			 and confrelid in (select 'public.persons'::regclass union select relation from private.references_to('public.persons'))`
		);
		expect(wide.map((row) => row.conname)).toEqual([]);
	});
});
