import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import { chatCommand } from './rules';
import { answerUpdate, sameSecret, takeUpdate } from './telegram-webhook.server';

const backend = useTestBackend();
const SECRET = 'a-secret-of-the-webhook-0123456789';
let updates = 0;

beforeAll(async () => {
	const hash = createHash('sha256').update(SECRET).digest('hex');
	await backend.service.rpc('trust_telegram_webhook', { p_hash: hash });
});

/** As Telegram tells it: https://core.telegram.org/bots/api#update. */
const update = (chat: number, text: string, id = ++updates) => ({
	update_id: id,
	message: { message_id: 1, date: 1, chat: { id: chat, type: 'private' }, text }
});
const say = async (chat: number, text: string, id?: number, secret = SECRET) =>
	(await answerUpdate(backend.anon as never, secret, update(chat, text, id))) as {
		method: string;
		chat_id: number;
		text: string;
	} | null;
const start = async (member: Member) =>
	(await member.db.rpc('start_telegram_link')).data as unknown as string;
const chatOf = async (member: Member) =>
	(
		await backend.sql<{ chat_id: string }>(
			'select chat_id::text from private.telegram_links where account_id = $1 and ended_at is null',
			[member.id]
		)
	)[0]?.chat_id;

it('links a chat by the token, once', async () => {
	const [aigul, thief] = [await backend.member(), await backend.member()];
	const token = await start(aigul);
	expect(await say(101, `/start ${token}`)).toMatchObject({ method: 'sendMessage', chat_id: 101 });
	expect(await chatOf(aigul)).toBe('101');
	const page = (await aigul.db.rpc('page_notifications')).data;
	expect(page).toMatchObject({ channel: 'telegram', linkedAt: expect.any(String) });
	// Somebody who saw the link later.
	await say(102, `/start ${token}`);
	expect(await chatOf(aigul)).toBe('101');
	expect(await chatOf(thief)).toBeUndefined();
});

it('forgets a token after 15 minutes, and when a newer one was asked for', async () => {
	const member = await backend.member();
	const older = await start(member);
	const late = await start(member);
	await say(201, `/start ${older}`);
	await backend.sql(
		`update private.telegram_starts set expires_at = now() - interval '1 second' where account_id = $1`,
		[member.id]
	);
	await say(201, `/start ${late}`);
	expect(await chatOf(member)).toBeUndefined();
});

it.each(['/stop', 'СТОП', 'тоқта', 'Stop'])('ends the link at the word %s', async (word) => {
	const member = await backend.member();
	await backend.sql(`update public.accounts set locale = 'ru' where id = $1`, [member.id]);
	await say(301, `/start ${await start(member)}`);
	const answer = await say(301, word);
	expect(answer?.text).toMatch(/больше не пишем/);
	expect(await chatOf(member)).toBeUndefined();
	expect((await member.db.rpc('page_notifications')).data).toMatchObject({ channel: 'email' });
});

it('does nothing twice when Telegram delivers an update again', async () => {
	const member = await backend.member();
	const first = update(401, `/start ${await start(member)}`);
	expect(await answerUpdate(backend.anon as never, SECRET, first)).not.toBeNull();
	expect(await answerUpdate(backend.anon as never, SECRET, first)).toBeNull();
	expect(await chatOf(member)).toBe('401');
});

it.each([
	null,
	'text',
	{},
	{ update_id: 1 },
	{ update_id: 'x', message: { chat: { id: 1, type: 'private' }, text: '/stop' } },
	{ update_id: 2, message: { chat: { id: -5, type: 'group' }, text: '/stop' } },
	{ update_id: 3, message: { chat: { id: 5, type: 'private' }, text: 'Сәлем!' } }
])('is silent about %j', async (body) =>
	expect(await answerUpdate(backend.anon as never, SECRET, body)).toBeNull()
);

it('believes nobody who does not know the secret: no link, no end of one', async () => {
	const [victim, attacker] = [await backend.alumnus(), await backend.member()];
	await say(501, `/start ${await start(victim)}`);
	const token = await start(attacker);
	for (const secret of ['', 'guess', createHash('sha256').update(SECRET).digest('hex')]) {
		await expect(say(501, '/stop', undefined, secret)).rejects.toThrow('forbidden');
		await expect(say(502, `/start ${token}`, undefined, secret)).rejects.toThrow('forbidden');
	}
	expect(await chatOf(victim)).toBe('501');
	expect(await chatOf(attacker)).toBeUndefined();
	for (const db of [backend.anon, attacker.db]) {
		const { error } = await db.rpc('trust_telegram_webhook', { p_hash: '0'.repeat(64) });
		expect(error?.code).toBe('42501');
	}
	expect((await backend.anon.rpc('start_telegram_link')).error?.code).toBe('42501');
	expect((await backend.anon.rpc('end_telegram_link')).error?.code).toBe('42501');
	await attacker.db.rpc('end_telegram_link');
	expect(await chatOf(victim)).toBe('501');
});

describe('a delivery', () => {
	const deliver = (body: BodyInit, secret = SECRET) => {
		const headers = { 'x-telegram-bot-api-secret-token': secret };
		const request = { method: 'POST', headers, body, duplex: 'half' } as RequestInit;
		const url = 'https://jalgas.test/webhooks/telegram';
		return takeUpdate(backend.anon as never, SECRET, new Request(url, request));
	};
	/** Sent piece by piece, without saying how long it is. */
	const inPieces = (text: string) =>
		new ReadableStream({
			start(controller) {
				for (let at = 0; at < text.length; at += 1000)
					controller.enqueue(new TextEncoder().encode(text.slice(at, at + 1000)));
				controller.close();
			}
		});
	const LIMIT = 64 * 1024;

	it('that is larger than 64 KB is answered 413, also when it does not say its length', async () => {
		expect((await deliver(' '.repeat(LIMIT + 1))).status).toBe(413);
		expect((await deliver(inPieces(' '.repeat(LIMIT + 1)))).status).toBe(413);
		expect((await deliver(' '.repeat(LIMIT))).status).toBe(200);
	});
	it('without the secret is answered 401, whatever its size; one that says nothing 200', async () => {
		expect((await deliver(' '.repeat(LIMIT + 1), 'guess')).status).toBe(401);
		expect((await deliver('no json')).status).toBe(200);
	});
	it('of a start is answered with the word that stops, in the person’s language', async () => {
		for (const [locale, word] of [
			['kk', 'тоқта'],
			['ru', 'стоп'],
			['en', 'stop']
		] as const) {
			const member = await backend.member();
			await backend.sql('update public.accounts set locale = $2 where id = $1', [
				member.id,
				locale
			]);
			const chat = Math.floor(Math.random() * 1e12);
			const response = await deliver(JSON.stringify(update(chat, `/start ${await start(member)}`)));
			expect(((await response.json()) as { text: string }).text).toContain(word);
			expect(chatCommand(word)).toEqual({ verb: 'stop' });
		}
	});
});

it('compares secrets of any length', () => {
	expect(sameSecret(SECRET, SECRET)).toBe(true);
	expect([null, '', `${SECRET}x`].map((given) => sameSecret(given, SECRET))).toEqual([
		false,
		false,
		false
	]);
});
