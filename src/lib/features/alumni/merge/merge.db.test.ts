import { describe, expect, it } from 'vitest';
import { addProject, addRecord } from '../../../../../tests/support/registry';
import { useTestBackend, type Db } from '../../../../../tests/support/test-backend';
import { readPerson } from '../person.server';
import { mergePersons as merge, readPair, undoMerge as undo } from './merge.server';

const backend = useTestBackend();
const mergePersons = (db: Db, ...rest: [string, string, Record<string, string>?]) =>
	merge(db as never, ...rest);
const undoMerge = (db: Db, id: string) => undo(db as never, id);
const exists = async (id: string) =>
	(await backend.sql('select from public.persons where id = $1', [id])).length === 1;
const pair = async (region: string | null = 'KZ-61') =>
	[await addRecord(backend, { region }), await addRecord(backend, { region })] as const;
const rows = (table: string, person: string) =>
	backend.sql(`select * from ${table} where person_id = $1`, [person]);

describe('who may merge and undo', () => {
	it('coordinators and the officer of both regions', async () => {
		for (const who of [
			await backend.staff('coordinator'),
			await backend.staff('officer', 'KZ-61')
		]) {
			const [one, other] = await pair();
			const id = await mergePersons(who.db, one, other);
			expect(await exists(other)).toBe(false);
			expect(await undoMerge(who.db, id)).toBe(other);
			expect(await exists(other)).toBe(true);
			const log = await backend.sql(
				`select action, details from private.audit_log where actor_id = $1 and subject_id = $2 order by id`,
				[who.id, one]
			);
			expect(log).toMatchObject([
				{ action: 'merge_persons', details: { merged: other, merge: id } },
				{ action: 'undo_merge', details: { merge: id } }
			]);
		}
	});
	it('nobody else, and nobody learns that the records are there', async () => {
		const [one, other] = await pair();
		const id = await mergePersons((await backend.staff('coordinator')).db, ...(await pair()));
		for (const { db } of [
			...[await backend.member(), await backend.alumnus(), await backend.staff('officer', 'KZ-55')],
			...[await backend.staff('moderator'), await backend.staff('ombudsman')]
		]) {
			await expect(mergePersons(db, one, other)).rejects.toThrow('not_found: pair');
			await expect(undoMerge(db, id)).rejects.toThrow('not_found: merge');
		}
		await expect(mergePersons(backend.anon, one, other)).rejects.toThrow('forbidden');
		await expect(undoMerge(backend.anon, id)).rejects.toThrow('forbidden');
		expect(await exists(other)).toBe(true);
	});
	it('an officer of one of two regions may not, nor undo what reached into another', async () => {
		const [here, there] = [await addRecord(backend), await addRecord(backend, { region: 'KZ-55' })];
		const officer = await backend.staff('officer', 'KZ-61');
		for (const two of [
			[here, there],
			[there, here]
		] as const)
			await expect(mergePersons(officer.db, ...two)).rejects.toThrow('not_found');
		const id = await mergePersons((await backend.staff('coordinator')).db, here, there);
		await expect(undoMerge(officer.db, id)).rejects.toThrow('not_found');
		expect((await readPerson(officer.db as never, here))?.person?.merges).toMatchObject([
			{ blocked: 'region' }
		]);
	});
	it('nobody decides about their own record', async () => {
		const alumnus = await backend.alumnus();
		await backend.sql(
			`insert into private.staff_roles (account_id, role) values ($1, 'coordinator')`,
			[alumnus.id]
		);
		const own = alumnus.personId as string;
		await expect(mergePersons(alumnus.db, own, await addRecord(backend))).rejects.toThrow(
			'forbidden: own'
		);
		const id = await mergePersons(
			(await backend.staff('coordinator')).db,
			own,
			await addRecord(backend)
		);
		await expect(undoMerge(alumnus.db, id)).rejects.toThrow('forbidden: own');
	});
});

describe('a merge', () => {
	it('is refused while two accounts hold the records', async () => {
		const [one, other] = [await backend.alumnus(), await backend.alumnus()];
		const { db } = await backend.staff('coordinator');
		await expect(
			mergePersons(db, one.personId as string, other.personId as string)
		).rejects.toThrow('conflict: claimed');
		expect(await exists(other.personId as string)).toBe(true);
	});
	it('takes the account along, whichever record stays', async () => {
		const alumnus = await backend.alumnus();
		const stays = await addRecord(backend);
		await mergePersons((await backend.staff('coordinator')).db, stays, alumnus.personId as string);
		const { data } = await alumnus.db.rpc('page_me');
		expect(data.viewer.personId).toBe(stays);
	});
	it('of one pair has one winner, out of ten at once', async () => {
		const [one, other] = await pair();
		const { db } = await backend.staff('coordinator');
		const tries = await Promise.allSettled(
			Array.from({ length: 10 }, (_, i) =>
				i % 2 ? mergePersons(db, one, other) : mergePersons(db, other, one)
			)
		);
		const lost = tries.flatMap((t) => (t.status === 'rejected' ? [String(t.reason)] : []));
		expect(lost).toEqual(Array(9).fill('Error: used: merged'));
		expect([await exists(one), await exists(other)].filter(Boolean)).toHaveLength(1);
		expect(await readPair(db as never, one, other)).toMatchObject({
			mergedInto: expect.any(String)
		});
	});
	it('takes what was chosen, and fills what is empty', async () => {
		const one = await addRecord(backend, { name: 'Бірінші Аты', year: null });
		const other = await addRecord(backend, { name: 'Екінші Аты', year: 1997, region: 'KZ-79' });
		await mergePersons((await backend.staff('coordinator')).db, one, other, {
			full_name: other,
			region: one
		});
		const [person] = await backend.sql('select * from public.persons where id = $1', [one]);
		expect(person).toMatchObject({
			full_name: 'Екінші Аты',
			birth_year: 1997,
			region_code: 'KZ-61'
		});
	});
	it('lets an officer choose nothing that officers do not see', async () => {
		const [one, other] = await pair();
		for (const [person, mark] of [
			[one, true],
			[other, false]
		])
			await backend.sql('insert into public.person_flags (person_id, disability) values ($1, $2)', [
				person,
				mark
			]);
		const officer = await backend.staff('officer', 'KZ-61');
		for (const keep of [{ disability: other }, { registry_no: other }, { full_name: 'x' }])
			await expect(mergePersons(officer.db, one, other, keep as never)).rejects.toThrow(
				'invalid: keep'
			);
		await mergePersons(officer.db, one, other);
		expect(await rows('public.person_flags', one)).toMatchObject([{ disability: true }]);
	});
	it('keeps one word of a contact: what was taken back stays taken back', async () => {
		const [one, other] = [
			await addRecord(backend, { phone: '+77011112233' }),
			await addRecord(backend, { phone: '+77011112233' })
		];
		await backend.sql(
			`select private.note_contact(id, 'refused', 'person', 'web') from public.contact_points where person_id = $1`,
			[other]
		);
		await backend.sql(
			`select private.note_contact(id, 'failed', 'staff', 'phone') from public.contact_points where person_id = $1`,
			[one]
		);
		await mergePersons((await backend.staff('coordinator')).db, one, other);
		const contacts = await rows('public.contact_points', one);
		expect(contacts).toMatchObject([{ state: 'refused' }]);
		const events = await backend.sql(
			'select what from private.contact_events where contact_point_id = $1 order by what',
			[contacts[0]?.id]
		);
		expect(events.map(({ what }) => what)).toEqual(['failed', 'refused']);
	});
	it('keeps one part in a round: the chosen, else the one with a project', async () => {
		await addProject(backend, 'S-ROUND');
		const { db } = await backend.staff('coordinator');
		for (const chosen of [true, false]) {
			const one = await addRecord(backend, { round: 2019 });
			const other = await addRecord(backend, { round: 2019, team: 'S-ROUND' });
			await mergePersons(db, one, other, chosen ? { round_2019: one } : {});
			const [part, ...more] = await rows('public.participations', one);
			expect(more).toEqual([]);
			expect(part?.subproject_id === null).toBe(chosen);
		}
	});
	it('keeps the newest word of a consent, and every word before it', async () => {
		const [one, other] = await pair();
		for (const [person, granted, at] of [
			[one, true, '2025-01-01'],
			[other, false, '2026-01-01']
		])
			await backend.sql(
				`insert into public.consents (person_id, purpose, granted, text_version, locale, method, created_at)
				 values ($1, 'followup', $2, '2026-11', 'kk', 'phone', $3)`,
				[person, granted, at]
			);
		await mergePersons((await backend.staff('coordinator')).db, one, other);
		expect(await rows('public.consents', one)).toHaveLength(2);
		const [word] = await backend.sql(`select private.consents_to($1, 'followup') as holds`, [one]);
		expect(word?.holds).toBe(false);
	});
});

describe('an undo', () => {
	it('leaves with the survivor what came after the merge', async () => {
		const [one, other] = [
			await addRecord(backend),
			await addRecord(backend, { year: 1999, phone: '+77012223344' })
		];
		const { db } = await backend.staff('coordinator');
		const id = await mergePersons(db, one, other);
		await backend.sql('update public.persons set birth_year = 1998, district = $2 where id = $1', [
			one,
			'Сауран'
		]);
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source) values ($1, 'phone', 'x', 'x', 'officer')`,
			[one]
		);
		await undoMerge(db, id);
		expect(await rows('public.contact_points', one)).toMatchObject([{ value: 'x' }]);
		expect(await rows('public.contact_points', other)).toMatchObject([{ value: '+77012223344' }]);
		expect(
			await backend.sql('select birth_year, district from public.persons where id = $1', [one])
		).toEqual([{ birth_year: 1998, district: 'Сауран' }]);
	});
	it('happens once, and the newest merge goes first', async () => {
		const [one, second] = await pair();
		const third = await addRecord(backend);
		const { db } = await backend.staff('coordinator');
		const older = await mergePersons(db, one, second);
		const newer = await mergePersons(db, one, third);
		expect((await readPerson(db as never, one))?.person?.merges).toMatchObject([
			{ id: newer, blocked: null },
			{ id: older, blocked: 'later' }
		]);
		await expect(undoMerge(db, older)).rejects.toThrow('conflict: later');
		const tries = await Promise.allSettled([
			undoMerge(db, newer),
			undoMerge(db, newer),
			undoMerge(db, newer)
		]);
		expect(tries.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		await expect(undoMerge(db, newer)).rejects.toThrow('used: undone');
		await undoMerge(db, older);
		for (const id of [one, second, third]) expect(await exists(id)).toBe(true);
	});
	it('of a merge into a record that was merged on comes after the other undo', async () => {
		const [first, second] = await pair();
		const third = await addRecord(backend);
		const { db } = await backend.staff('coordinator');
		const inner = await mergePersons(db, second, first);
		const outer = await mergePersons(db, third, second);
		await expect(undoMerge(db, inner)).rejects.toThrow('conflict: later');
		await undoMerge(db, outer);
		await undoMerge(db, inner);
		for (const id of [first, second, third]) expect(await exists(id)).toBe(true);
		await mergePersons(db, first, second);
	});
	it('is refused when the number was given to somebody else', async () => {
		const one = await addRecord(backend);
		const other = await addRecord(backend, { no: 'GIVEN-1' });
		const { db } = await backend.staff('coordinator');
		const id = await mergePersons(db, one, other);
		await addRecord(backend, { no: 'GIVEN-1' });
		await expect(undoMerge(db, id)).rejects.toThrow('conflict: number');
	});
});

describe('whoever is erased', () => {
	it('is erased with the record that was merged, and neither number comes back', async () => {
		const alumnus = await backend.alumnus();
		const other = await addRecord(backend, {
			no: 'ERASED-2',
			name: 'Жойылған Есім',
			phone: '+77019998877'
		});
		const { db } = await backend.staff('coordinator');
		const id = await mergePersons(db, alumnus.personId as string, other);
		expect((await alumnus.db.rpc('erase_me', { p_forum: 'delete' })).error).toBeNull();
		await expect(undoMerge(db, id)).rejects.toThrow('not_found');
		for (const table of ['person_merges where merged_id', 'person_merge_steps where merge_id'])
			expect(await backend.sql(`select from private.${table} in ($1, $2)`, [id, other])).toEqual(
				[]
			);
		const erased = await backend.sql(
			`select from private.erased_records where key_hash = private.erased_key('ERASED-2')`
		);
		expect(erased).toHaveLength(1);
		const traces = await backend.sql(
			`select from private.audit_log where subject_id = $1 and details <> '{}'`,
			[other]
		);
		expect(traces).toEqual([]);
	});
});
