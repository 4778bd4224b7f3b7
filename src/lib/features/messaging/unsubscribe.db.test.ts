import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import { demoMailbox } from './demo-mailbox.server';
import { sendDue } from './outbox.server';
import type { Message } from './types';
import { readUnsubscribe, unsubscribe } from './unsubscribe.server';

const backend = useTestBackend();
const ORIGIN = 'https://jalgas.test';
beforeEach(() => backend.sql('delete from private.outbox'));

async function queue(person: string | null, purpose: string): Promise<string> {
	const [row] = await backend.sql<{ id: string }>(
		`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body)
		 values ($1, 'email', 'a@test.kz', $2, $3, 'ru', 'S', 'B') returning id`,
		[person, purpose, randomUUID()]
	);
	return row?.id as string;
}
const stateOf = async (id: string) =>
	(
		await backend.sql<{ state: string }>(
			`select concat_ws(' ', state, last_error) as state from private.outbox where id = $1`,
			[id]
		)
	)[0]?.state;
/** What left, and the token in it. */
async function sent(quietUntil?: () => Date): Promise<{ mails: Message[]; token: string }> {
	const mails: Message[] = [];
	const mailbox = demoMailbox(backend.service as never);
	const send = async (message: Message) => {
		mails.push(message);
		return mailbox.send(message);
	};
	const round = { channels: [{ ...mailbox, send }], origin: ORIGIN, quietUntil };
	await sendDue(backend.service as never, round);
	return { mails, token: mails[0]?.unsubscribeUrl?.split('/').pop() ?? '' };
}
const followUp = (member: Member) =>
	backend.sql<{ granted: boolean; method: string }>(
		`select granted, method from public.consents where person_id = $1 and purpose = 'followup' order by id`,
		[member.personId]
	);
const agree = (member: Member) =>
	backend.sql(
		`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
		 values ($1, 'followup', true, 'v', 'kk', 'web')`,
		[member.personId]
	);

it('stands under a message that was not asked for, and under no other', async () => {
	const { personId } = await backend.alumnus();
	await queue(personId, 'referral_asked');
	const { mails, token } = await sent();
	expect(token).toMatch(/^[0-9a-f]{32}$/);
	expect(mails[0]?.body).toMatch(new RegExp(`^B\\n\\n.*${ORIGIN}/u/${token}$`, 's'));
	for (const purpose of ['claim_code', 'record_claimed', 'referral_accepted'])
		await queue(personId, purpose);
	expect((await sent()).mails.map((mail) => [mail.body, mail.unsubscribeUrl])).toEqual(
		Array(3).fill(['B', null])
	);
});

it('ends offers: what waits is kept back, and nothing new goes out', async () => {
	const { personId } = await backend.alumnus();
	await queue(personId, 'referral_asked');
	const { token } = await sent();
	expect(await readUnsubscribe(backend.anon as never, token)).toMatchObject({
		topic: 'offers',
		locale: 'ru',
		stopped: false
	});
	const waiting = await queue(personId, 'referral_asked');
	expect(await unsubscribe(backend.anon as never, token)).toBe(true);
	expect(await unsubscribe(backend.anon as never, token)).toBe(true);
	expect(await readUnsubscribe(backend.anon as never, token)).toMatchObject({ stopped: true });
	const later = await queue(personId, 'referral_asked');
	const answer = await queue(personId, 'referral_accepted');
	expect((await sent()).mails).toHaveLength(1);
	expect(await stateOf(waiting)).toBe('failed unsubscribed');
	expect(await stateOf(later)).toBe('failed unsubscribed');
	expect(await stateOf(answer)).toBe('sent');
});

it('ends follow-up by one more word of consent, and keeps the old one', async () => {
	const member = await backend.alumnus();
	await agree(member);
	await queue(member.personId, 'wave_invitation');
	const { token } = await sent();
	for (let tap = 0; tap < 2; tap++) await unsubscribe(backend.anon as never, token);
	expect(await followUp(member)).toEqual([
		{ granted: true, method: 'web' },
		{ granted: false, method: 'web' }
	]);
	// A link works forever: also when the person had said yes again.
	await agree(member);
	await backend.sql('delete from private.outbox');
	expect(await unsubscribe(backend.anon as never, token)).toBe(true);
	expect((await followUp(member)).at(-1)?.granted).toBe(false);
});

it('of one person touches nobody else, and a made-up link is unknown', async () => {
	const [aigul, other] = [await backend.alumnus(), await backend.alumnus()];
	await agree(other);
	await queue(aigul.personId, 'wave_invitation');
	await unsubscribe(backend.anon as never, (await sent()).token);
	const waiting = await queue(other.personId, 'wave_invitation');
	for (const made of ['0'.repeat(32), '', "' or true --", other.personId ?? '']) {
		expect(await unsubscribe(backend.anon as never, made)).toBe(false);
		expect(await readUnsubscribe(backend.anon as never, made)).toBeNull();
	}
	expect(await followUp(other)).toEqual([{ granted: true, method: 'web' }]);
	expect(await stateOf(waiting)).toBe('queued');
});

it('can be taken back on the page of notifications, by its person alone', async () => {
	const [aigul, other] = [await backend.alumnus(), await backend.alumnus()];
	const save = (member: Member, offers: boolean) =>
		member.db.rpc('save_notifications', {
			p_channel: 'email',
			p_delivery: 'each',
			p_topics: { offers }
		});
	const offers = async (member: Member) =>
		((await member.db.rpc('page_notifications')).data as { topics: { offers: boolean } }).topics
			.offers;
	await save(aigul, false);
	await save(other, true);
	expect([await offers(aigul), await offers(other)]).toEqual([false, true]);
	await save(aigul, true);
	expect(await offers(aigul)).toBe(true);
	const { error } = await aigul.db.rpc('save_notifications', {
		p_channel: 'telegram',
		p_delivery: 'each',
		p_topics: {}
	});
	expect([error?.message, error?.details]).toEqual(['invalid', 'channel']);
	const signedOut = await backend.anon.rpc('save_notifications', {
		p_channel: 'email',
		p_delivery: 'each',
		p_topics: {}
	});
	expect(signedOut.error?.code).toBe('42501');
	expect((await backend.anon.rpc('page_notifications')).data).toEqual({ viewer: null });
});

it('by night only what is urgent leaves; the rest waits until the morning', async () => {
	const { personId } = await backend.alumnus();
	const patient = await queue(personId, 'referral_accepted');
	const urgent = await queue(personId, 'claim_code');
	const morning = new Date(Date.now() + 3_600_000);
	expect((await sent(() => morning)).mails.map((mail) => mail.id)).toEqual([urgent]);
	const [row] = await backend.sql<{ at: string; attempts: number }>(
		`select next_attempt_at::timestamptz(0)::text as at, attempts from private.outbox where id = $1`,
		[patient]
	);
	expect(Math.abs(new Date(row?.at ?? 0).getTime() - morning.getTime())).toBeLessThan(1000);
	expect(row?.attempts).toBe(0);
});
