import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { useTestBackend } from '../../../../tests/support/test-backend';
import { sendDue } from './outbox.server';
import { telegramChannel } from './telegram.server';

const backend = useTestBackend();
const BOT = '123456789:test';

interface Sent {
	path: string;
	body: { chat_id: number; text: string; parse_mode?: string };
}
let server: Server;
let sent: Sent[];
let answers: (number | 'hang up')[];

/** Follows https://core.telegram.org/bots/api#making-requests; answers as told, then 200. */
beforeEach(async () => {
	await backend.sql('delete from private.outbox');
	[sent, answers] = [[], []];
	server = createServer((request, response) => {
		const chunks: Buffer[] = [];
		request.on('data', (chunk: Buffer) => chunks.push(chunk));
		request.on('end', () => {
			sent.push({ path: request.url ?? '', body: JSON.parse(Buffer.concat(chunks).toString()) });
			const status = answers.shift() ?? 200;
			if (status === 'hang up') return request.socket.destroy();
			response.writeHead(status, { 'content-type': 'application/json' });
			const error = {
				ok: false,
				error_code: status,
				description: status === 403 ? 'Forbidden: bot was blocked by the user' : 'Error',
				...(status === 429 && { parameters: { retry_after: 1800 } })
			};
			response.end(JSON.stringify(status === 200 ? { ok: true, result: {} } : error));
		});
	}).listen(0, '127.0.0.1');
	await once(server, 'listening');
});
afterEach(() => void server.close());

const send = () =>
	sendDue(backend.service as never, {
		channels: [telegramChannel(BOT, `http://127.0.0.1:${(server.address() as AddressInfo).port}`)],
		origin: 'https://jalgas.test'
	});

/** An alumnus who linked a chat and chose it, with one message that was queued for their e-mail. */
async function linked(purpose = 'referral_asked') {
	const member = await backend.alumnus();
	const chat = Math.floor(Math.random() * 1e12) + 1;
	await backend.sql('insert into private.telegram_links (account_id, chat_id) values ($1, $2)', [
		member.id,
		chat
	]);
	await backend.sql(
		`insert into private.message_preferences (account_id, channel) values ($1, 'telegram')`,
		[member.id]
	);
	const [row] = await backend.sql<{ id: string }>(
		`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body)
		 values ($1, 'email', 'a@test.kz', $2, $3, 'kk', 'Сәлем', 'Айгүл!') returning id`,
		[member.personId, purpose, randomUUID()]
	);
	return { member, chat, id: row?.id as string };
}
const look = async (id: string) =>
	(
		await backend.sql(
			`select channel, state, attempts, last_error,
			   extract(epoch from next_attempt_at - now()) > 1700 as waits_long
			 from private.outbox where id = $1`,
			[id]
		)
	)[0];
const isLinked = async (account: string) =>
	(
		await backend.sql(
			'select from private.telegram_links where account_id = $1 and ended_at is null',
			[account]
		)
	).length === 1;

it('sends plain words to the chat that was chosen, with the way out under them', async () => {
	const { id, chat } = await linked();
	expect(await send()).toBe(1);
	expect(await look(id)).toMatchObject({ channel: 'telegram', state: 'sent' });
	expect(sent).toHaveLength(1);
	expect(sent[0]?.path).toBe(`/bot${BOT}/sendMessage`);
	expect(sent[0]?.body.chat_id).toBe(chat);
	expect(sent[0]?.body.parse_mode).toBeUndefined();
	expect(sent[0]?.body.text).toMatch(
		/^Сәлем\n\nАйгүл!\n\n.*https:\/\/jalgas\.test\/u\/[0-9a-f]{32}$/s
	);
});

it('leaves codes to the address that they prove', async () => {
	const { id } = await linked('claim_code');
	expect(await send()).toBe(0);
	expect(await look(id)).toMatchObject({ channel: 'email', state: 'queued' });
});

it('waits as long as Telegram asks, and counts no try', async () => {
	const { id } = await linked();
	answers = [429];
	expect(await send()).toBe(0);
	expect(await look(id)).toMatchObject({
		state: 'queued',
		attempts: 0,
		waits_long: true,
		last_error: 'telegram 429'
	});
});

it('ends the link of somebody who blocked the bot, and writes by e-mail from then on', async () => {
	const { id, member } = await linked();
	answers = [403];
	expect(await send()).toBe(0);
	expect(await look(id)).toMatchObject({ state: 'failed', last_error: 'telegram 403' });
	expect(await isLinked(member.id)).toBe(false);
	const [next] = await backend.sql<{ channel: string }>(
		`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body)
		 values ($1, 'email', 'a@test.kz', 'referral_accepted', $2, 'kk', 'Сәлем', 'Айгүл!') returning channel`,
		[member.personId, randomUUID()]
	);
	expect(next?.channel).toBe('email');
});

it('keeps the link when only this message will not do', async () => {
	const { id, member } = await linked();
	answers = [400];
	await send();
	expect(await look(id)).toMatchObject({ state: 'failed' });
	expect(await isLinked(member.id)).toBe(true);
});

it('does not send again what may have arrived before the line broke', async () => {
	const { id } = await linked();
	answers = ['hang up'];
	expect(await send()).toBe(0);
	expect(await look(id)).toMatchObject({ state: 'sending' });
	await backend.sql(`update private.outbox set lease_until = now() - interval '1 second'`);
	await send();
	expect(await look(id)).toMatchObject({ state: 'uncertain' });
	expect(sent).toHaveLength(1);
});

it('tries again when Telegram is not reached at all', async () => {
	const { id } = await linked();
	const port = (server.address() as AddressInfo).port;
	await new Promise((done) => server.close(done));
	const gone = telegramChannel(BOT, `http://127.0.0.1:${port}`);
	await sendDue(backend.service as never, { channels: [gone], origin: 'https://jalgas.test' });
	expect(await look(id)).toMatchObject({ state: 'queued', attempts: 1 });
});
