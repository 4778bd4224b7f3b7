import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let officer: Member, elsewhere: Member, coordinator: Member, stranger: Member;
let count = 0;

beforeAll(async () => {
	officer = await backend.staff('officer', 'KZ-61');
	elsewhere = await backend.staff('officer', 'KZ-55');
	coordinator = await backend.staff('coordinator');
	stranger = await backend.member();
});

const fields = (region: string | null) => ({
	fullName: 'Омар Гүлназ',
	registryNo: null,
	birthYear: 1999,
	round: 2019,
	region,
	phone: '+77010000000',
	message: 'Нөмірім ауысқан',
	locale: 'kk'
});
async function request(region: string | null = 'KZ-61') {
	const member = await backend.member();
	const { data: id, error } = await member.db.rpc('request_claim', {
		p_key: randomUUID(),
		p_fields: fields(region)
	});
	expect(error).toBeNull();
	return { member, id: id as string };
}
async function record(region: string | null = 'KZ-61') {
	const registryNo = `ZP-ASK-${++count}`;
	await backend.sql(
		`insert into public.persons (registry_no, full_name, birth_year, region_code) values ($1, 'Гүлназ Омар', 1999, $2)`,
		[registryNo, region]
	);
	return registryNo;
}
const decide = (
	who: Member,
	id: string,
	approve: boolean,
	registryNo: string | null,
	reason = 'Телефонмен сөйлестім'
) =>
	who.db.rpc('decide_claim', {
		p_request: id,
		p_approve: approve,
		p_registry_no: registryNo,
		p_reason: reason
	});

describe('claim_requests', () => {
	it('are read by their owner, the officer of the region and coordinators, and by nobody else', async () => {
		const { member, id } = await request();
		const sees = async (who: { db: Member['db'] }) =>
			(await who.db.from('claim_requests').select('id').eq('id', id)).data?.length ?? 0;
		expect(await Promise.all([sees(member), sees(officer), sees(coordinator)])).toEqual([1, 1, 1]);
		expect(await Promise.all([sees(stranger), sees(elsewhere)])).toEqual([0, 0]);
		expect((await backend.anon.from('claim_requests').select('id')).error?.code).toBe('42501');
	});

	it('are written by no client directly', async () => {
		const { member, id } = await request();
		for (const who of [member, officer, coordinator, { db: backend.anon }]) {
			const table = who.db.from('claim_requests');
			expect((await table.update({ state: 'approved' }).eq('id', id)).error?.code).toBe('42501');
			expect((await table.delete().eq('id', id)).error?.code).toBe('42501');
			expect((await table.insert({ full_name: 'x' })).error?.code).toBe('42501');
		}
	});

	it('count once when posted twice, and one is open at a time', async () => {
		const member = await backend.member();
		const call = (p_key: string) =>
			member.db.rpc('request_claim', { p_key, p_fields: fields('KZ-61') });
		const key = randomUUID();
		const [first, second] = [await call(key), await call(key)];
		expect(second.data).toBe(first.data);
		expect((await call(randomUUID())).error).toMatchObject({
			message: 'conflict',
			details: 'open'
		});
	});

	it('refuse what does not fit, by name', async () => {
		const member = await backend.member();
		for (const wrong of [
			{ region: 'KZ-99' },
			{ birthYear: 'abc' },
			{ message: null },
			{ locale: 'de' }
		])
			expect(
				(
					await member.db.rpc('request_claim', {
						p_key: randomUUID(),
						p_fields: { ...fields('KZ-61'), ...wrong }
					})
				).error
			).toMatchObject({ message: 'invalid' });
	});
});

describe('the decision', () => {
	it('links the record, writes the reason, the audit log and a mail', async () => {
		const { member, id } = await request();
		const registryNo = await record();
		expect((await decide(officer, id, true, registryNo)).error).toBeNull();
		const { data } = await member.db.rpc('page_claim');
		expect(data.viewer.personId).not.toBeNull();
		expect(data.request).toMatchObject({ state: 'approved', reason: 'Телефонмен сөйлестім' });
		const audit = await backend.sql(
			`select action, region_code from private.audit_log where subject_id = $1`,
			[id]
		);
		expect(audit).toEqual([{ action: 'claim_approved', region_code: 'KZ-61' }]);
		const mails = await backend.sql(
			`select to_address from private.outbox where purpose = 'claim_answered' and occasion = $1`,
			[id]
		);
		expect(mails).toEqual([{ to_address: `${member.id}@test.kz` }]);
		expect((await decide(officer, id, false, null)).error?.message).toBe('used');
	});

	it('belongs to the region: another officer, a stranger and the asker get not found', async () => {
		const { member, id } = await request();
		const registryNo = await record();
		for (const who of [elsewhere, stranger, member])
			expect((await decide(who, id, true, registryNo)).error?.message).toBe('not_found');
	});

	it('of an unknown region belongs to coordinators', async () => {
		const { id } = await request(null);
		expect((await decide(officer, id, false, null)).error?.message).toBe('not_found');
		expect((await decide(coordinator, id, false, null)).error).toBeNull();
	});

	it('cannot reach a record of another region, nor one that is taken', async () => {
		const { id } = await request();
		expect((await decide(officer, id, true, await record('KZ-55'))).error).toMatchObject({
			message: 'invalid',
			details: 'registryNo'
		});
		const taken = await record();
		const { id: firstId } = await request();
		await decide(officer, firstId, true, taken);
		expect((await decide(officer, id, true, taken)).error?.message).toBe('conflict');
	});

	it('needs a reason, and nobody decides their own', async () => {
		const { id } = await request();
		expect((await decide(officer, id, false, null, ' ')).error).toMatchObject({
			message: 'invalid',
			details: 'reason'
		});
		const both = await backend.staff('officer', 'KZ-61');
		const { data: own } = await both.db.rpc('request_claim', {
			p_key: randomUUID(),
			p_fields: fields('KZ-61')
		});
		expect((await decide(both, own as string, true, await record())).error?.message).toBe(
			'forbidden'
		);
	});

	it('is prepared by a page of one region, with the records that may fit', async () => {
		const registryNo = await record();
		const { id } = await request();
		const { data: page } = await officer.db.rpc('page_claims');
		const row = page.requests.find((entry: { id: string }) => entry.id === id);
		expect(row.candidates.map((entry: { registryNo: string }) => entry.registryNo)).toContain(
			registryNo
		);
		const { data: foreign } = await elsewhere.db.rpc('page_claims');
		expect(foreign.requests).toEqual([]);
		expect((await stranger.db.rpc('page_claims')).data).toBeNull();
	});
});
