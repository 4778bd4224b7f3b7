import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import {
	answer,
	BODY,
	listed,
	outcome,
	phoneOf,
	report,
	thread,
	write
} from '../../../../tests/support/talk';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import type { ReportPage, ReportsPage } from './types';

const backend = useTestBackend();
let victim: Member, bully: Member, third: Member, officer: Member;
const people: Record<string, { db: Db }> = {};

const all = async ({ db }: { db: Db }) =>
	((await db.rpc('page_reports')).data as unknown as Partial<ReportsPage>).reports;
const open = async ({ db }: { db: Db }, p_id: string) =>
	((await db.rpc('page_report', { p_id })).data as unknown as Partial<ReportPage> | null)?.report;
const decide = (
	{ db }: { db: Db },
	p_id: string,
	p_decision: string,
	p_days: number | null = null
) => db.rpc('decide_report', { p_id, p_decision, p_days });
const mails = async (who: Member) =>
	(
		await backend.sql<{ purpose: string }>(
			`select purpose from private.outbox where person_id = $1 and purpose like 'report%' order by created_at`,
			[who.personId]
		)
	).map((row) => row.purpose);
/** The id of what was just reported. */
async function reported(fields: object, who = victim): Promise<string> {
	expect((await report(who, fields)).error).toBeNull();
	const [row] = await backend.sql<{ id: string }>(
		'select id from public.reports order by id desc limit 1'
	);
	return row?.id as string;
}

beforeAll(async () => {
	victim = await listed(backend, { name: 'Шағымданған Адам', region: 'KZ-61' });
	bully = await listed(backend, { name: 'Шағым Түскен', region: 'KZ-23' });
	third = await listed(backend, { name: 'Үшінші Адам', region: 'KZ-55' });
	officer = await backend.staff('officer', 'KZ-23');
	Object.assign(people, {
		anon: { db: backend.anon },
		stranger: await backend.member(),
		third,
		victim,
		bully,
		partner: await backend.staff('moderator'),
		otherOfficer: await backend.staff('officer', 'KZ-55'),
		victimsOfficer: await backend.staff('officer', 'KZ-61'),
		officer,
		coordinator: await backend.staff('coordinator')
	});
});
beforeEach(() =>
	backend.sql(
		'truncate public.contact_requests, public.contact_blocks, public.reports, public.restrictions, private.outbox, private.directory_views cascade'
	)
);

describe('a report', () => {
	it.each([
		['anon', 'shut'],
		['stranger', 'not_found:'],
		['third', 'not_found:'],
		['officer', 'not_found:'],
		['coordinator', 'not_found:'],
		['victim', 'ok'],
		['bully', 'ok']
	])('of a conversation comes from its two sides: %s: %s', async (who, expected) => {
		const p_request = await thread(bully, victim);
		expect(await outcome(report(people[who] as { db: Db }, { p_request }))).toBe(expected);
	});
	it('of a profile comes from whoever sees it', async () => {
		const of = (whom: Member) => ({ p_person: whom.personId });
		expect(await outcome(report(third, of(bully)))).toBe('ok');
		expect(await outcome(report(third, of(third)))).toBe('not_found:');
		expect(await outcome(report(third, of(await backend.alumnus())))).toBe('not_found:');
	});
	it.each([
		['a reason that is none', { p_reason: 'boring' }, 'invalid:reason'],
		['another reason without a word', { p_reason: 'other' }, 'invalid:words'],
		['too many words', { p_words: 'x'.repeat(1001) }, 'invalid:words']
	])('is refused with %s', async (_, fields, refusal) =>
		expect(await outcome(report(victim, { p_person: bully.personId, ...fields }))).toBe(refusal)
	);
	it('waits once, however often it is sent, and can block on the way', async () => {
		const p_request = await thread(bully, victim);
		const p_key = randomUUID();
		for (let i = 0; i < 2; i++)
			expect(await outcome(report(victim, { p_request, p_key, p_block: true }))).toBe('ok');
		expect(await outcome(report(victim, { p_request }))).toBe('conflict:open');
		expect(await backend.sql('select from public.reports')).toHaveLength(1);
		expect(await outcome(write(bully, victim))).toBe('conflict:unreachable');
	});
	it('is ten a day at most', async () => {
		for (let i = 0; i < 10; i++) {
			const one = await listed(backend);
			expect(await outcome(report(third, { p_person: one.personId }))).toBe('ok');
		}
		expect(await outcome(report(third, { p_person: bully.personId }))).toBe('too_many:86400');
	});
});

describe('who looks at it', () => {
	const SEES = ['officer', 'victimsOfficer', 'coordinator'];
	it('officers of both regions and coordinators, and the conversation it is about alone', async () => {
		const p_request = await thread(bully, victim);
		const secret = await thread(third, victim);
		await answer(third, secret, 'құпия-әңгіме');
		const [phone] = await backend.sql<{ id: string }>(
			`select id from public.contact_points where person_id = $1 and kind = 'phone'`,
			[bully.personId]
		);
		await answer(bully, p_request, 'Ақша жіберіңіз', phone?.id);
		const id = await reported({ p_request, p_words: 'Ақша сұрайды' });
		for (const [who, caller] of Object.entries(people)) {
			const sees = SEES.includes(who);
			expect((await all(caller))?.map((row) => row.id) ?? [], who).toEqual(sees ? [id] : []);
			const seen = await open(caller, id);
			expect(seen !== undefined, who).toBe(sees);
			expect((await caller.db.from('reports').select('id')).data ?? [], who).toEqual(
				who === 'victim' ? [{ id }] : []
			);
			if (!seen) continue;
			expect(seen.messages?.map((m) => [m.byReported, m.body])).toEqual([
				[true, BODY],
				[true, 'Ақша жіберіңіз']
			]);
			for (const hidden of ['құпия-әңгіме', phoneOf(bully)])
				expect(JSON.stringify(seen)).not.toContain(hidden);
		}
		const log = await backend.sql(
			`select from private.audit_log where action = 'read_report' and subject_id = $1`,
			[id]
		);
		expect(log).toHaveLength(SEES.length);
	});
	it('coordinators alone where no region is known', async () => {
		const id = await reported({ p_person: bully.personId });
		await backend.sql('update public.reports set reported_region = null, reporter_region = null');
		for (const [who, caller] of Object.entries(people)) {
			const sees = who === 'coordinator';
			expect((await open(caller, id)) !== undefined, who).toBe(sees);
			expect((await all(caller))?.length ?? 0, who).toBe(sees ? 1 : 0);
			if (!sees && who !== 'anon')
				expect(await outcome(decide(caller, id, 'warned')), who).toBe('not_found:');
		}
	});
	it('nobody in their own matter', async () => {
		const id = await reported({ p_person: bully.personId });
		for (const who of [bully, victim]) {
			await backend.sql(
				`insert into private.staff_roles (account_id, role) values ($1, 'coordinator')`,
				[who.id]
			);
			expect(await open(who, id)).toBeUndefined();
			expect(await all(who)).toEqual([]);
			expect(await outcome(decide(who, id, 'dismissed'))).toBe('not_found:');
			await backend.sql('delete from private.staff_roles where account_id = $1', [who.id]);
		}
	});
});

describe('a decision', () => {
	it.each([
		['anon', 'shut'],
		['stranger', 'not_found:'],
		['third', 'not_found:'],
		['otherOfficer', 'not_found:'],
		['partner', 'not_found:'],
		['victim', 'not_found:'],
		['bully', 'not_found:'],
		['victimsOfficer', 'ok'],
		['officer', 'ok'],
		['coordinator', 'ok']
	])('%s: %s', async (who, expected) => {
		const id = await reported({ p_person: bully.personId });
		const caller = people[who] as { db: Db };
		expect(await outcome(caller.db.rpc('lift_restrictions', { p_report: id }))).toBe(expected);
		expect(await outcome(decide(caller, id, 'warned'))).toBe(expected);
	});
	it.each([
		['dismissed', null, []],
		['warned', null, ['report_warned']],
		['suspended', 30, ['report_suspended']],
		['unlisted', null, ['report_unlisted']]
	])('%s tells both sides what concerns them', async (decision, days, told) => {
		const id = await reported({ p_person: bully.personId });
		expect(await outcome(decide(officer, id, decision, days))).toBe('ok');
		expect(await mails(bully)).toEqual(told);
		expect(await mails(victim)).toEqual(['report_looked_at']);
		expect(await outcome(decide(officer, id, 'dismissed'))).toBe(`used:${decision}`);
		const [entry] = await backend.sql<{ actor_id: string; details: { decision: string } }>(
			`select actor_id, details from private.audit_log where action = 'decide_report' and subject_id = $1`,
			[id]
		);
		expect([entry?.actor_id, entry?.details.decision]).toEqual([officer.id, decision]);
	});
	it.each([
		['burned', null, 'invalid:decision'],
		['suspended', null, 'invalid:days'],
		['suspended', 3650, 'invalid:days']
	])('%s for %s days is none', async (decision, days, refusal) => {
		const id = await reported({ p_person: bully.personId });
		expect(await outcome(decide(officer, id, decision, days))).toBe(refusal);
	});
	it('suspended: writes to nobody until the day has come or it is lifted', async () => {
		const begun = await thread(bully, third);
		await answer(third, begun);
		const id = await reported({ p_person: bully.personId });
		await decide(officer, id, 'suspended', 7);
		expect(await outcome(write(bully, victim))).toBe('conflict:suspended');
		expect(await outcome(answer(bully, begun))).toBe('conflict:suspended');
		// Others still reach them, and what is theirs stays readable.
		expect(await outcome(answer(third, begun))).toBe('ok');
		await backend.sql(`update public.restrictions set until = now() - interval '1 minute'`);
		expect(await outcome(answer(bully, begun))).toBe('ok');
		await backend.sql(`update public.restrictions set until = now() + interval '1 day'`);
		await officer.db.rpc('lift_restrictions', { p_report: id });
		expect(await outcome(answer(bully, begun))).toBe('ok');
	});
	it('unlisted: gone from directory and profile whatever they say, until it is lifted', async () => {
		const id = await reported({ p_person: bully.personId });
		await decide(officer, id, 'unlisted');
		const seen = async () => {
			const { data: page } = await third.db.rpc('page_people', { p_q: 'Шағым Түскен' });
			const { data } = await third.db.rpc('page_profile', { p_person: bully.personId });
			return [(page as { people: unknown[] }).people.length, data !== null];
		};
		expect(await seen()).toEqual([0, false]);
		for (const p_granted of [false, true])
			await bully.db.rpc('set_consent', {
				p_purpose: 'directory',
				p_granted,
				p_text_version: '2026-11',
				p_locale: 'kk'
			});
		expect(await seen()).toEqual([0, false]);
		await officer.db.rpc('lift_restrictions', { p_report: id });
		expect(await seen()).toEqual([1, true]);
	});
	it('stays without the words of a reporter who is erased', async () => {
		const leaver = await listed(backend);
		const id = await reported({ p_person: bully.personId, p_words: 'Мені ренжітті' }, leaver);
		expect((await leaver.db.rpc('erase_me', { p_forum: 'keep' })).error).toBeNull();
		expect(await open(officer, id)).toMatchObject({ reporter: null, words: null });
		expect(await outcome(decide(officer, id, 'warned'))).toBe('ok');
	});
});
