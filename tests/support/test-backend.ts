import { createClient, type SupabaseClient } from '@supabase/supabase-js';
import { createHmac, randomUUID } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, inject } from 'vitest';
import { openEmbedded, type Embedded, type SentMail } from '../../src/lib/server/embedded.server';
import { copyTemplate } from './database-template';
import { serveFolder } from './wire';

/** Without the schema's types: tests knock at doors that are not there. */
export type Db = SupabaseClient;

export interface TestBackend {
	embedded: Embedded;
	mails: SentMail[];
	/** A visitor who holds nothing but the publishable key. */
	anon: Db;
	/** The worker, with the secret key. */
	service: Db;
	/** A new signed-in account: its client, ids and token. */
	member: (name?: string) => Promise<Member>;
	/** As member, with a claimed registry record of this region. */
	alumnus: (fields?: { region?: string; name?: string; round?: number }) => Promise<Member>;
	staff: (role: string, region?: string, organizationId?: string) => Promise<Member>;
	/** SQL as the owner, for arranging and for looking behind the curtain. */
	sql: <Row = Record<string, unknown>>(sql: string, params?: unknown[]) => Promise<Row[]>;
}

export interface Member {
	id: string;
	personId: string | null;
	token: string;
	db: Db;
}

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as the auth server signs it. */
export function signToken(secret: string, claims: object): string {
	const body = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
	return `${body}.${createHmac('sha256', secret).update(body).digest('base64url')}`;
}

/**
 * A real database of this test file's own, with real tokens. Call it at the top of the file. With
 * `byWire` it is reached as a PostgreSQL server would be.
 */
export function useTestBackend({ byWire = false } = {}): TestBackend {
	const self = { mails: [] as SentMail[] } as TestBackend;
	let dir: string;
	let wire: Awaited<ReturnType<typeof serveFolder>> | undefined;

	beforeAll(async () => {
		dir = copyTemplate(inject('databaseTemplate'));
		if (byWire) wire = await serveFolder(join(dir, 'pg'));
		const embedded = await openEmbedded({
			env: { JALGAS_DATA_DIR: dir, JALGAS_DATABASE_URL: wire?.url },
			purpose: 'tests',
			siteUrl: 'http://localhost:3000',
			sendMail: async (mail) => void self.mails.push(mail)
		});
		self.embedded = embedded;
		self.sql = (sql, params) => embedded.query(sql, params);
		self.anon = client(embedded, embedded.secrets.publishableKey);
		self.service = client(embedded, embedded.secrets.secretKey);
	});
	afterAll(async () => {
		await self.embedded?.close();
		wire?.close();
		rmSync(dir, { recursive: true, force: true });
	});

	self.member = async (name = 'Member') => {
		const id = randomUUID();
		const session = randomUUID();
		await self.sql(
			`insert into auth.users (id, email, email_confirmed_at) values ($1, $2, now())`,
			[id, `${id}@test.kz`]
		);
		await self.sql(`insert into auth.sessions (id, user_id) values ($1, $2)`, [session, id]);
		await self.sql(`update public.accounts set display_name = $2 where id = $1`, [id, name]);
		const now = Math.floor(Date.now() / 1000);
		const token = signToken(self.embedded.secrets.jwtSecret, {
			sub: id,
			aud: 'authenticated',
			role: 'authenticated',
			email: `${id}@test.kz`,
			session_id: session,
			iat: now,
			exp: now + 3600
		});
		const db = client(self.embedded, self.embedded.secrets.publishableKey, token);
		return { id, personId: null, token, db };
	};
	self.alumnus = async ({ region = 'KZ-61', name = 'Айгүл Сынақ', round = 2019 } = {}) => {
		const member = await self.member(name);
		const [person] = await self.sql<{ id: string }>(
			`insert into public.persons (registry_no, full_name, region_code) values ($1, $2, $3) returning id`,
			[`T-${member.id}`.slice(0, 40), name, region]
		);
		const personId = person?.id as string;
		await self.sql(
			`insert into public.participations (person_id, round, role) values ($1, $2, 'leader')`,
			[personId, round]
		);
		await self.sql(`update public.accounts set person_id = $2, claimed_at = now() where id = $1`, [
			member.id,
			personId
		]);
		return { ...member, personId };
	};
	self.staff = async (role, region, organizationId) => {
		const member = await self.member(role);
		await self.sql(
			`insert into private.staff_roles (account_id, role, region_code, organization_id) values ($1, $2, $3, $4)`,
			[member.id, role, region ?? null, organizationId ?? null]
		);
		return member;
	};
	return self;
}

function client(embedded: Embedded, key: string, token?: string): Db {
	return createClient('http://embedded.local', key, {
		auth: { persistSession: false, autoRefreshToken: false },
		global: {
			fetch: (input: RequestInfo | URL, init?: RequestInit) =>
				embedded.fetch(new Request(input, init)),
			headers: token ? { authorization: `Bearer ${token}` } : {}
		}
	}) as Db;
}
