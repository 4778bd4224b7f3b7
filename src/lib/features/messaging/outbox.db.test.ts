import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useTestBackend, type Db } from '../../../../tests/support/test-backend';
import { demoMailbox } from './demo-mailbox.server';
import { emailChannel } from './email.server';
import { sendDue as sendRound } from './outbox.server';
import type { Channel } from './types';

const backend = useTestBackend();
const SUBJECT = 'Жобаңыз қалай? Екі минуттық сауалнама';

const sendDue = (db: Db, channel: Channel, stop?: () => boolean) =>
	sendRound(db as never, { channels: [channel], origin: 'https://jalgas.test', stop });

let letters: string[];
let server: SMTPServer | undefined;
let channel: Channel | undefined;

/** A real SMTP server that answers as told. */
async function serve(options: SMTPServerOptions = {}): Promise<Channel> {
	server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, _session, done) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				letters.push(Buffer.concat(chunks).toString());
				done();
			});
		},
		...options
	});
	server.listen(0, '127.0.0.1');
	await once(server.server, 'listening');
	const { port } = server.server.address() as AddressInfo;
	channel = emailChannel(`smtp://127.0.0.1:${port}`);
	return channel;
}

const refuse = (code: number) => Object.assign(new Error('no'), { responseCode: code });

async function queue(to = `${randomUUID()}@test.kz`): Promise<string> {
	const [row] = await backend.sql<{ id: string }>(
		`insert into private.outbox (channel, to_address, purpose, occasion, locale, subject, body)
		 values ('email', $1, 'test', $2, 'kk', $3, 'Сәлеметсіз бе, Айгүл!') returning id`,
		[to, randomUUID(), SUBJECT]
	);
	return row?.id as string;
}
const look = async (id: string) =>
	(
		await backend.sql<{ state: string; attempts: number; waits: boolean; last_error: string }>(
			`select state, attempts, next_attempt_at > now() as waits, last_error from private.outbox where id = $1`,
			[id]
		)
	)[0];

beforeEach(async () => {
	letters = [];
	await backend.sql('delete from private.outbox');
});
afterEach(async () => {
	channel?.close();
	await new Promise<void>((done) => (server ? server.close(done) : done()));
	server = channel = undefined;
});

it('delivers a letter with Kazakh words and the headers of a machine', async () => {
	const id = await queue('aigul@test.kz');
	expect(await sendDue(backend.service, await serve())).toBe(1);
	const [letter] = letters;
	const header = (name: string) =>
		new RegExp(`^${name}: (.*(?:\\r\\n .*)*)`, 'mi').exec(letter ?? '')?.[1];
	const words = (header('Subject') ?? '').replace(/\r\n /g, '').replace(/\?==\?/g, '?= =?');
	const subject = words
		.split(' ')
		.map((word) => {
			const [, kind, text = ''] = /^=\?UTF-8\?([BQ])\?(.*)\?=$/i.exec(word) ?? [];
			return kind?.toUpperCase() === 'B'
				? Buffer.from(text, 'base64')
				: Buffer.from(
						text
							.replace(/_/g, ' ')
							.replace(/=([0-9A-F]{2})/g, (_, hex: string) =>
								String.fromCharCode(parseInt(hex, 16))
							),
						'latin1'
					);
		})
		.reduce((all, part) => Buffer.concat([all, part]), Buffer.alloc(0))
		.toString();
	expect(subject).toBe(SUBJECT);
	expect(header('To')).toBe('aigul@test.kz');
	expect(header('Message-ID')).toBe(`<${id}@jalgas.kz>`);
	expect(header('Auto-Submitted')).toBe('auto-generated');
	expect(header('Content-Language')).toBe('kk');
	expect(await look(id)).toMatchObject({ state: 'sent', attempts: 1 });
	expect(await sendDue(backend.service, channel as Channel)).toBe(0);
	expect(letters).toHaveLength(1);
});

it('waits for a server that is not there', async () => {
	const id = await queue();
	const gone = await serve();
	await new Promise<void>((done) => (server as SMTPServer).close(done));
	server = undefined;
	expect(await sendDue(backend.service, gone)).toBe(0);
	expect(await look(id)).toMatchObject({ state: 'queued', attempts: 1, waits: true });
});

it('tries a busy server again later', async () => {
	const id = await queue();
	const busy = await serve({ onRcptTo: (_to, _session, done) => done(refuse(451)) });
	expect(await sendDue(backend.service, busy)).toBe(0);
	expect(await look(id)).toMatchObject({
		state: 'queued',
		attempts: 1,
		waits: true,
		last_error: expect.stringContaining('451')
	});
});

it('gives up on an address that does not exist, and goes on with the others', async () => {
	const lost = await queue('nobody@test.kz');
	const kept = await queue('somebody@test.kz');
	const picky = await serve({
		onRcptTo: ({ address }, _session, done) =>
			done(address.startsWith('nobody') ? refuse(550) : null)
	});
	expect(await sendDue(backend.service, picky)).toBe(1);
	expect(await look(lost)).toMatchObject({ state: 'failed' });
	expect(await look(kept)).toMatchObject({ state: 'sent' });
});

it('gives up after six tries', async () => {
	const id = await queue();
	const busy = await serve({ onRcptTo: (_to, _session, done) => done(refuse(451)) });
	for (let i = 0; i < 6; i++) {
		await backend.sql('update private.outbox set next_attempt_at = now() where id = $1', [id]);
		await sendDue(backend.service, busy);
	}
	expect(await look(id)).toMatchObject({ state: 'failed', attempts: 6 });
});

it('does not send again what may have gone out when the line broke after the letter', async () => {
	const id = await queue();
	const dying = await serve({
		onData: (stream) => {
			stream.resume();
			stream.on('end', () => {
				for (const connection of server?.connections ?? [])
					(connection as unknown as { _socket: { destroy: () => void } })._socket.destroy();
			});
		}
	});
	expect(await sendDue(backend.service, dying)).toBe(0);
	expect(await look(id)).toMatchObject({ state: 'sending' });
	await backend.sql(
		`update private.outbox set lease_until = now() - interval '1 second' where id = $1`,
		[id]
	);
	await sendDue(backend.service, dying);
	expect(await look(id)).toMatchObject({ state: 'uncertain', attempts: 1 });
});

it('marks what a killed worker had in flight as uncertain, and sends the rest', async () => {
	const inFlight = await queue();
	// The worker dies between claiming and settling.
	await backend.service.rpc('claim_outbox', {
		p_limit: 1,
		p_lease_seconds: 0,
		p_channels: ['email']
	});
	const next = await queue();
	expect(await sendDue(backend.service, await serve())).toBe(1);
	expect(await look(inFlight)).toMatchObject({ state: 'uncertain', attempts: 1 });
	expect(await look(next)).toMatchObject({ state: 'sent' });
	expect(letters).toHaveLength(1);
});

it('shares the work of two workers without sending twice', async () => {
	for (let i = 0; i < 25; i++) await queue();
	const mail = await serve();
	const sent = await Promise.all([sendDue(backend.service, mail), sendDue(backend.service, mail)]);
	expect(sent[0] + sent[1]).toBe(25);
	expect(new Set(letters).size).toBe(25);
	expect(letters).toHaveLength(25);
});

it('finishes what it claimed when told to stop', async () => {
	for (let i = 0; i < 25; i++) await queue();
	let stopping = false;
	const mail = await serve();
	const once: Channel = {
		...mail,
		send: async (m) => {
			stopping = true;
			return mail.send(m);
		}
	};
	await sendDue(backend.service, once, () => stopping);
	const states = await backend.sql(
		`select state, count(*)::int as n from private.outbox group by 1 order by 1`
	);
	expect(states).toEqual([
		{ state: 'queued', n: 5 },
		{ state: 'sent', n: 20 }
	]);
});

it('puts a demo letter into the mailbox', async () => {
	const id = await queue('aigul@test.kz');
	expect(await sendDue(backend.service, demoMailbox(backend.service))).toBe(1);
	expect(await look(id)).toMatchObject({ state: 'sent' });
	expect(await backend.sql('select to_address, subject from private.demo_mailbox')).toEqual([
		{ to_address: 'aigul@test.kz', subject: SUBJECT }
	]);
});

it('is closed to everyone but the worker', async () => {
	const people = [
		backend.anon,
		(await backend.alumnus()).db,
		(await backend.staff('officer', 'KZ-61')).db,
		(await backend.staff('coordinator')).db
	];
	const claim = { p_limit: 1, p_lease_seconds: 1, p_channels: ['email'] };
	for (const db of people)
		for (const { error } of [
			await db.rpc('claim_outbox', claim),
			await db.rpc('settle_outbox', {
				p_ids: [randomUUID()],
				p_outcomes: ['sent'],
				p_errors: [null],
				p_afters: [null]
			}),
			await db.rpc('turn_outbox', {
				...{ p_ids: [], p_outcomes: [], p_errors: [], p_afters: [] },
				...claim
			}),
			await db.rpc('release_outbox'),
			await db.rpc('trust_telegram_webhook', { p_hash: '0'.repeat(64) }),
			await db.rpc('deliver_to_demo_mailbox', { p_to: 'a', p_subject: 'b', p_body: 'c' })
		])
			expect(error?.code).toBe('42501');
});
