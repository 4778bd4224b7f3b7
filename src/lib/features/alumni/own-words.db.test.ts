import { describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import { readPerson } from './person.server';
import { correctMyRecord, readMyRecord, type RecordFields } from './record.server';

const backend = useTestBackend();
const RIGHT: RecordFields = {
	full_name: 'Айгүл Сынақ',
	gender: 'female',
	birth_year: '1999',
	region: 'KZ-61',
	district: 'Сайрам',
	settlement: 'village'
};
const mine = async ({ db }: Member) => (await readMyRecord(db)).record;

describe('my record', () => {
	it('is corrected, and says whose word stands where', async () => {
		const aigul = await backend.alumnus();
		await correctMyRecord(aigul.db, { ...RIGHT, full_name: '  Айгүл Сынаққызы ' });
		const record = await mine(aigul);
		expect(record?.fields).toEqual({ ...RIGHT, full_name: 'Айгүл Сынаққызы' });
		// The region was right, and sending it says so.
		expect(Object.keys(record?.words ?? {}).sort()).toEqual(Object.keys(RIGHT).sort());
		expect(record?.words.region?.by).toBe('person');
		const officer = await backend.staff('officer', 'KZ-61');
		const seen = await readPerson(officer.db, aigul.personId as string);
		expect(seen?.person?.words.full_name?.by).toBe('person');
	});
	it('said twice is said once', async () => {
		const aigul = await backend.alumnus();
		await correctMyRecord(aigul.db, RIGHT);
		await correctMyRecord(aigul.db, RIGHT);
		const words = await backend.sql('select field from public.person_words where person_id = $1', [
			aigul.personId
		]);
		expect(words).toHaveLength(6);
	});
	it('may leave blank what is nobody’s business, but not name and region', async () => {
		const aigul = await backend.alumnus();
		await correctMyRecord(aigul.db, RIGHT);
		await correctMyRecord(aigul.db, { ...RIGHT, gender: '', birth_year: '', district: ' ' });
		expect((await mine(aigul))?.fields).toMatchObject({
			gender: null,
			birth_year: null,
			district: null,
			settlement: 'village'
		});
	});
	it.each<[Partial<RecordFields>, string]>([
		[{ full_name: ' ' }, 'full_name'],
		[{ full_name: 'Қ'.repeat(201) }, 'full_name'],
		[{ gender: 'x' }, 'gender'],
		[{ birth_year: '1949' }, 'birth_year'],
		[{ birth_year: '2016' }, 'birth_year'],
		[{ birth_year: '99' }, 'birth_year'],
		[{ region: '' }, 'region'],
		[{ region: 'KZ-99' }, 'region'],
		[{ district: 'а'.repeat(121) }, 'district'],
		[{ settlement: 'yurt' }, 'settlement']
	])('%j is refused beside its field', async (wrong, field) => {
		const aigul = await backend.alumnus();
		await expect(correctMyRecord(aigul.db, { ...RIGHT, ...wrong })).rejects.toThrow(
			`invalid: ${field}`
		);
		expect((await mine(aigul))?.words).toEqual({});
	});
	it('is nobody’s without a claim, and no visitor’s', async () => {
		const member = await backend.member();
		await expect(correctMyRecord(member.db, RIGHT)).rejects.toThrow('not_found');
		expect(await mine(member)).toBeNull();
		await expect(correctMyRecord(backend.anon, RIGHT)).rejects.toThrow('forbidden');
		expect(await readMyRecord(backend.anon)).toMatchObject({ viewer: null, record: null });
	});
	it('cannot be rewritten without end', async () => {
		const aigul = await backend.alumnus();
		await backend.sql(
			`insert into public.person_words (person_id, field, value, said_by, account_id)
			 select $1, 'district', n::text, 'person', $2 from generate_series(1, 60) n`,
			[aigul.personId, aigul.id]
		);
		await expect(correctMyRecord(aigul.db, RIGHT)).rejects.toThrow('too_many');
	});
	it('tells of each correction in the log, without what was said', async () => {
		const aigul = await backend.alumnus();
		await correctMyRecord(aigul.db, RIGHT);
		const entries = await backend.sql(
			`select actor_id, region_code, details from private.audit_log
			 where action = 'correct_record' and subject_id = $1`,
			[aigul.personId]
		);
		expect(entries).toEqual([{ actor_id: aigul.id, region_code: 'KZ-61', details: {} }]);
	});
});

describe('person_words', () => {
	it('are read by the person and by staff of the region, and written by nobody', async () => {
		const aigul = await backend.alumnus();
		await correctMyRecord(aigul.db, RIGHT);
		const read = async (who: Member) =>
			(
				await who.db
					.from('person_words')
					.select('field')
					.eq('person_id', aigul.personId as string)
			).data?.length ?? 0;
		expect(await read(aigul)).toBe(6);
		expect(await read(await backend.staff('officer', 'KZ-61'))).toBe(6);
		expect(await read(await backend.staff('coordinator'))).toBe(6);
		for (const other of [
			await backend.alumnus(),
			await backend.member(),
			await backend.staff('officer', 'KZ-55'),
			await backend.staff('moderator')
		])
			expect(await read(other)).toBe(0);
		expect((await backend.anon.from('person_words').select('field')).error?.code).toBe('42501');
		for (const who of [aigul, await backend.staff('coordinator')]) {
			const table = who.db.from('person_words');
			const row = { person_id: aigul.personId, field: 'gender', value: 'male', said_by: 'person' };
			for (const write of [
				table.insert(row),
				table.update({ value: 'x' }).eq('field', 'gender'),
				table.delete().eq('field', 'gender'),
				who.db.from('persons').update({ full_name: 'x' }).eq('id', aigul.personId)
			])
				expect((await write).error?.code).toBe('42501');
		}
	});
});
