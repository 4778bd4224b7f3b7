import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { useTestBackend } from '../../../tests/support/test-backend';

const backend = useTestBackend({ byWire: true });

it('takes JSON arguments as what they are: filters of the registry find one of two', async () => {
	const coordinator = await backend.staff('coordinator');
	await backend.alumnus({ name: 'Сапарова Гүлнәр', region: 'KZ-27' });
	await backend.alumnus({ name: 'Оспан Мирас', region: 'KZ-55' });
	const { data } = await coordinator.db.rpc('page_registry', { p_filters: { region: 'KZ-27' } });
	expect(data.people).toMatchObject([{ fullName: 'Сапарова Гүлнәр' }]);
	const save = { p_name: 'Батыс', p_query: { region: 'KZ-27', q: '«a" \\ б»' } };
	expect((await coordinator.db.rpc('save_registry_view', save)).error).toBeNull();
	const [view] = await backend.sql('select query from public.registry_views');
	expect(view).toEqual({ query: save.p_query });
});

it('takes a form with fields, and gives them back', async () => {
	const newcomer = await backend.member();
	const fields = { fullName: 'Айгүл', region: 'KZ-61', message: 'Бұл «мен»', locale: 'kk' };
	const { error } = await newcomer.db.rpc('request_claim', {
		p_key: randomUUID(),
		p_fields: fields
	});
	expect(error).toBeNull();
	expect(await backend.sql('select full_name, message from public.claim_requests')).toEqual([
		{ full_name: 'Айгүл', message: 'Бұл «мен»' }
	]);
});

it('tells what was refused, and answers whoever comes next', async () => {
	const newcomer = await backend.member();
	const malformed = () => newcomer.db.rpc('page_question', { p_id: 'none' });
	const closed = () => newcomer.db.from('questions').select('author_id');
	const open = () => newcomer.db.from('questions').select('id');
	// Again: what is prepared the first time is only called the second.
	for (let time = 0; time < 2; time++) {
		expect((await malformed()).error?.code).toBe('22P02');
		expect((await newcomer.db.rpc('page_question', { p_id: randomUUID() })).data).toBeNull();
		expect((await closed()).error?.code).toBe('42501');
		expect((await open()).error).toBeNull();
	}
	const together = await Promise.all([malformed(), open(), closed(), malformed(), open()]);
	expect(together.map(({ error }) => error?.code)).toEqual(
		['22P02', undefined, '42501', '22P02', undefined] // one connection serves them in turn
	);
});
