import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../demo-accounts';
import { useTestBackend } from '../../../tests/support/test-backend';
import { prepareDemo } from './demo.server';

const backend = useTestBackend();

beforeAll(async () => {
	await prepareDemo(backend.embedded, 'http://localhost:3000');
}, 120_000);

async function count(sql: string): Promise<number> {
	const [row] = await backend.sql<{ n: string }>(`select count(*) as n ${sql}`);
	return Number(row?.n);
}

describe('the demo in a database', () => {
	it('fills an empty one, and leaves a filled one alone', async () => {
		await prepareDemo(backend.embedded, 'http://localhost:3000');
		// Four hundred, two of them twice, and two who are under 18.
		expect(await count('from public.persons')).toBe(404);
		expect(await count('from public.subprojects')).toBe(120);
	});

	it('has people in all twenty regions', async () => {
		const empty = await backend.sql(
			'select r.code from public.regions r where not exists (select from public.persons p where p.region_code = r.code)'
		);
		expect(empty).toEqual([]);
	});

	it('has two who are under 18: one is listed by her mother’s word, the other is not yet', async () => {
		const minors = await backend.sql(
			`select p.full_name as name, private.consents_to(p.id, 'directory') as listed
			 from public.persons p where private.is_minor(p.id) and p.birth_year is not null order by p.birth_year`
		);
		expect(minors).toEqual([
			{ name: 'Нұрай Сейтқали', listed: true },
			{ name: 'Әлихан Бекен', listed: false }
		]);
	});

	it('repeats in each subproject what its newest update says', async () => {
		const drift = await backend.sql(
			`select s.id from public.subprojects s
			 join lateral (select * from public.status_updates u where u.subproject_id = s.id
			   order by u.created_at desc, u.id desc limit 1) u on true
			 where (s.state, coalesce(s.basis, ''), s.needs, s.state_at)
			   is distinct from (u.state, coalesce(u.basis, ''), u.needs, u.created_at)`
		);
		expect(drift).toEqual([]);
		expect(await count(`from public.subprojects where state = 'unknown'`)).toBe(0);
	});

	it.each([
		['public.status_updates', 'created_at'],
		['public.questions', 'created_at'],
		['public.answers', 'created_at'],
		['public.votes', 'created_at'],
		['public.reputation_events', 'created_at'],
		['public.referral_events', 'created_at'],
		['public.responses', 'submitted_at'],
		['private.outbox', 'sent_at'],
		['private.contact_events', 'created_at'],
		['public.contact_reports', 'created_at']
	])('says nothing in %s about a later day than today', async (table, column) => {
		expect(await count(`from ${table}`)).toBeGreaterThan(0);
		expect(await count(`from ${table} where ${column} > now()`)).toBe(0);
	});
});

describe('the calls of the demo', () => {
	it('left every number where its newest event says', async () => {
		const drift = await backend.sql(
			`select c.id from public.contact_points c
			 join lateral (select e.state from private.contact_events e where e.contact_point_id = c.id
			   order by e.created_at desc, e.id desc limit 1) e on true
			 where e.state <> c.state`
		);
		expect(drift).toEqual([]);
		expect(await count(`from private.contact_events where note is not null`)).toBeGreaterThan(20);
	});
	it('brought numbers from teams, two in each region with an officer', async () => {
		const told = await backend.sql(
			`select p.region_code as region, count(*)::int as n from public.contact_reports r
			 join public.persons p on p.id = r.person_id where r.state = 'open' group by 1 order by 1`
		);
		expect(told).toEqual([
			{ region: 'KZ-55', n: 2 },
			{ region: 'KZ-61', n: 2 }
		]);
	});
});

describe('the forum of the demo', () => {
	it('has every standing equal to its ledger, replayed', async () => {
		const drift = await backend.sql(
			`select f.account_id from public.forum_profiles f
			 left join (select account_id, sum(delta) as moved from public.reputation_events group by 1) e using (account_id)
			 where f.reputation <> 1 + coalesce(e.moved, 0)
			    or f.reputation <> private.replayed_reputation(f.account_id)`
		);
		expect(drift).toEqual([]);
	});
	it('has every score and count equal to what was cast', async () => {
		expect(
			await backend.sql(
				`select a.id from public.answers a where a.score <> coalesce((select sum(v.value) from public.votes v where v.answer_id = a.id), 0)
				 union all
				 select q.id from public.questions q where q.score <> coalesce((select sum(v.value) from public.votes v where v.question_id = q.id), 0)
				    or q.answer_count <> (select count(*) from public.answers a where a.question_id = q.id)`
			)
		).toEqual([]);
	});
	it('has one event a vote and two a helpful answer, by the tariff', async () => {
		const kinds = await backend.sql<{ kind: string; n: string; wrong: string }>(
			`select kind, count(*) as n, count(*) filter (where points <> private.reputation_points(kind)) as wrong
			 from public.reputation_events group by kind`
		);
		const n = Object.fromEntries(kinds.map((row) => [row.kind, Number(row.n)]));
		expect(kinds.every((row) => Number(row.wrong) === 0)).toBe(true);
		expect(n.answer_up).toBe(
			await count('from public.votes where answer_id is not null and value = 1')
		);
		expect(n.question_up).toBe(await count('from public.votes where question_id is not null'));
		expect(n.answer_accepted).toBe(
			await count('from public.questions where accepted_answer_id is not null')
		);
		expect(n.accepting).toBe(n.answer_accepted);
	});
	it('lets nobody thank or answer themselves', async () => {
		expect(
			await count(
				`from public.votes v join public.answers a on a.id = v.answer_id where a.author_id = v.voter_id`
			)
		).toBe(0);
		expect(
			await count(
				`from public.questions q join public.answers a on a.question_id = q.id where a.author_id = q.author_id`
			)
		).toBe(0);
	});
	it('knows its expert', async () => {
		const [expert] = await backend.sql<{ reputation: number; expert: boolean }>(
			`select f.reputation, private.is_expert(u.id, 'poultry') as expert
			 from auth.users u join public.forum_profiles f on f.account_id = u.id where u.email = 'expert@demo.kz'`
		);
		expect(expert?.reputation).toBeGreaterThan(180);
		expect(expert?.expert).toBe(true);
	});
});

describe('referrals, claims and the wave of the demo', () => {
	it('offer the graduate a programme that she has not answered', async () => {
		const rows = await backend.sql(
			`select r.state, g.slug from public.referrals r
			 join public.programmes g on g.id = r.programme_id
			 join public.accounts a on a.person_id = r.person_id
			 join auth.users u on u.id = a.id where u.email = 'graduate@demo.kz'`
		);
		expect(rows).toEqual([{ state: 'consent_asked', slug: 'bastau-business' }]);
	});
	it('end each referral in the state of its newest event', async () => {
		expect(await count('from public.referrals')).toBe(12);
		expect(
			await count(
				`from public.referrals r where r.state <> (
				   select e.state from public.referral_events e where e.referral_id = r.id order by e.created_at desc, e.id desc limit 1)`
			)
		).toBe(0);
	});
	it('have people whose claim waits for an officer', async () => {
		const rows = await backend.sql(
			`select c.region_code, count(*)::integer as n from public.claim_requests c
			 join public.accounts a on a.id = c.account_id and a.person_id is null
			 where c.state = 'open' group by 1 order by 1`
		);
		expect(rows).toEqual([
			{ region_code: 'KZ-55', n: 1 },
			{ region_code: 'KZ-61', n: 2 }
		]);
	});
	it('share with a partner only what is consented and still open', async () => {
		expect(
			await count(
				`from public.referrals r where (r.state in ('sent', 'received', 'accepted')) <> exists (
				   select from public.referral_consents c where c.referral_id = r.id and c.revoked_at is null)`
			)
		).toBe(0);
	});
	it('ask exactly those whom the audience reaches, about half of whom answered', async () => {
		const members = await count('from public.wave_members');
		expect(members).toBeGreaterThan(100);
		expect(
			await count(
				`from private.wave_audience('{"rounds": ["2019", "2020"]}') a where a.consents and a.address is not null`
			)
		).toBe(members);
		const answered = await count('from public.responses');
		expect(answered / members).toBeGreaterThan(0.42);
		expect(answered / members).toBeLessThan(0.58);
		expect(
			await count(
				`from public.wave_members m left join public.responses r on r.member_id = m.id
				 where (m.disposition = '1.1') <> (r.id is not null) or (m.responded_at is null) <> (r.id is null)`
			)
		).toBe(0);
	});
	it('leave an unanswered link in the graduate’s mailbox, which opens and can be answered', async () => {
		const [mail] = await backend.sql<{ body: string }>(
			`select body from private.demo_mailbox where to_address = 'graduate@demo.kz' and body like '%/s/%'`
		);
		const token = /\/kk\/s\/([0-9a-f]{32})/.exec(mail?.body ?? '')?.[1];
		const { data } = await backend.anon.rpc('page_survey', {
			p_token: token,
			p_bucket: 'a'.repeat(64)
		});
		expect(data).toMatchObject({ outcome: 'open', name: 'Айгүл Қасымова' });
	});
	it('hold only answers that the form itself would take', async () => {
		expect(
			await count(
				`from public.responses r join public.wave_members m on m.id = r.member_id
				 join public.waves w on w.id = m.wave_id join public.forms f on f.id = w.form_id
				 where private.clean_answers(f.definition, r.answers) is distinct from r.answers`
			)
		).toBe(0);
	});
});

describe('demo accounts', () => {
	it.each(DEMO_ACCOUNTS)('$email signs in with the demo password', async ({ email }) => {
		const { data, error } = await backend.anon.auth.signInWithPassword({
			email,
			password: DEMO_PASSWORD
		});
		expect(error).toBeNull();
		expect(data.user?.email).toBe(email);
		await backend.anon.auth.signOut();
	});

	it('of other alumni cannot be entered with an empty or the demo password', async () => {
		const [other] = await backend.sql<{ email: string }>(
			`select email from auth.users where encrypted_password = '' order by id limit 1`
		);
		for (const password of ['', DEMO_PASSWORD]) {
			const { data } = await backend.anon.auth.signInWithPassword({
				email: other?.email as string,
				password
			});
			expect(data.user).toBeNull();
		}
	});

	it('hold their roles', async () => {
		const roles = await backend.sql(
			`select u.email, r.role, r.region_code, o.slug from private.staff_roles r
			 join auth.users u on u.id = r.account_id
			 left join public.organizations o on o.id = r.organization_id order by u.email`
		);
		expect(roles).toEqual([
			{ email: 'coordinator@demo.kz', role: 'coordinator', region_code: null, slug: null },
			{ email: 'officer2@demo.kz', role: 'officer', region_code: 'KZ-55', slug: null },
			{ email: 'officer@demo.kz', role: 'officer', region_code: 'KZ-61', slug: null },
			{ email: 'ombudsman@demo.kz', role: 'ombudsman', region_code: null, slug: null },
			{ email: 'partner@demo.kz', role: 'partner', region_code: null, slug: 'atameken' }
		]);
	});
});
