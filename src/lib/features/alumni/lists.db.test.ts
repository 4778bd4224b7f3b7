import { describe, expect, it } from 'vitest';
import { useTestBackend } from '../../../../tests/support/test-backend';
import { everything, twins } from '../../../../tests/support/twins';

const backend = useTestBackend();

const LISTS = [
	'private.registry_entries',
	'private.registry_words',
	'private.directory_entries',
	'private.directory_keys',
	'private.name_vocabulary'
];

/** What the lists hold, and what they would hold if they were made anew of the records. */
async function lists() {
	const held = await everything(backend);
	await backend.sql('delete from private.registry_entries');
	await backend.sql('delete from private.directory_entries');
	expect(await backend.sql('select from private.name_vocabulary')).toEqual([]);
	await backend.sql('select private.refresh_registry(array(select id from public.persons))');
	await backend.sql('select private.refresh_directory(array(select id from public.persons))');
	const anew = await everything(backend);
	return LISTS.map((table) => [table, held.get(table), anew.get(table)] as const);
}

describe('the lists that are searched', () => {
	it('hold what the records say, whatever was changed', async () => {
		const { one, other } = await twins(backend, 3);
		const { personId } = await backend.alumnus({ name: 'Раушан Мейірбекқызы', region: 'KZ-61' });
		await backend.sql(
			`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
			 values ($1, 'directory', true, 'x', 'kk', 'web')`,
			[personId]
		);
		for (const [sql, id] of [
			[`update public.persons set full_name = 'Раушан Әлі', region_code = 'KZ-10' where id = $1`],
			[`update public.persons set registry_no = 'L-1' where id = $1`],
			[`update public.persons set full_name = null where id = $1`, other],
			[
				`update public.contact_points set state = 'dead', preferred = false where person_id = $1`,
				one
			],
			[`update public.participations set round = 2021 where person_id = $1 and round = 2020`, one],
			[`update public.subprojects set direction = 'poultry'`],
			[`update public.accounts set person_id = null where person_id = $1`, other],
			[
				`insert into public.profiles (person_id, directions, help) values ($1, '{food}', '{papers}')`
			],
			[`update public.profiles set directions = '{it}' where person_id = $1`],
			[`delete from public.profiles where person_id = $1`, one],
			[`delete from public.participations where person_id = $1`, other],
			[`delete from public.persons where id = $1`, other]
		] as const)
			await backend.sql(sql, sql.includes('$1') ? [id ?? personId] : []);
		for (const [table, held, anew] of await lists()) {
			expect(held?.length, table).toBeGreaterThan(0);
			expect(held, table).toEqual(anew);
		}
	});

	it('are nobody’s to read or write', async () => {
		for (const who of [(await backend.staff('coordinator')).db, backend.anon, backend.service])
			for (const table of [...LISTS, 'private.registry_rounds']) {
				const { error } = await who.schema('private').from(table.replace('private.', '')).select();
				expect(error, table).not.toBeNull();
			}
	});
});
