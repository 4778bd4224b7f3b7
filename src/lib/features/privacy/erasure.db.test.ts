import { strFromU8, unzipSync } from 'fflate';
import { beforeAll, describe, expect, it } from 'vitest';
import { dump, found } from '../../../../tests/support/dump';
import { markedPerson, type MarkedPerson } from '../../../../tests/support/marked-person';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import { PERSONAL_TABLES } from '../../../../tests/security/personal-data';
import type { Db as AppDb } from '$lib/server/db.server';
import { exportMyData } from './data.server';

const backend = useTestBackend();
const erase = (db: Db, forum: string | null = 'keep') => db.rpc('erase_me', { p_forum: forum });

async function download(who: Member): Promise<Record<string, string>> {
	const stream = await exportMyData(who.db as unknown as AppDb);
	const files = unzipSync(new Uint8Array(await new Response(stream).arrayBuffer()));
	return Object.fromEntries(
		Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes, true)])
	);
}

/** As long ago as a session that somebody found open. */
const growOld = (who: Member) =>
	backend.sql(
		`update auth.sessions set created_at = now() - interval '1 hour' where user_id = $1`,
		[who.id]
	);

describe('a download', () => {
	let person: MarkedPerson;
	let files: Record<string, string>;
	beforeAll(async () => {
		person = await markedPerson(backend);
		files = await download(person.member);
	}, 120_000);

	it('is tried on a person who stands in every table', async () => {
		const empty: string[] = [];
		for (const table of Object.keys(PERSONAL_TABLES)) {
			const [row] = await backend.sql<{ n: number }>(`select count(*)::int as n from ${table}`);
			if (row?.n === 0) empty.push(table);
		}
		// A limiter's bucket and the hash of an erased number are made by acts, not by a person's data; what a
		// transaction has yet to count is gone at its end.
		expect(empty.sort()).toEqual([
			'private.attempts',
			'private.erased_records',
			'private.forum_vocabulary_changes'
		]);
	});

	it('holds every text about the person, and the photo as a file', () => {
		const { audit, metadata, view, ...mine } = person.marks;
		const all = Object.values(files).join('\n');
		expect(found(all, { ...mine, ...person.forum })).toEqual(
			Object.keys({ ...mine, ...person.forum })
		);
		// What staff noted in the log, what the auth server keeps for itself, and tools of work stay there.
		expect(all).not.toContain(audit);
		expect(all).not.toContain(metadata);
		expect(all).not.toContain(view);
		const photos = Object.keys(files).filter((name) => name.startsWith('photos/'));
		expect(photos).toHaveLength(1);
		expect(files[photos[0] as string]).toContain(person.marks.photo);
	});

	it('has every section that the list of tables promises, each with something in it', () => {
		const data = JSON.parse(files['data.json'] as string) as Record<string, unknown[] | null>;
		const promised = Object.values(PERSONAL_TABLES).flatMap(({ exported }) =>
			'section' in exported ? [exported.section] : []
		);
		expect(promised.filter((section) => !data[section]?.length)).toEqual([]);
	});

	it('can be read, and runs nothing that was typed', async () => {
		await backend.sql('update public.persons set district = $2 where id = $1', [
			person.member.personId,
			'<script>alert(1)</script>'
		]);
		const page = (await download(person.member))['data.html'] as string;
		expect(page).toContain('&#60;script&#62;alert(1)');
		expect(page).not.toContain('<script');
	});

	it('holds nothing of the colleague in the team', () => {
		expect(JSON.stringify(files)).not.toContain(person.mate.personId);
	});

	it('is written into the log, six times an hour at most', async () => {
		const alumna = await backend.alumnus();
		for (let i = 0; i < 6; i++)
			expect((await alumna.db.rpc('export_my_data')).error, String(i)).toBeNull();
		expect((await alumna.db.rpc('export_my_data')).error?.message).toBe('too_many');
		const log = await backend.sql(
			`select from private.audit_log where actor_id = $1 and action = 'export_data'`,
			[alumna.id]
		);
		expect(log).toHaveLength(6);
	});

	it('is nobody else’s', async () => {
		const [stranger, coordinator] = [await backend.member(), await backend.staff('coordinator')];
		const photo = (await backend.sql<{ id: string }>('select id from private.photos'))[0]?.id;
		for (const { db } of [stranger, coordinator, person.mate]) {
			const { data } = await db.rpc('export_my_data');
			// The colleague shares the project, and keeps what the person wrote to them.
			const shared = db === person.mate.db ? ['name', 'project', 'said', 'shared'] : ['project'];
			expect(
				found(JSON.stringify(data), person.marks).filter((place) => !shared.includes(place))
			).toEqual([]);
			expect((await db.rpc('export_my_photo', { p_id: photo })).data).toBeNull();
		}
		expect((await backend.anon.rpc('export_my_data')).error?.code).toBe('42501');
	});
});

describe('erasing', () => {
	it.each(['keep', 'delete'])('leaves no mark of the person (forum: %s)', async (forum) => {
		const person = await markedPerson(backend);
		const before = await dump(backend);
		expect(found(before, person.marks)).toEqual(Object.keys(person.marks));
		expect((await erase(person.member.db, forum)).error).toBeNull();
		const after = await dump(backend);
		// The title belongs to the team that is still there.
		expect(found(after, person.marks)).toEqual(['project']);
		expect(found(after, person.forum)).toEqual(
			forum === 'keep'
				? Object.keys(person.forum).filter((place) => !['markNote', 'suggested'].includes(place))
				: []
		);
		expect(after).not.toContain(`${person.marks.mail}`);
	});

	it('keeps what is counted and what belongs to others', async () => {
		const person = await markedPerson(backend);
		const standing = () =>
			backend.sql(`select reputation from public.forum_profiles where account_id = $1`, [
				person.mate.id
			]);
		const before = await standing();
		expect(before).toEqual([{ reputation: 1 + 10 + 15 }]);
		await erase(person.member.db, 'delete');
		// The mark of the answer that helped stays with its question; the vote went with the account.
		expect(await standing()).toEqual([{ reputation: 1 + 15 }]);
		expect(
			await backend.sql(
				`select t.person_id, t.round, u.state, u.note, u.photo_id from public.participations t
				 join public.status_updates u on u.subproject_id = t.subproject_id
				 where t.subproject_id = $1 and t.person_id is null`,
				[person.project]
			)
		).toEqual([{ person_id: null, round: 2019, state: 'continuing', note: null, photo_id: null }]);
		// The colleague's answer stands, under a question without its words.
		const { data } = await person.mate.db.rpc('page_question', { p_id: person.question });
		expect(data.question).toMatchObject({ author: null, body: '', title: 'Сұрақты авторы жойды' });
		expect(data.question.answers).toHaveLength(1);
		const survey = await backend.sql(
			`select r.answers from public.responses r join public.wave_members m on m.id = r.member_id where m.person_id is null and m.token_hash is null`
		);
		expect(survey).toContainEqual({ answers: { q22_continuing: 'yes' } });
	});

	it('takes title and number from a project that nobody is left of', async () => {
		const person = await markedPerson(backend);
		await erase(person.mate.db);
		expect(found(await dump(backend), { project: person.marks.project as string })).toEqual([
			'project'
		]);
		await erase(person.member.db);
		expect(found(await dump(backend), { project: person.marks.project as string })).toEqual([]);
	});

	it('keeps the answers of the forum without a name', async () => {
		const person = await markedPerson(backend);
		await erase(person.member.db, 'keep');
		const { data } = await backend.anon.rpc('page_question', { p_id: person.question });
		expect(data.question).toMatchObject({
			author: null,
			body: expect.stringContaining(person.forum.question as string)
		});
	});

	it('signs out everywhere, and a second time does no harm', async () => {
		const person = await markedPerson(backend);
		await erase(person.member.db);
		expect((await person.member.db.rpc('page_viewer')).data).toEqual({ viewer: null });
		expect((await person.member.db.rpc('page_my_data')).data).toMatchObject({ viewer: null });
		expect((await erase(person.member.db)).error?.message).toBe('forbidden');
		expect(
			await backend.sql('select from auth.sessions where user_id = $1', [person.member.id])
		).toEqual([]);
		// The colleague is as before.
		expect((await person.mate.db.rpc('page_viewer')).data.viewer.id).toBe(person.mate.id);
	});

	it('is written into the log without a name', async () => {
		const alumna = await backend.alumnus();
		await erase(alumna.db);
		expect(
			await backend.sql(
				`select subject_id, details from private.audit_log where action = 'erase_person' and actor_id = $1`,
				[alumna.id]
			)
		).toEqual([{ subject_id: alumna.id, details: { forum: 'keep' } }]);
	});

	it('needs a choice, and a password that was typed just now', async () => {
		const alumna = await backend.alumnus();
		expect((await erase(alumna.db, null)).error).toMatchObject({
			message: 'invalid',
			details: 'forum'
		});
		expect((await erase(alumna.db, 'burn')).error?.message).toBe('invalid');
		await growOld(alumna);
		expect((await erase(alumna.db)).error).toMatchObject({
			message: 'expired',
			details: 'session'
		});
		expect((await alumna.db.rpc('page_viewer')).data.viewer.id).toBe(alumna.id);
	});

	it('is refused to visitors and to staff', async () => {
		expect((await erase(backend.anon)).error?.code).toBe('42501');
		for (const [role, region] of [['officer', 'KZ-61'], ['coordinator']] as const) {
			const { db } = await backend.staff(role, region);
			expect((await erase(db)).error).toMatchObject({ message: 'conflict', details: 'staff' });
		}
	});

	it('works for an account without a record', async () => {
		const member = await backend.member();
		expect((await erase(member.db)).error).toBeNull();
		expect(await backend.sql('select from auth.users where id = $1', [member.id])).toEqual([]);
	});
});

describe('the next roster', () => {
	it('does not bring an erased person back, and says so', async () => {
		const person = await markedPerson(backend);
		const coordinator = await backend.staff('coordinator');
		await erase(person.member.db);
		const { data: id } = await coordinator.db.rpc('begin_registry_import', {
			p_filename: 'roster.csv',
			p_sha256: 'b'.repeat(64),
			p_source: '',
			p_sheets: []
		});
		const row = (row_no: number, registry_no: string) => ({
			row_no,
			registry_no,
			full_name: `${person.marks.name} ${row_no}`,
			phone: person.marks.phone
		});
		await coordinator.db.rpc('stage_registry_rows', {
			p_import: id,
			p_first: true,
			p_rows: [row(2, person.marks.no as string), row(3, `X-${person.marks.no}`)],
			p_findings: []
		});
		const { data: report } = await coordinator.db.rpc('check_registry_import', {
			p_import: id,
			p_sheet: 0,
			p_mapping: {},
			p_total: 2,
			p_rows: 2
		});
		expect(report).toMatchObject({ people: 1, filled: 0, warning: 1 });
		const { data: page } = await coordinator.db.rpc('page_registry_import', { p_import: id });
		expect(page.import.findings).toMatchObject([{ row: 2, kind: 'warning', reason: 'erased' }]);
		await coordinator.db.rpc('import_registry', { p_import: id });
		const people = await backend.sql<{ full_name: string }>(
			'select full_name from public.persons where full_name like $1',
			[`${person.marks.name}%`]
		);
		expect(people).toEqual([{ full_name: `${person.marks.name} 3` }]);
	});
});
