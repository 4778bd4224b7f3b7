import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { addRecord } from '../../../../../tests/support/registry';
import { useTestBackend, type Member } from '../../../../../tests/support/test-backend';
import { readPerson } from '../person.server';
import { readRegistry, registryQuery } from '../registry.server';
import { mergePersons, undoMerge } from './merge.server';

const backend = useTestBackend();
let coordinator: Member;
beforeAll(async () => void (coordinator = await backend.staff('coordinator')));

let count = 0;
/** Two records that became one; both had a number, and the merged one an e-mail. */
async function merged(region = 'KZ-61') {
	const tail = ++count;
	const [stays, goes] = [`STAYS-${tail}`, `GOES-${tail}`];
	const survivor = await addRecord(backend, { no: stays, region });
	const old = await addRecord(backend, { no: goes, region });
	const email = `goes${tail}@mail.kz`;
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, source) values ($1, 'email', $2, $2, 'registry')`,
		[old, email]
	);
	const merge = await mergePersons(coordinator.db as never, survivor, old);
	return { survivor, old, stays, goes, email, merge };
}
const whose = async (no: string) =>
	(
		await backend.sql<{ id: string | null }>('select private.person_of_registry_no($1) as id', [no])
	)[0]?.id;

describe('the number of a merged record', () => {
	it('is the survivor’s, and its own again after an undo', async () => {
		const { survivor, old, stays, goes, merge } = await merged();
		expect(await whose(stays)).toBe(survivor);
		expect(await whose(` ${goes.toLowerCase()} `)).toBe(survivor);
		await undoMerge(coordinator.db as never, merge);
		expect(await whose(stays)).toBe(survivor);
		expect(await whose(goes)).toBe(old);
		expect(await whose('GOES-NOWHERE')).toBeNull();
	});
	it('finds the survivor in the registry, for whoever sees the survivor', async () => {
		const { stays, goes } = await merged();
		const found = async ({ db }: Member, q: string) => {
			const query = registryQuery(new URLSearchParams({ q }));
			return (await readRegistry(db as never, query, null)).people.map((one) => one.registryNo);
		};
		expect(await found(coordinator, goes.toLowerCase())).toEqual([stays]);
		expect(await found(await backend.staff('officer', 'KZ-61'), goes)).toEqual([stays]);
		expect(await found(await backend.staff('officer', 'KZ-10'), goes)).toEqual([]);
	});
	it('follows from merge to merge', async () => {
		const { survivor, goes, stays } = await merged();
		const last = await addRecord(backend);
		await mergePersons(coordinator.db as never, last, survivor);
		expect([await whose(goes), await whose(stays)]).toEqual([last, last]);
	});
	it('means the record that has it, should one be given it', async () => {
		const { goes } = await merged();
		const newer = await addRecord(backend, { no: goes });
		expect(await whose(goes)).toBe(newer);
	});
	it('is looked up by nobody from outside', async () => {
		for (const { db } of [{ db: backend.anon }, await backend.alumnus(), coordinator])
			expect((await db.rpc('person_of_registry_no', { p_no: 'GOES-1' })).error).not.toBeNull();
	});
});

describe('claiming by it', () => {
	const start = async ({ db }: Member, no: string) =>
		(
			await db.rpc('start_claim', {
				...{ p_registry_no: no, p_full_name: null, p_birth_year: null, p_round: null },
				p_locale: 'kk'
			})
		).data as { outcome: string };
	it('sends the code to the survivor’s addresses and gives the survivor', async () => {
		const { survivor, goes, email } = await merged();
		const member = await backend.member();
		expect(await start(member, goes)).toMatchObject({ outcome: 'sent' });
		const [mail] = await backend.sql<{ body: string }>(
			`select body from private.outbox where to_address = $1 and purpose = 'claim_code'`,
			[email]
		);
		const code = /\b\d{6}\b/.exec(mail?.body ?? '')?.[0];
		await member.db.rpc('finish_claim', { p_code: code, p_locale: 'kk' });
		const { data } = await member.db.rpc('page_me');
		expect(data.viewer.personId).toBe(survivor);
	});
	it('finds nobody once the survivor is claimed', async () => {
		const { goes, survivor } = await merged();
		await backend.sql('update public.accounts set person_id = $1 where id = $2', [
			survivor,
			(await backend.member()).id
		]);
		expect(await start(await backend.member(), goes)).not.toMatchObject({ outcome: 'sent' });
	});
	it('means its own record again after an undo', async () => {
		const { goes, old, merge } = await merged();
		await undoMerge(coordinator.db as never, merge);
		const member = await backend.member();
		expect(await start(member, goes)).toMatchObject({ outcome: 'sent' });
		const codes = await backend.sql<{ person_id: string }>(
			'select person_id from private.claim_codes where account_id = $1',
			[member.id]
		);
		expect(codes).toEqual([{ person_id: old }]);
	});
	it('an officer finds and gives the survivor by it, not one of another region', async () => {
		const officer = await backend.staff('officer', 'KZ-61');
		const asked = async (no: string) => {
			const { data } = await (
				await backend.member()
			).db.rpc('request_claim', {
				p_key: randomUUID(),
				p_fields: {
					...{ fullName: 'Омар Гүлназ', registryNo: no, birthYear: 1999, round: 2019 },
					...{ region: 'KZ-61', phone: null, message: 'Нөмірім ескі', locale: 'kk' }
				}
			});
			return data as string;
		};
		const decide = async (request: string, no: string) =>
			officer.db.rpc('decide_claim', {
				p_request: request,
				p_approve: true,
				p_registry_no: no,
				p_reason: 'Сөйлестім'
			});
		const [here, there] = [await merged(), await merged('KZ-55')];
		const request = await asked(here.goes);
		const page = (await officer.db.rpc('page_claims')).data as {
			requests: { id: string; candidates: { registryNo: string }[] }[];
		};
		expect(page.requests.find(({ id }) => id === request)?.candidates[0]?.registryNo).toBe(
			here.stays
		);
		expect((await decide(request, there.goes)).error?.details).toBe('registryNo');
		expect((await decide(request, here.goes)).error).toBeNull();
		const given = await backend.sql('select person_id from public.claim_requests where id = $1', [
			request
		]);
		expect(given).toEqual([{ person_id: here.survivor }]);
	});
});

it('a finished wave that still has it counts the person, and once', async () => {
	const { survivor, stays, goes } = await merged();
	const row = (line: number, id: string, answer: string) => ({
		...{ line, id, round: 2019, gender: null, region: 'KZ-61', role: null, vulnerable: null },
		...{ neet: null, answers: { q22_continuing: answer } }
	});
	const wave = { p_title: 'Сауалнама', p_hash: randomUUID().replaceAll('-', '').repeat(2) };
	const rows = [row(2, goes, 'yes'), row(3, stays, 'no'), row(4, 'GOES-NOWHERE', 'no')];
	const check = async () =>
		(await backend.service.rpc('check_wave', { p_hash: wave.p_hash, p_rows: rows })).data;
	expect(await check()).toMatchObject({ fresh: 1, already: 1, unknown: 1 });
	const { data, error } = await backend.service.rpc('import_wave', { ...wave, p_rows: rows });
	expect(error).toBeNull();
	const answers = await backend.sql(
		`select m.person_id, r.answers ->> 'q22_continuing' as said
		 from public.wave_members m join public.responses r on r.member_id = m.id where m.wave_id = $1`,
		[data]
	);
	expect(answers).toEqual([{ person_id: survivor, said: 'yes' }]);
	expect(await check()).toMatchObject({ fresh: 0, already: 2, unknown: 1 });
});

describe('the page of the merged record', () => {
	it('leads staff who see the survivor to it, from merge to merge, until the undo', async () => {
		const { survivor, old, merge } = await merged();
		const officer = await backend.staff('officer', 'KZ-61');
		for (const { db } of [coordinator, officer])
			expect(await readPerson(db as never, old)).toMatchObject({ mergedInto: survivor });
		await undoMerge(coordinator.db as never, merge);
		expect((await readPerson(officer.db as never, old))?.person?.id).toBe(old);
		await mergePersons(coordinator.db as never, survivor, old);
		const last = await addRecord(backend);
		await mergePersons(coordinator.db as never, last, survivor);
		for (const gone of [old, survivor])
			expect(await readPerson(officer.db as never, gone)).toMatchObject({ mergedInto: last });
	});
	it('leads alumni to the profile that stays, as far as they may see it', async () => {
		const { survivor, old } = await merged();
		const { db } = await backend.alumnus();
		const shown = async () =>
			(await db.rpc('page_profile', { p_person: old })).data?.person?.id as string | undefined;
		expect(await shown()).toBeUndefined();
		await backend.sql('update public.persons set birth_year = 1995 where id = $1', [survivor]);
		await backend.sql(
			`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
			 values ($1, 'directory', true, 'x', 'kk', 'web')`,
			[survivor]
		);
		expect(await shown()).toBe(survivor);
	});
	it('is not there for anybody else', async () => {
		const { old } = await merged();
		for (const { db } of [
			...[await backend.staff('officer', 'KZ-55'), await backend.staff('moderator')],
			...[await backend.staff('ombudsman'), await backend.alumnus(), await backend.member()]
		])
			expect(await readPerson(db as never, old)).toBeNull();
		expect(await readPerson(backend.anon as never, old)).toEqual({ viewer: null });
	});
});
