import { beforeAll, expect, it } from 'vitest';
import { addRecord } from '../../../../../tests/support/registry';
import { useTestBackend, type Member } from '../../../../../tests/support/test-backend';
import { readPerson } from '../person.server';
import { mergePersons, readPair, undoMerge } from './merge.server';

const backend = useTestBackend();
let coordinator: Member;
beforeAll(async () => void (coordinator = await backend.staff('coordinator')));

type Said = 'person' | 'staff';
/** A record with a district, and whose word it is. */
async function record(district: string | null, ...words: Said[]) {
	const id = await addRecord(backend);
	await backend.sql('update public.persons set district = $2 where id = $1', [id, district]);
	for (const by of words)
		await backend.sql(
			`insert into public.person_words (person_id, field, value, said_by) values ($1, 'district', $2, $3)`,
			[id, district, by]
		);
	return id;
}
const merge = (survivor: string, merged: string, keep = {}) =>
	mergePersons(coordinator.db as never, survivor, merged, keep);
async function district(id: string) {
	const person = (await readPerson(coordinator.db as never, id))?.person;
	return [person?.district ?? null, person?.words.district?.by ?? null];
}
const state = async (...ids: string[]) =>
	JSON.stringify([
		await backend.sql('select id, district from public.persons where id = any($1) order by 1', [
			ids
		]),
		await backend.sql('select * from public.person_words where person_id = any($1) order by id', [
			ids
		])
	]);

const records: [string, [string | null, ...Said[]], [string | null, ...Said[]], unknown][] = [
	['the survivor’s own word, newer staff beside', ['A', 'person'], ['B', 'staff'], ['A', 'person']],
	['the merged record’s own word', ['A'], ['B', 'person'], ['B', 'person']],
	['… before staff on the survivor', ['A', 'staff'], ['B', 'person'], ['B', 'person']],
	['the later of two own words', ['A', 'person'], ['B', 'person'], ['B', 'person']],
	['staff who decided after the person', ['A', 'person', 'staff'], ['B', 'staff'], ['A', 'staff']],
	['the survivor where nobody spoke', ['A'], ['B'], ['A', null]],
	['what only one has', [null], ['B'], ['B', null]],
	['left empty on purpose by the survivor', [null, 'person'], ['B', 'staff'], [null, 'person']],
	['left empty on purpose on the other', ['A'], [null, 'person'], [null, 'person']]
];

it.each(records)('stays by itself: %s; and the undo is whole', async (_, one, other, stays) => {
	const [survivor, merged] = [await record(...one), await record(...other)];
	const before = await state(survivor, merged);
	const id = await merge(survivor, merged);
	expect(await district(survivor)).toEqual(stays);
	await undoMerge(coordinator.db as never, id);
	expect(await state(survivor, merged)).toBe(before);
});

it('is said again with the day on which the person said it', async () => {
	const [survivor, merged] = [await record('A', 'person'), await record('B', 'staff')];
	await backend.sql(
		`update public.person_words set created_at = '2025-03-01' where person_id = $1`,
		[survivor]
	);
	await merge(survivor, merged);
	const person = (await readPerson(coordinator.db as never, survivor))?.person;
	expect(person?.words.district).toMatchObject({
		by: 'person',
		at: expect.stringMatching(/^2025/)
	});
});

it('what staff chose against the person’s word is theirs, and the person sees it', async () => {
	const alumnus = await backend.alumnus();
	const survivor = alumnus.personId as string;
	await backend.sql(`update public.persons set district = 'A' where id = $1`, [survivor]);
	await backend.sql(
		`insert into public.person_words (person_id, field, value, said_by) values ($1, 'district', 'A', 'person')`,
		[survivor]
	);
	const merged = await record('B');
	const before = await state(survivor, merged);
	const id = await merge(survivor, merged, { district: merged });
	expect(await district(survivor)).toEqual(['B', 'staff']);
	const { data } = await alumnus.db.rpc('page_my_record');
	expect(data.record.changes).toMatchObject([{ field: 'district', was: 'A', value: 'B' }]);
	await undoMerge(coordinator.db as never, id);
	expect(await state(survivor, merged)).toBe(before);
});

it('a question about it that a merge settles is open again after the undo', async () => {
	const [survivor, merged] = [await record('A', 'person'), await record('B', 'person')];
	await backend.sql(
		`insert into public.import_conflicts (person_id, field, registry_value, person_value, import_id, filename)
		 values ($1, 'district', 'B', 'A', gen_random_uuid(), 'roster.csv')`,
		[survivor]
	);
	const asked = () =>
		backend.sql<{ state: string }>('select * from public.import_conflicts where person_id = $1', [
			survivor
		]);
	const before = await asked();
	const id = await merge(survivor, merged);
	expect(await asked()).toMatchObject([{ state: 'settled', person_value: 'B' }]);
	await undoMerge(coordinator.db as never, id);
	expect(await asked()).toEqual(before);
});

it('the pair tells whose word stands where', async () => {
	const [one, other] = [await record('A', 'staff'), await record('B', 'person')];
	expect(await readPair(coordinator.db as never, one, other)).toMatchObject({
		a: { words: { district: { by: 'staff' } } },
		b: { words: { district: { by: 'person' } } }
	});
});
