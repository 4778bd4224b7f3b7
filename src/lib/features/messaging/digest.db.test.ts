import { randomUUID } from 'node:crypto';
import { beforeEach, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import { queueDigests } from './due.server';

const backend = useTestBackend();
const ORIGIN = 'https://jalgas.test';
/** A Monday at noon, in Kazakhstan. */
const MONDAY = new Date('2026-11-23T07:00:00Z');
const TUESDAY = new Date('2026-11-24T07:00:00Z');
beforeEach(() => backend.sql('delete from private.outbox'));

/** Somebody who can be written to. */
async function alumnus(): Promise<Member> {
	const member = await backend.alumnus();
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, source, state)
		 values ($1, 'email', $2, $2, 'self', 'confirmed')`,
		[member.personId, `${member.id}@test.kz`]
	);
	return member;
}

const choose = async (member: Member, delivery: string) =>
	expect(
		(
			await member.db.rpc('save_notifications', {
				p_channel: 'email',
				p_delivery: delivery,
				p_topics: {}
			})
		).error
	).toBeNull();

async function queue(member: Member, title: string, at = '2026-11-23T03:00:00Z'): Promise<string> {
	const [row] = await backend.sql<{ id: string }>(
		`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body, created_at)
		 values ($1, 'email', 'a@test.kz', 'question_answered', gen_random_uuid() || ':1', 'kk', $2, 'B', $3) returning id`,
		[member.personId, title, at]
	);
	return row?.id as string;
}
const stateOf = async (id: string) =>
	(await backend.sql<{ state: string }>('select state from private.outbox where id = $1', [id]))[0]
		?.state;
const collect = (now: Date) => queueDigests(backend.service as never, ORIGIN, now);
const digests = ({ personId }: Member) =>
	backend.sql<{ state: string; subject: string; body: string; occasion: string; topic: string }>(
		`select state, subject, body, occasion, topic from private.outbox
		 where purpose = 'digest' and person_id = $1 order by created_at, id`,
		[personId]
	);

it('sends each at once to whoever chose nothing', async () => {
	const aigul = await alumnus();
	expect(await stateOf(await queue(aigul, 'Бір'))).toBe('queued');
});

it('collects a day into one message, with titles and links, once', async () => {
	const aigul = await alumnus();
	await choose(aigul, 'daily');
	const [one, two] = [await queue(aigul, 'Бір'), await queue(aigul, 'Екі')];
	const later = await queue(aigul, 'Үш', '2026-11-23T04:30:00Z');
	expect(await stateOf(one)).toBe('waiting');
	await Promise.all([collect(MONDAY), collect(MONDAY)]);
	await collect(MONDAY);
	const [digest, ...more] = await digests(aigul);
	expect(more).toEqual([]);
	expect(digest).toMatchObject({
		state: 'queued',
		occasion: `${aigul.id}:2026-11-23`,
		topic: 'digest',
		subject: expect.stringContaining('(2)')
	});
	expect(digest?.body).toMatch(
		/Екі\nhttps:\/\/jalgas\.test\/kk\/me\/notices\/[0-9a-f-]{36}\n\n• Бір/
	);
	expect(digest?.body).not.toContain('Үш');
	expect([await stateOf(one), await stateOf(two), await stateOf(later)]).toEqual([
		'digested',
		'digested',
		'waiting'
	]);
	await collect(TUESDAY);
	expect((await digests(aigul)).at(-1)?.body).toContain('Үш');
});

it('that dies halfway has collected nothing, and the next try sends one', async () => {
	const aigul = await alumnus();
	await choose(aigul, 'daily');
	const waiting = await queue(aigul, 'Бір');
	// Stands for a killed worker: the function gets no further than its message.
	await backend.sql(
		`create function private.die() returns trigger language plpgsql as $$ begin raise 'killed'; end $$`
	);
	await backend.sql(
		`create trigger outbox_dies after update on private.outbox for each row
		 when (new.state = 'digested') execute function private.die()`
	);
	await expect(collect(MONDAY)).rejects.toThrow();
	expect([await stateOf(waiting), await digests(aigul)]).toEqual(['waiting', []]);
	await backend.sql('drop function private.die() cascade');
	await collect(MONDAY);
	expect([await stateOf(waiting), (await digests(aigul)).length]).toEqual(['digested', 1]);
});

it('collects a week on Monday, and waits until then', async () => {
	const aigul = await alumnus();
	await choose(aigul, 'weekly');
	const one = await queue(aigul, 'Бір', '2026-11-23T04:30:00Z');
	await collect(new Date('2026-11-29T18:59:59Z'));
	await collect(new Date('2026-11-30T03:59:59Z'));
	expect(await digests(aigul)).toEqual([]);
	await collect(new Date('2026-11-30T04:00:00Z'));
	expect(await digests(aigul)).toHaveLength(1);
	expect(await stateOf(one)).toBe('digested');
});

it('leaves out what was read in the app, and sends nobody an empty one', async () => {
	const aigul = await alumnus();
	await choose(aigul, 'daily');
	const read = await queue(aigul, 'Бір');
	await backend.sql('update public.notices set read_at = now() where outbox_id = $1', [read]);
	await collect(MONDAY);
	expect(await digests(aigul)).toEqual([]);
	expect(await stateOf(read)).toBe('digested');
});

it('is of one person alone, in their language, by the way they chose', async () => {
	const [aigul, boris] = [await alumnus(), await alumnus()];
	await backend.sql(`update public.accounts set locale = 'ru' where id = $1`, [boris.id]);
	await backend.sql('insert into private.telegram_links (account_id, chat_id) values ($1, 777)', [
		boris.id
	]);
	for (const member of [aigul, boris]) await choose(member, 'daily');
	await boris.db.rpc('save_notifications', {
		p_channel: 'telegram',
		p_delivery: 'daily',
		p_topics: {}
	});
	await queue(aigul, 'Айгүлге');
	await queue(boris, 'Борису');
	await collect(MONDAY);
	const sent = await backend.sql(
		`select channel, to_address, locale from private.outbox where purpose = 'digest' order by channel`
	);
	expect(sent).toEqual([
		{ channel: 'email', to_address: `${aigul.id}@test.kz`, locale: 'kk' },
		{ channel: 'telegram', to_address: '777', locale: 'ru' }
	]);
	expect((await digests(boris))[0]?.body).not.toContain('Айгүлге');
});

it('what cannot wait goes at once, whatever was chosen', async () => {
	const aigul = await alumnus();
	for (const delivery of ['daily', 'weekly', 'app']) {
		await choose(aigul, delivery);
		for (const purpose of ['referral_asked', 'wave_invitation', 'contact_code']) {
			const [row] = await backend.sql<{ state: string }>(
				`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body)
				 values ($1, 'email', 'a@test.kz', $2, $3, 'kk', 'S', 'B') returning state`,
				[aigul.personId, purpose, randomUUID()]
			);
			expect(row?.state).toBe('queued');
		}
	}
});

it('another choice sends what was waiting, or leaves it in the app', async () => {
	const aigul = await alumnus();
	await choose(aigul, 'weekly');
	const first = await queue(aigul, 'Бір');
	await choose(aigul, 'daily');
	expect(await stateOf(first)).toBe('waiting');
	await choose(aigul, 'each');
	expect(await stateOf(first)).toBe('queued');
	await choose(aigul, 'daily');
	const second = await queue(aigul, 'Екі');
	await choose(aigul, 'app');
	expect(await stateOf(second)).toBe('app');
	expect(await stateOf(await queue(aigul, 'Үш'))).toBe('app');
	const { data } = await aigul.db.rpc('page_notices', { p_after: null, p_locale: 'kk' });
	expect((data as { notices: unknown[] }).notices).toHaveLength(3);
	await collect(TUESDAY);
	expect(await digests(aigul)).toEqual([]);
});

it('is ended by the link under it: from then on only the app', async () => {
	const aigul = await alumnus();
	await choose(aigul, 'daily');
	await queue(aigul, 'Бір');
	await collect(MONDAY);
	const [row] = await backend.sql<{ token: string }>(
		`select unsubscribe_token as token from private.outbox where purpose = 'digest' and person_id = $1`,
		[aigul.personId]
	);
	await backend.anon.rpc('unsubscribe', { p_token: row?.token });
	expect((await digests(aigul))[0]?.state).toBe('failed');
	expect((await aigul.db.rpc('page_notifications')).data).toMatchObject({ delivery: 'app' });
	expect(await stateOf(await queue(aigul, 'Екі'))).toBe('app');
});

it('refuses a choice that is none', async () => {
	const aigul = await alumnus();
	const { error } = await aigul.db.rpc('save_notifications', {
		p_channel: 'email',
		p_delivery: 'hourly',
		p_topics: {}
	});
	expect([error?.message, error?.details]).toEqual(['invalid', 'delivery']);
});

it('a topic that was not named stays as it is, and one that nobody knows is nothing', async () => {
	const aigul = await alumnus();
	const save = (topics: object) =>
		aigul.db.rpc('save_notifications', {
			p_channel: 'email',
			p_delivery: 'each',
			p_topics: topics
		});
	await save({ answers: false });
	await save({ offers: true, followup: false, digest: false, nonsense: false });
	expect((await aigul.db.rpc('page_notifications')).data).toMatchObject({
		delivery: 'each',
		topics: { answers: false, offers: true }
	});
	expect(
		await backend.sql('select topic, wanted from private.message_choices where person_id = $1', [
			aigul.personId
		])
	).toEqual([{ topic: 'answers', wanted: false }]);
});
