import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { accept, answer, ask } from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import { queueDigests, queueWeekly } from './due.server';
import { sendDue } from './outbox.server';
import { mornings } from './rules';
import type { Channel } from './types';

const backend = useTestBackend();
const ORIGIN = 'https://jalgas.test';
const WEEK = 7 * 86_400_000;
let asker: Member, expert: Member, fan: Member, moderator: Member;
let question: string, post: string;

/** What leaves to this person now that the channel is there again. */
async function sent(to: Member): Promise<{ subject: string; body: string }[]> {
	const letters: { to: string; subject: string; body: string }[] = [];
	const channel: Channel = {
		name: 'email',
		send: async (message) => {
			letters.push(message);
			return { is: 'sent' };
		},
		close: () => undefined
	};
	await sendDue(backend.service as never, { channels: [channel], origin: ORIGIN });
	return letters.filter((letter) => letter.to === `${to.id}@test.kz`);
}
const bodies = async (to: Member) => (await sent(to)).map(({ body }) => body).join('\n');
const unsent = (purpose: string) =>
	backend.sql<{ state: string; last_error: string | null }>(
		'select state, last_error from private.outbox where purpose = $1',
		[purpose]
	);
const withdraw = (kind: string, id: string, why = 'flags') =>
	backend.sql('select private.withdraw_post($1, $2, $3)', [kind, id, why]);
const restore = (kind: string, id: string) =>
	backend.sql('select private.restore_post($1, $2)', [kind, id]);
const notices = async ({ db }: Member) =>
	(await db.rpc('page_notices', { p_after: null, p_locale: 'kk' })).data.notices as {
		id: string;
		title: string;
		isGone: boolean;
	}[];

async function reachable(name: string): Promise<Member> {
	const member = await backend.alumnus({ name });
	await backend.sql('update public.persons set birth_year = 1990 where id = $1', [member.personId]);
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, state, source) values ($1, 'email', $2, $2, 'confirmed', 'self')`,
		[member.personId, `${member.id}@test.kz`]
	);
	return member;
}

beforeAll(async () => {
	[asker, expert, fan] = [
		await reachable('Айгүл Сұраушы'),
		await reachable('Ерлан Білгір'),
		await reachable('Дана Бақылаушы')
	];
	moderator = await backend.staff('coordinator');
});
beforeEach(async () => {
	await backend.sql('delete from private.outbox');
	await backend.sql('delete from public.questions');
	await backend.sql('delete from private.weekly_letters');
	question = await ask(asker);
	post = await answer(expert, question);
});

describe('a message that waited', () => {
	it('is sent while what it tells is so', async () => {
		expect(await bodies(asker)).toContain('Тауықтар неге жұмыртқаламай қойды?');
	});
	it.each(['flags', 'moderation', 'author'])(
		'is not sent of an answer that went (%s), nor late when that is back',
		async (why) => {
			await withdraw('answer', post, why);
			expect(await sent(asker)).toEqual([]);
			await restore('answer', post);
			expect(await sent(asker)).toEqual([]);
			expect(await unsent('question_answered')).toEqual([
				{ state: 'app', last_error: 'not so any more' }
			]);
			expect((await notices(asker)).map(({ title }) => title)).toContain('Сұрағыңызға жауап келді');
		}
	);
	it('is sent of what went and came back before it was its turn', async () => {
		await withdraw('question', question);
		await restore('question', question);
		expect(await sent(asker)).toHaveLength(1);
	});
	it('is not sent of a comment, thanks or an offer that has lost its ground', async () => {
		await sent(asker);
		await fan.db.rpc('add_comment', {
			p_key: randomUUID(),
			p_post: post,
			p_body: 'Менде де солай',
			p_locale: 'kk'
		});
		await backend.sql(
			`update public.post_comments set withdrawn_at = now(), withdrawn_for = 'flags' where post_id = $1`,
			[post]
		);
		await accept(asker, question, post);
		for (const p_kind of ['time', null])
			await asker.db.rpc('thank_answer', { p_answer: post, p_kind });
		const [offer] = await backend.sql<{ id: string }>(
			`insert into private.question_offers (question_id, account_id, step, week, slot, score, reasons)
			 values ($1, $2, 1, '2026-01-05', 1, 45, '{}') returning id`,
			[question, fan.id]
		);
		await backend.sql('select private.tell_of_offer($1)', [offer?.id]);
		expect([...(await sent(expert)), ...(await sent(fan))]).toEqual([]);
		for (const purpose of ['post_commented', 'answer_thanked', 'question_offered'])
			expect(await unsent(purpose), purpose).toMatchObject([{ state: 'app' }]);
	});
	it('tells a verdict that another has overtaken no more', async () => {
		await backend.sql(
			`insert into private.moderation_cases (question_id, author_id, locale, why) values ($1, $2, 'kk', 'flags')`,
			[question, asker.id]
		);
		const [found] = await backend.sql<{ id: string }>(
			'select id from private.moderation_cases where question_id = $1',
			[question]
		);
		const decided = await moderator.db.rpc('decide_case', {
			p_case: found?.id,
			p_verdict: 'hidden',
			p_reason: 'spam'
		});
		const turned = await moderator.db.rpc('reverse_case', {
			p_case: found?.id,
			p_note: 'Қате болды, қайтардым.'
		});
		expect([decided.error, turned.error]).toEqual([null, null]);
		const subjects = (await sent(asker)).map(({ subject }) => subject);
		expect(subjects).toContain('Жалғас: жазбаңыз қайта ашылды');
		expect(subjects).not.toContain('Жалғас: жазбаңыз жасырылды');
	});
});

describe('a weekly letter that waited', () => {
	const weekly = async () => {
		await sent(fan);
		await fan.db.rpc('follow', { p_kind: 'question', p_target: question });
		await backend.sql(
			`insert into public.profiles (person_id, directions) values ($1, '{poultry}') on conflict do nothing`,
			[fan.personId]
		);
		await fan.db.rpc('choose_weekly', { p_wanted: true });
		await queueWeekly(
			backend.service as never,
			ORIGIN,
			new Date(mornings(new Date()).week.getTime() + WEEK)
		);
	};
	it('loses the line of what is hidden, and says titles as they stand', async () => {
		const other = await ask(asker, 'poultry');
		await backend.sql(
			`update public.questions set title = 'Жасырылған сұрақ осы еді' where id = $1`,
			[other]
		);
		await weekly();
		await withdraw('question', other);
		await backend.sql(
			`update public.questions set title = 'Тауықтар неге жеміс бермейді?' where id = $1`,
			[question]
		);
		const letter = await bodies(fan);
		expect(letter).toContain(`• Тауықтар неге жеміс бермейді?\n${ORIGIN}/kk/questions/${question}`);
		for (const gone of ['Жасырылған', other, 'жұмыртқаламай']) expect(letter).not.toContain(gone);
		expect(letter).toContain('Нені бақылайтыныңыз');
	});
	it('is not sent when nothing is left in it', async () => {
		await weekly();
		await withdraw('question', question);
		expect(await sent(fan)).toEqual([]);
		await restore('question', question);
		expect(await sent(fan)).toEqual([]);
		expect(await unsent('weekly')).toMatchObject([{ state: 'app' }]);
	});
	it('has no heading without a line beneath', async () => {
		await backend.sql(
			`update public.questions set created_at = now() - interval '20 days', answer_count = 0 where id = $1`,
			[question]
		);
		const other = await ask(asker, 'poultry');
		await weekly();
		const [queued] = await backend.sql<{ body: string }>(
			`select body from private.outbox where purpose = 'weekly'`
		);
		expect(queued?.body).toContain('Жауап күтіп тұр');
		await withdraw('question', question);
		const letter = await bodies(fan);
		expect(letter).toContain(other);
		expect(letter).not.toContain('Жауап күтіп тұр');
	});
});

it('a digest that waited loses the line of what is gone, and counts the others', async () => {
	await backend.sql(
		`insert into private.message_preferences (account_id, channel, delivery) values ($1, 'email', 'daily')`,
		[asker.id]
	);
	await answer(fan, question);
	await backend.sql(
		`update private.outbox set created_at = now() - interval '3 days' where state = 'waiting'`
	);
	await queueDigests(backend.service as never, ORIGIN, new Date());
	await withdraw('answer', post);
	const [digest] = await sent(asker);
	expect(digest?.subject).toContain('(1)');
	expect(digest?.body.match(/\/me\/notices\//g)).toHaveLength(1);
});

it('a notice leads nobody to a question that is gone, and its asker to what became of it', async () => {
	await fan.db.rpc('follow', { p_kind: 'question', p_target: question });
	await answer(expert, question);
	const [before] = await notices(fan);
	expect(before).toMatchObject({ isGone: false });
	await withdraw('question', question, 'moderation');
	const [after] = await notices(fan);
	expect(after).toMatchObject({ isGone: true });
	expect(JSON.stringify(after)).not.toContain('Тауықтар');
	expect((await fan.db.rpc('open_notice', { p_notice: after?.id })).data).toBe('/me/notices');
	const [own] = await notices(asker);
	expect(own).toMatchObject({ isGone: false });
	expect((await asker.db.rpc('open_notice', { p_notice: own?.id })).data).toBe(
		`/questions/${question}`
	);
});
