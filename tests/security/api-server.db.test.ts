import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { apiServer, entryOf, type Entry } from '../../scripts/lib/api-server';
import { useTestBackend } from '../support/test-backend';

/** `npm run backend`: the embedded API over HTTP. */
const backend = useTestBackend();
const entries: Entry[] = [];
let base: string;
let wait = 0;
let server: ReturnType<typeof apiServer>;

beforeAll(async () => {
	server = apiServer(backend.embedded.fetch, async (entry) => {
		entries.push(entry);
		return wait;
	});
	await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
	base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => server.close());

const withKey = () => ({
	apikey: backend.embedded.secrets.publishableKey,
	'content-type': 'application/json'
});

describe('the API over HTTP', () => {
	it('gives nothing to whoever holds no key, wherever they say they come from', async () => {
		for (const headers of [undefined, { 'x-forwarded-for': '127.0.0.1' }])
			expect((await fetch(`${base}/rest/v1/regions?select=code`, { headers })).status).toBe(401);
	});

	it('gives public rows to the publishable key', async () => {
		const response = await fetch(`${base}/rest/v1/regions?select=code`, { headers: withKey() });
		expect(await response.json()).toHaveLength(20);
	});

	it('serves the API and nothing else', async () => {
		const member = await backend.member();
		const headers = { ...withKey(), authorization: `Bearer ${member.token}` };
		for (const path of ['/', '/studio', '/auth/v1/admin/users', '/rest/v2/persons'])
			expect([path, (await fetch(base + path, { headers })).status]).toEqual([path, 404]);
	});

	it('counts an attempt by account and address, and tells how long to wait', async () => {
		const attempt = () =>
			fetch(`${base}/auth/v1/token?grant_type=password`, {
				method: 'POST',
				headers: withKey(),
				body: JSON.stringify({ email: ' Someone@Test.kz', password: 'wrong-one-2026' })
			});
		expect((await attempt()).status).toBe(400);
		expect(entries.at(-1)).toEqual({
			kind: 'password',
			account: 'someone@test.kz',
			address: '127.0.0.1'
		});
		wait = 90;
		const refused = await attempt();
		wait = 0;
		expect([refused.status, refused.headers.get('retry-after')]).toEqual([429, '90']);
	});

	it('refuses a body of more than a megabyte', async () => {
		const body = 'x'.repeat(1024 * 1024 + 1);
		const response = await fetch(`${base}/rest/v1/rpc/page_viewer`, {
			method: 'POST',
			headers: withKey(),
			body
		});
		expect(response.status).toBe(413);
	});
});

describe('what counts as an attempt', () => {
	it.each([
		['/auth/v1/token?grant_type=password', 'password'],
		['/auth/v1/token/?grant_type=password', 'password'],
		['/auth/v1/verify', 'code'],
		['/auth/v1/signup', 'mail'],
		['/auth/v1/otp', 'mail'],
		['/auth/v1/recover', 'mail']
	])('%s is a %s', (path, kind) => {
		expect(entryOf(new URL(path, 'http://x'), 'not json', 'a')).toEqual({
			kind,
			account: '',
			address: 'a'
		});
	});

	it.each(['/auth/v1/token?grant_type=refresh_token', '/auth/v1/user', '/rest/v1/regions'])(
		'%s is none',
		(path) => expect(entryOf(new URL(path, 'http://x'), '{}', 'a')).toBeNull()
	);
});
