import { beforeAll, describe, expect, it } from 'vitest';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../demo-accounts';
import { useTestBackend } from '../../../tests/support/test-backend';
import { prepareDemo } from './demo.server';

const backend = useTestBackend();
let seconds = 0;

beforeAll(async () => {
	const began = performance.now();
	await prepareDemo(backend.embedded);
	seconds = (performance.now() - began) / 1000;
}, 120_000);

async function count(sql: string): Promise<number> {
	const [row] = await backend.sql<{ n: string }>(`select count(*) as n ${sql}`);
	return Number(row?.n);
}

describe('the demo in a database', () => {
	it('fills an empty one in seconds, and leaves a filled one alone', async () => {
		expect(seconds).toBeLessThan(20);
		await prepareDemo(backend.embedded);
		expect(await count('from public.persons')).toBe(400);
		expect(await count('from public.subprojects')).toBe(120);
	});

	it('has people in all twenty regions', async () => {
		const empty = await backend.sql(
			'select r.code from public.regions r where not exists (select from public.persons p where p.region_code = r.code)'
		);
		expect(empty).toEqual([]);
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

	it('shows nobody a later day than today', async () => {
		expect(await count('from public.status_updates where created_at > now()')).toBe(0);
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
