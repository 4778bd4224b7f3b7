import { randomUUID } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import { decideConflicts, readConflicts, type Conflict } from './conflicts.server';
import { checkRoster, importRoster, uploadRoster } from './import/batch.server';
import { guessMapping } from './import/columns';
import { readImportPage } from './import/page.server';
import { correctMyRecord, readMyRecord, type RecordFields } from './record.server';

const backend = useTestBackend();
const SAID: RecordFields = {
	full_name: 'Айгүл Сынақ',
	gender: 'female',
	birth_year: '1999',
	region: 'KZ-61',
	district: 'Сайрам',
	settlement: 'village'
};

/** Somebody whose record the roster holds under this number, and who has looked it through. */
async function speaker(said: Partial<RecordFields> = {}) {
	const member = await backend.alumnus();
	const no = `CF-${randomUUID().slice(0, 8)}`;
	await backend.sql('update public.persons set registry_no = $2 where id = $1', [
		member.personId,
		no
	]);
	await correctMyRecord(member.db, { ...SAID, ...said });
	return { ...member, no };
}

async function roster(lines: string) {
	const { id, sheets } = await uploadRoster(backend.service, {
		name: 'roster.csv',
		bytes: new TextEncoder().encode(lines)
	});
	const report = await checkRoster(backend.service, id, 0, guessMapping(sheets[0]?.headers ?? []));
	return { id, report, run: () => importRoster(backend.service, id, false) };
}
const importLines = async (lines: string) => {
	const batch = await roster(lines);
	await batch.run();
	return batch.report;
};

const HEAD = 'id,name,gender,birth_year,region,district,settlement';
const conflictsOf = (person: string | null) =>
	backend.sql<{ field: string; state: string; registry_value: string; person_value: string }>(
		`select field, state, registry_value, person_value from public.import_conflicts
		 where person_id = $1 order by created_at, id`,
		[person]
	);
const mine = async (who: Member) => (await readMyRecord(who.db)).record;
async function open(
	officer: Member,
	person: Member
): Promise<{ conflicts: Conflict[]; seen: string }> {
	const page = await readConflicts(officer.db, null, null);
	const conflicts = page?.conflicts.filter((one) => one.person.id === person.personId) ?? [];
	return { conflicts, seen: page?.seen ?? '' };
}

describe('a roster that says something else', () => {
	it('leaves the person’s word, asks a question, and fills what nobody said', async () => {
		const aigul = await speaker({ birth_year: '' });
		const line = `${HEAD},phone\n${aigul.no},Пак Анна,ж,1990,KZ-55,Сайрам ауданы,ауыл,87010000077\n`;
		const { id, report, run } = await roster(line);
		expect(report).toMatchObject({ filled: 1, conflict: 0, kept: 1, questions: 3 });
		const page = await readImportPage(backend.service, id);
		expect(page?.import?.findings).toEqual(
			expect.arrayContaining([
				expect.objectContaining({ kind: 'kept', field: 'full_name', value: 'Пак Анна' })
			])
		);
		expect(await conflictsOf(aigul.personId)).toEqual([]);
		await run();
		expect((await mine(aigul))?.fields).toEqual({ ...SAID, birth_year: '1990' });
		expect(await conflictsOf(aigul.personId)).toEqual(
			expect.arrayContaining([
				{
					field: 'full_name',
					state: 'open',
					registry_value: 'Пак Анна',
					person_value: 'Айгүл Сынақ'
				},
				{ field: 'region', state: 'open', registry_value: 'KZ-55', person_value: 'KZ-61' }
			])
		);
	});
	it('asks no second time, neither while the question is open nor after it was answered', async () => {
		const aigul = await speaker();
		const line = `${HEAD}\n${aigul.no},Пак Анна,,,,,\n`;
		expect(await importLines(line)).toMatchObject({ kept: 1, questions: 1 });
		expect(await importLines(line)).toMatchObject({ kept: 1, questions: 0, unchanged: 1 });
		const coordinator = await backend.staff('coordinator');
		const { conflicts, seen } = await open(coordinator, aigul);
		await decideConflicts(coordinator.db, { id: conflicts[0]?.id as string }, 'kept', seen);
		expect(await importLines(line)).toMatchObject({ kept: 1, questions: 0 });
		expect(await conflictsOf(aigul.personId)).toMatchObject([{ state: 'kept' }]);
		// A roster with a third name is a new question.
		await importLines(`${HEAD}\n${aigul.no},Цой Анна,,,,,\n`);
		expect(await conflictsOf(aigul.personId)).toMatchObject([{ state: 'kept' }, { state: 'open' }]);
	});
	it('is no conflict when it only spells the name otherwise', async () => {
		const aigul = await speaker();
		expect(await importLines(`${HEAD}\n${aigul.no},Айгуль Сынак,,,,,\n`)).toMatchObject({
			kept: 0,
			unchanged: 1
		});
	});
	it('does not fill again what the person left empty on purpose', async () => {
		const aigul = await speaker();
		await correctMyRecord(aigul.db, { ...SAID, district: '' });
		await importLines(`${HEAD}\n${aigul.no},,,,,Арыс,\n`);
		expect((await mine(aigul))?.fields.district).toBeNull();
		expect(await conflictsOf(aigul.personId)).toMatchObject([
			{ field: 'district', registry_value: 'Арыс', person_value: null }
		]);
	});
	it('closes its question when roster and person come to say the same', async () => {
		const [one, other] = [await speaker(), await speaker()];
		const lines = (a: string, b: string) => `${HEAD}\n${one.no},,,,,${a},\n${other.no},,,,,${b},\n`;
		await importLines(lines('Арыс', 'Арыс'));
		await correctMyRecord(one.db, { ...SAID, district: 'Арыс' });
		expect(await conflictsOf(one.personId)).toMatchObject([{ state: 'settled' }]);
		await importLines(lines('Арыс', 'Сайрам'));
		expect(await conflictsOf(other.personId)).toMatchObject([{ state: 'settled' }]);
	});
	it('follows the person who says a third thing', async () => {
		const aigul = await speaker();
		await importLines(`${HEAD}\n${aigul.no},,,,,Арыс,\n`);
		await correctMyRecord(aigul.db, { ...SAID, district: 'Кентау' });
		expect(await conflictsOf(aigul.personId)).toMatchObject([
			{ state: 'open', person_value: 'Кентау' }
		]);
	});
	it('must be checked anew when the person spoke after the dry run', async () => {
		const aigul = await backend.alumnus();
		const no = `CF-${randomUUID().slice(0, 8)}`;
		await backend.sql('update public.persons set registry_no = $2 where id = $1', [
			aigul.personId,
			no
		]);
		const { run } = await roster(`${HEAD}\n${no},,,,,Арыс,\n`);
		await correctMyRecord(aigul.db, SAID);
		await expect(run()).rejects.toThrow('conflict: changed');
		expect((await mine(aigul))?.fields.district).toBe('Сайрам');
	});
});

describe('a decision', () => {
	const asked = async (said: Partial<RecordFields> = {}, value = 'Арыс') => {
		const aigul = await speaker(said);
		await importLines(`${HEAD}\n${aigul.no},,,,,${value},\n`);
		return aigul;
	};
	it('to take the roster’s value is written, told and seen, and may be corrected again', async () => {
		const aigul = await asked();
		const officer = await backend.staff('officer', 'KZ-61');
		const { conflicts, seen } = await open(officer, aigul);
		expect(conflicts).toMatchObject([
			{ field: 'district', registryValue: 'Арыс', personValue: 'Сайрам', filename: 'roster.csv' }
		]);
		await backend.sql(`update public.accounts set locale = 'ru' where id = $1`, [aigul.id]);
		await decideConflicts(officer.db, { id: conflicts[0]?.id as string }, 'taken', seen);
		const record = await mine(aigul);
		expect(record?.fields.district).toBe('Арыс');
		expect(record?.words.district?.by).toBe('staff');
		expect(record?.changes).toMatchObject([{ field: 'district', was: 'Сайрам', value: 'Арыс' }]);
		const mails = await backend.sql<{ subject: string; body: string }>(
			`select subject, body, to_address from private.outbox where person_id = $1 and purpose = 'record_changed'`,
			[aigul.personId]
		);
		expect(mails).toMatchObject([
			{ subject: expect.stringContaining('изменили'), to_address: `${aigul.id}@test.kz` }
		]);
		expect(mails[0]?.body).not.toMatch(/Арыс|Сайрам|\{/);
		const log = await backend.sql(
			`select actor_id, region_code, details ->> 'field' as field from private.audit_log
			 where action = 'conflict_taken' and subject_id = $1`,
			[aigul.personId]
		);
		expect(log).toEqual([{ actor_id: officer.id, region_code: 'KZ-61', field: 'district' }]);
		// Not the person's word any more: a roster is compared as for everybody.
		expect(await importLines(`${HEAD}\n${aigul.no},,,,,Арыс,\n`)).toMatchObject({
			kept: 0,
			unchanged: 1
		});
		await correctMyRecord(aigul.db, SAID);
		expect(await importLines(`${HEAD}\n${aigul.no},,,,,Арыс,\n`)).toMatchObject({ questions: 1 });
	});
	it('is taken once: two at the same time have one winner', async () => {
		const aigul = await asked();
		const staff = [await backend.staff('coordinator'), await backend.staff('officer', 'KZ-61')];
		const { conflicts, seen } = await open(staff[0] as Member, aigul);
		const id = conflicts[0]?.id as string;
		const results = await Promise.allSettled(
			staff.map(({ db }, at) => decideConflicts(db, { id }, at ? 'kept' : 'taken', seen))
		);
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(JSON.stringify(results)).not.toContain('database:');
	});
	it('is refused when the person has said something new since the page was read', async () => {
		const aigul = await asked();
		const coordinator = await backend.staff('coordinator');
		const { conflicts, seen } = await open(coordinator, aigul);
		await correctMyRecord(aigul.db, { ...SAID, district: 'Кентау' });
		const id = conflicts[0]?.id as string;
		await expect(decideConflicts(coordinator.db, { id }, 'taken', seen)).rejects.toThrow(
			'conflict: changed'
		);
		expect((await mine(aigul))?.fields.district).toBe('Кентау');
	});
	it('on all of a kind takes those that were seen, of one’s own regions, with one message each', async () => {
		const near = await asked({ settlement: '' });
		await importLines(`${HEAD}\n${near.no},,м,,,,\n`);
		const [far, late] = [await asked({ region: 'KZ-55' }), await speaker()];
		const officer = await backend.staff('officer', 'KZ-61');
		const page = await readConflicts(officer.db, 'district', null);
		expect(page?.conflicts.every(({ field }) => field === 'district')).toBe(true);
		expect(page?.kinds.gender).toBeGreaterThan(0);
		await importLines(`${HEAD}\n${late.no},,,,,Арыс,\n`);
		await decideConflicts(officer.db, { field: 'district' }, 'taken', page?.seen as string);
		const states = async (who: Member) =>
			(await conflictsOf(who.personId)).map(({ field, state }) => `${field} ${state}`);
		expect(await states(near)).toEqual(['district taken', 'gender open']);
		expect(await states(far)).toEqual(['district open']);
		expect(await states(late)).toEqual(['district open']);
		const mails = await backend.sql(
			`select from private.outbox where person_id = $1 and purpose = 'record_changed'`,
			[near.personId]
		);
		expect(mails).toHaveLength(1);
	});
	it('about a region moves the record, and with it whose it is', async () => {
		const aigul = await speaker();
		await importLines(`${HEAD}\n${aigul.no},,,,KZ-55,,\n`);
		const officer = await backend.staff('officer', 'KZ-61');
		const { conflicts, seen } = await open(officer, aigul);
		await decideConflicts(officer.db, { id: conflicts[0]?.id as string }, 'taken', seen);
		expect((await mine(aigul))?.fields.region).toBe('KZ-55');
	});
});

describe('who may', () => {
	it('see and decide: staff of the region and coordinators, nobody else', async () => {
		const aigul = await speaker();
		await importLines(`${HEAD}\n${aigul.no},,,,,Арыс,\n`);
		const coordinator = await backend.staff('coordinator');
		const { conflicts, seen } = await open(coordinator, aigul);
		const id = conflicts[0]?.id as string;
		expect((await open(await backend.staff('officer', 'KZ-61'), aigul)).conflicts).toHaveLength(1);
		for (const other of [
			aigul,
			await backend.member(),
			await backend.staff('officer', 'KZ-55'),
			await backend.staff('moderator'),
			await backend.staff('ombudsman')
		]) {
			expect((await open(other, aigul)).conflicts).toEqual([]);
			for (const which of [{ id }, { field: 'district' as const }])
				await decideConflicts(other.db, which, 'taken', seen).catch((cause: Error) =>
					expect(cause.message).toMatch(/forbidden|not_found/)
				);
		}
		await expect(decideConflicts(backend.anon, { id }, 'taken', seen)).rejects.toThrow('forbidden');
		expect(await readConflicts(backend.anon, null, null)).toEqual({ viewer: null });
		expect(await conflictsOf(aigul.personId)).toMatchObject([{ state: 'open' }]);
	});
	it('read the table: the person and their staff; write it: nobody', async () => {
		const aigul = await speaker();
		await importLines(`${HEAD}\n${aigul.no},,,,,Арыс,\n`);
		const seenBy = async (who: Member) =>
			(
				await who.db
					.from('import_conflicts')
					.select('id')
					.eq('person_id', aigul.personId as string)
			).data?.length ?? 0;
		const coordinator = await backend.staff('coordinator');
		expect(await Promise.all([aigul, coordinator].map(seenBy))).toEqual([1, 1]);
		expect(await seenBy(await backend.staff('officer', 'KZ-61'))).toBe(1);
		expect(await seenBy(await backend.staff('officer', 'KZ-55'))).toBe(0);
		expect(await seenBy(await backend.alumnus())).toBe(0);
		const hidden = await coordinator.db.from('import_conflicts').select('decided_by');
		expect(hidden.error?.code).toBe('42501');
		for (const who of [aigul, coordinator]) {
			const table = who.db.from('import_conflicts');
			const change = table.update({ state: 'kept' }).eq('person_id', aigul.personId);
			expect((await change).error?.code).toBe('42501');
			const drop = table.delete().eq('person_id', aigul.personId);
			expect((await drop).error?.code).toBe('42501');
		}
	});
});
