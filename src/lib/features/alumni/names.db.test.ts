import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useTestBackend } from '../../../../tests/support/test-backend';
import { readText } from './import/values';
import type { RegistryPage } from './registry.server';

const backend = useTestBackend();
const NAMES = [
	['of one letter', 'Ә'],
	['of 200 characters', `Абай ${'ұ'.repeat(195)}`],
	['with an apostrophe', 'Д’Артаньян О’Нил'],
	['with a hyphen', 'Қасым-Жомарт Салтыков-Щедрин'],
	['in Latin', 'Aıgül Qasymova'],
	['in the Arabic script', 'ايگۇل قاسىموۆا']
] as const;

const find = async (q: string) => {
	const coordinator = await backend.staff('coordinator');
	const { data } = await coordinator.db.rpc('page_registry', { p_filters: { q } });
	return (data as RegistryPage).people.map(({ fullName }) => fullName);
};

describe.each(NAMES)('a name %s', (_, name) => {
	it('is read from a roster, kept whole, and found by itself and by its first word', async () => {
		expect(readText(200)(name)).toEqual({ value: name });
		const { personId } = await backend.alumnus();
		await backend.sql('update public.persons set full_name = $2 where id = $1', [personId, name]);
		expect(await find(name)).toContain(name);
		expect(await find(name.split(' ')[0] as string)).toContain(name);
		const coordinator = await backend.staff('coordinator');
		const { data } = await coordinator.db.rpc('page_person', { p_id: personId });
		expect(data).toMatchObject({ person: { fullName: name } });
	});

	it('can ask for its record, and an officer reads it as it was written', async () => {
		const asking = await backend.member();
		const request = {
			fullName: name,
			registryNo: '',
			birthYear: 1999,
			round: 2019,
			region: 'KZ-61',
			phone: '',
			message: 'Бұл менмін',
			locale: 'kk'
		};
		const { error } = await asking.db.rpc('request_claim', {
			p_key: randomUUID(),
			p_fields: request
		});
		expect(error).toBeNull();
		const officer = await backend.staff('officer', 'KZ-61');
		const { data } = await officer.db.rpc('page_claims', {});
		const { requests } = data as { requests: { fullName: string }[] };
		expect(requests.map(({ fullName }) => fullName)).toContain(name);
	});
});

it('a name of 201 characters is too long for a roster', () =>
	expect(readText(200)('a'.repeat(201))).toEqual({ wrong: 'too_long' }));

it('spelling does not part what is one name', async () => {
	const [row] = await backend.sql<{ same: boolean; arabic: string }>(
		`select private.fold('Д’Артаньян') = private.fold('Д''Артаньян') and private.fold('Қасым-Жомарт') = private.fold('Қасым Жомарт') as same,
		 private.fold('ايگۇل، قاسىموۆا') as arabic`
	);
	expect(row).toEqual({ same: true, arabic: 'ايگۇل قاسىموۆا' });
});
