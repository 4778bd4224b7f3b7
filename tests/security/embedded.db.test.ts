import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { lockFolder } from '../../src/lib/server/data-lock.server';
import { folderSecrets } from '../../src/lib/server/secrets.server';
import { signToken, useTestBackend } from '../support/test-backend';

/** The embedded API's dangerous defaults stay closed. */
const backend = useTestBackend();

const call = (path: string, headers: Record<string, string> = {}, init: RequestInit = {}) =>
	backend.embedded.fetch(new Request(`http://127.0.0.1${path}`, { ...init, headers }));
const inHour = () => Math.floor(Date.now() / 1000) + 3600;
const withKey = () => ({
	apikey: backend.embedded.secrets.publishableKey,
	'content-type': 'application/json'
});
const post = (path: string, body: object, headers = {}) =>
	call(path, { ...withKey(), ...headers }, { method: 'POST', body: JSON.stringify(body) });

describe('keys', () => {
	it('are made anew for every data folder', () => {
		const dirs = [1, 2].map(() => mkdtempSync(join(tmpdir(), 'jalgas-secrets-')));
		const [one, two] = dirs.map(folderSecrets);
		for (const key of Object.keys(one as object) as (keyof NonNullable<typeof one>)[]) {
			expect(one?.[key]).not.toBe(two?.[key]);
			expect(one?.[key].length).toBeGreaterThanOrEqual(32);
		}
		for (const dir of dirs) rmSync(dir, { recursive: true });
	});

	it.each([
		['without a key', {}],
		['from a proxy on this machine', { 'x-forwarded-for': '127.0.0.1' }],
		['with a wrong key', { apikey: 'sb_publishable_wrong' }]
	])('a request %s gets nothing', async (_, headers: Record<string, string>) => {
		for (const path of ['/rest/v1/persons?select=id', '/rest/v1/regions?select=code'])
			expect((await call(path, headers)).status).toBe(401);
	});

	it.each(['service_role', 'authenticated', 'postgres'])(
		"a token signed with the library's own secret opens nothing: %s",
		async (role) => {
			const token = signToken('dev-secret-change-me', {
				role,
				aud: 'authenticated',
				exp: inHour()
			});
			const response = await call('/rest/v1/persons?select=id', {
				...withKey(),
				authorization: `Bearer ${token}`
			});
			expect(response.status).toBe(401);
		}
	);

	it('an expired token opens nothing', async () => {
		const token = signToken(backend.embedded.secrets.jwtSecret, {
			role: 'authenticated',
			aud: 'authenticated',
			exp: inHour() - 7200
		});
		const headers = { ...withKey(), authorization: `Bearer ${token}` };
		expect((await call('/rest/v1/persons?select=id', headers)).status).toBe(401);
	});
});

describe('accounts', () => {
	it('give themselves no right through what they write about themselves', async () => {
		const member = await backend.member();
		const response = await call(
			'/auth/v1/user',
			{ ...withKey(), authorization: `Bearer ${member.token}` },
			{ method: 'PUT', body: JSON.stringify({ data: { role: 'coordinator', admin: true } }) }
		);
		expect(response.status).toBe(200);
		const { data } = await member.db.rpc('page_viewer');
		expect(data).toMatchObject({ viewer: { id: member.id, roles: [] } });
		expect((await member.db.from('persons').select('id')).data).toEqual([]);
	});

	it.each(['123456', 'qwerty', 'aaaaaaaaaaaa', '12345678901'])(
		'are refused the weak password %s',
		async (password) => {
			const response = await post('/auth/v1/signup', { email: 'weak@test.kz', password });
			expect(response.status).toBe(422);
			expect(await backend.sql(`select from auth.users where email = 'weak@test.kz'`)).toEqual([]);
		}
	);

	it('cannot sign in before the address is confirmed', async () => {
		const who = { email: 'new@test.kz', password: 'long-enough-2026' };
		await post('/auth/v1/signup', who);
		expect(backend.mails.map((mail) => mail.to)).toContain('new@test.kz');
		expect((await post('/auth/v1/token?grant_type=password', who)).status).toBe(400);
	});
});

describe('the log', () => {
	it('holds nothing of what was sent when the database refuses it', async () => {
		const written = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
		try {
			const member = await backend.member();
			await member.db.from('persons').insert({ registry_no: 'not-for-the-log' });
			await member.db.from('persons').select('id').eq('id', 'not-for-the-log');
			expect(written.mock.calls.join(' ')).not.toContain('not-for-the-log');
		} finally {
			written.mockRestore();
		}
	});
});

describe('the data folder', () => {
	const takeElsewhere = (dir: string) =>
		execFileSync(
			process.execPath,
			[
				'--input-type=module',
				'--eval',
				`import { lockFolder } from './src/lib/server/data-lock.server.ts';
				lockFolder(process.argv[1], 'the other');`,
				dir
			],
			{ stdio: ['ignore', 'pipe', 'pipe'] }
		);

	it('is held by one process; a second one is told by which', () => {
		const dir = mkdtempSync(join(tmpdir(), 'jalgas-lock-'));
		const release = lockFolder(dir, 'the first');
		expect(() => takeElsewhere(dir)).toThrow(`held by process ${process.pid} (the first`);
		release();
		expect(() => takeElsewhere(dir)).not.toThrow();
		rmSync(dir, { recursive: true });
	});

	it('is taken over from a process that died holding it', () => {
		const dir = mkdtempSync(join(tmpdir(), 'jalgas-lock-'));
		writeFileSync(
			join(dir, 'lock.json'),
			JSON.stringify({ pid: 2 ** 22 + 1, purpose: 'dead', since: '' })
		);
		lockFolder(dir, 'the heir')();
		rmSync(dir, { recursive: true });
	});
});
