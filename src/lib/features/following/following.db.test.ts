import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { queueWeekly } from '../messaging/due.server';
import { mornings } from '../messaging/rules';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
const ORIGIN = 'https://jalgas.test';
let asker: Member, fan: Member, expert: Member, stranger: Member, officer: Member;

const ask = async (who: Member, fields: object = {}) =>
	(
		await who.db.rpc('ask_question', {
			p_key: randomUUID(),
			p_direction: 'poultry',
			p_title: 'Жұмыртқа неге азайды?',
			p_body: '',
			p_locale: 'kk',
			...fields
		})
	).data as string;
const reply = async (who: Member, to: string) =>
	(
		await who.db.rpc('post_answer', {
			p_key: randomUUID(),
			p_question: to,
			p_body: 'Жарықты көбейтіңіз.',
			p_locale: 'kk'
		})
	).data as string;
const follow = (db: Db, kind: string, target: string | null | undefined) =>
	db.rpc('follow', { p_kind: kind, p_target: target });
const mine = async ({ db }: Member) => (await db.rpc('page_following')).data;
const block = (who: Member, other: Member) =>
	backend.sql('insert into public.contact_blocks (blocker_id, blocked_id) values ($1, $2)', [
		who.personId,
		other.personId
	]);
const told = async ({ id }: Member) =>
	(
		await backend.sql<{ purpose: string }>(
			`select purpose from public.notices where account_id = $1 order by id`,
			[id]
		)
	).map(({ purpose }) => purpose);

/** An alumnus whom others find: of age, and shown by the own word. */
async function shown(name: string): Promise<Member> {
	const member = await backend.alumnus({ name });
	await backend.sql('update public.persons set birth_year = 1990 where id = $1', [member.personId]);
	await backend.sql(
		`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
		 values ($1, 'directory', true, '2026-11', 'kk', 'web')`,
		[member.personId]
	);
	return member;
}

beforeAll(async () => {
	[asker, fan, expert, stranger, officer] = [
		await backend.alumnus({ name: 'Айгүл Қасымова' }),
		await backend.alumnus({ name: 'Дана Әлі' }),
		await shown('Ерлан Сәбитов'),
		await backend.member(),
		await backend.staff('officer', 'KZ-61')
	];
}, 120_000);
beforeEach(() => backend.sql('delete from public.follows'));

describe('following', () => {
	it('is an alumnus’s, of what they may see, and shows only to them', async () => {
		const question = await ask(asker, { p_tags: ['қора'] });
		for (const { db } of [stranger, officer])
			expect((await follow(db, 'question', question)).error?.details).toBe('record');
		expect((await follow(backend.anon, 'question', question)).error?.code).toBe('42501');
		for (const [kind, target] of [
			['question', question],
			['question', question],
			['tag', 'kora'],
			['person', expert.personId]
		] as const)
			expect((await follow(fan.db, kind, target)).error).toBeNull();
		expect(await mine(fan)).toMatchObject({
			questions: [{ id: question, title: 'Жұмыртқа неге азайды?' }],
			tags: [{ slug: 'kora', name: 'қора' }],
			people: [{ id: expert.personId }]
		});
		expect(await mine(expert)).toMatchObject({ questions: [], tags: [], people: [] });
		const rows = async (db: Db) => (await db.from('follows').select('id')).data?.length;
		expect([await rows(fan.db), await rows(expert.db), await rows(backend.anon)]).toEqual([
			3,
			0,
			undefined
		]);
		const [row] = (await mine(fan)).questions;
		await expert.db.rpc('unfollow', { p_follow: row.follow });
		expect((await mine(fan)).questions).toHaveLength(1);
		await fan.db.rpc('unfollow', { p_follow: row.follow });
		expect((await mine(fan)).questions).toEqual([]);
		await fan.db.rpc('unfollow');
		expect(await mine(fan)).toMatchObject({ tags: [], people: [] });
	});

	it.each([
		['an unknown question', 'question', randomUUID()],
		['no id', 'question', 'x'],
		['an unknown topic', 'tag', 'joq'],
		['nothing', 'person', null]
	])('of %s is refused', async (_, kind, target) =>
		expect((await follow(fan.db, kind, target)).error?.message).toBe('not_found')
	);

	it('is refused of oneself, of who is not shown, and of the young', async () => {
		const young = await shown('Жас Түлек');
		await backend.sql('update public.persons set birth_year = 2012 where id = $1', [
			young.personId
		]);
		for (const who of [fan, asker, young])
			expect((await follow(fan.db, 'person', who.personId)).error?.message).toBe('not_found');
	});

	it('is two hundred at most', async () => {
		await backend.sql(
			`with q as (insert into public.questions (author_id, title, direction, locale, created_at)
			   select $1, 'Толтырғыш сұрақ нөмірі ' || n, 'other', 'kk', '2026-01-01' from generate_series(1, 200) n returning id)
			 insert into public.follows (account_id, question_id) select $2, id from q`,
			[asker.id, fan.id]
		);
		expect((await follow(fan.db, 'person', expert.personId)).error?.message).toBe('too_many');
	});

	it('ends when its reader blocks the person, and not when the person blocks', async () => {
		const [one, other] = [await shown('Бірінші Түлек'), await shown('Екінші Түлек')];
		for (const who of [one, other]) await follow(fan.db, 'person', who.personId);
		await block(fan, one);
		await block(other, fan);
		expect((await mine(fan)).people).toMatchObject([{ id: other.personId }]);
	});
});

describe('of a followed question', () => {
	const answered = async (question: string, by: Member) => {
		await backend.sql('delete from public.notices');
		return reply(by, question);
	};

	it('its readers are told once of answers and of the one that helped, the asker by the old way', async () => {
		const question = await ask(asker);
		for (const { db } of [fan, asker, expert]) await follow(db, 'question', question);
		const answer = await answered(question, expert);
		await asker.db.rpc('accept_answer', { p_question: question, p_answer: answer });
		await asker.db.rpc('accept_answer', { p_question: question, p_answer: null });
		await asker.db.rpc('accept_answer', { p_question: question, p_answer: answer });
		expect(await told(fan)).toEqual(['followed_answered', 'followed_accepted']);
		expect(await told(asker)).toEqual(['question_answered']);
		expect(await told(expert)).toEqual([]);
		const sent = await backend.sql(
			`select from private.outbox where purpose like 'followed%' and state <> 'app'`
		);
		expect(sent).toEqual([]);
	});

	it('nothing is told of an answer that is held back, until it stands', async () => {
		const question = await ask(asker);
		await follow(fan.db, 'question', question);
		await backend.sql('delete from public.notices');
		const [row] = await backend.sql<{ id: string }>(
			`insert into public.answers (question_id, author_id, body, locale, withdrawn_at, withdrawn_for)
			 values ($1, $2, 'Мынаны қараңыз', 'kk', now(), 'flags') returning id`,
			[question, expert.id]
		);
		expect(await told(fan)).toEqual([]);
		await backend.sql(`select private.restore_post('answer', $1)`, [row?.id]);
		expect(await told(fan)).toEqual(['followed_answered']);
	});

	it('those apart from each other are told nothing, but never so that it tells who asked without a name', async () => {
		const [one, nameless] = [await backend.alumnus(), await backend.alumnus()];
		await block(fan, one);
		await block(fan, nameless);
		const open = await ask(one);
		const hidden = await ask(nameless, { p_anonymous: true });
		for (const question of [open, hidden]) await follow(fan.db, 'question', question);
		await answered(open, one);
		expect(await told(fan)).toEqual([]);
		await answered(hidden, nameless);
		expect(await told(fan)).toEqual(['followed_answered']);
	});
});

describe('the weekly letter', () => {
	const after = (days: number) => new Date(Date.now() + days * 86_400_000);
	const letters = ({ personId }: Member) =>
		backend.sql<{ state: string; to_address: string; body: string; unsubscribe_token: string }>(
			`select state, to_address, body, unsubscribe_token from private.outbox where purpose = 'weekly' and person_id = $1`,
			[personId]
		);
	const reader = async () => {
		const who = await backend.alumnus();
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source, state)
			 values ($1, 'email', $2, $2, 'self', 'confirmed')`,
			[who.personId, `${who.id}@test.kz`]
		);
		await who.db.rpc('choose_weekly', { p_wanted: true });
		return who;
	};
	const queue = (days = 7) => queueWeekly(backend.service as never, ORIGIN, after(days));
	beforeEach(async () => {
		await backend.sql(`delete from private.message_choices`);
		for (const posts of ['questions', 'answers'])
			await backend.sql(`update public.${posts} set created_at = '2026-01-01'`);
	});

	it('holds followed topics, answers of followed people and what waits in known directions, once', async () => {
		const who = await reader();
		const tagged = await ask(asker, {
			p_direction: 'sewing',
			p_title: 'Оверлок қайда?',
			p_tags: ['оверлок']
		});
		const old = await ask(asker, { p_title: 'Баяғы жауапсыз сұрақ' });
		await backend.sql(
			`update public.questions set created_at = now() - interval '20 days' where id = $1`,
			[old]
		);
		const helped = await ask(fan, { p_direction: 'other', p_title: 'Мұны сарапшы біледі' });
		await reply(expert, helped);
		const nameless = await ask(expert, {
			p_direction: 'other',
			p_title: 'Аты жасырын сұрақ',
			p_anonymous: true
		});
		await reply(expert, nameless);
		await backend.sql(
			`insert into public.profiles (person_id, directions) values ($1, '{poultry}')`,
			[who.personId]
		);
		await follow(who.db, 'tag', 'overlok');
		await follow(who.db, 'person', expert.personId);
		await Promise.all([queue(), queue()]);
		await queue();
		const [letter, ...more] = await letters(who);
		expect(more).toEqual([]);
		expect(letter).toMatchObject({ state: 'queued', to_address: `${who.id}@test.kz` });
		for (const id of [tagged, old, helped])
			expect(letter?.body).toContain(`${ORIGIN}/kk/questions/${id}`);
		expect(letter?.body.match(/•/g)).toHaveLength(3);
		expect(letter?.body).not.toContain('Ерлан');
		expect(letter?.body).not.toContain(nameless);
		expect(await told(who)).toContain('weekly');
		// One tap, and the next Monday brings none.
		await backend.anon.rpc('unsubscribe', { p_token: letter?.unsubscribe_token });
		expect((await mine(who)).weekly).toBe(false);
		await queue(14);
		expect(await letters(who)).toHaveLength(1);
	});

	it('is ten lines at most, and comes to nobody who has nothing to read, or did not ask', async () => {
		const [busy, idle, silent] = [await reader(), await reader(), await backend.alumnus()];
		await backend.sql(
			`insert into public.questions (author_id, title, direction, locale, created_at)
			 select $1, 'Құс туралы сұрақ нөмірі ' || n, 'poultry', 'kk', $2::timestamptz - make_interval(days => n) from generate_series(1, 30) n`,
			// Six of them in the week that the letter is about.
			[asker.id, mornings(after(7)).week]
		);
		for (const { personId } of [busy, silent])
			await backend.sql(
				`insert into public.profiles (person_id, directions) values ($1, '{poultry}')`,
				[personId]
			);
		await queue();
		expect((await letters(busy))[0]?.body.match(/•/g)?.length).toBeLessThanOrEqual(10);
		expect([await letters(idle), await letters(silent)]).toEqual([[], []]);
		const counts = await backend.sql<{ lines: number }>(
			'select lines from private.weekly_letters where account_id = any($1) order by lines',
			[[busy.id, idle.id]]
		);
		expect(counts.map(({ lines }) => lines)).toEqual([0, 7]);
	});

	it('is not sent for a claim that was undone', async () => {
		const who = await reader();
		await follow(who.db, 'tag', 'overlok');
		await backend.sql(
			`insert into private.undone_claims (person_id, account_id, claimed_at, reason)
			 values ($1, $2, now() - interval '1 hour', 'Басқа адам')`,
			[who.personId, who.id]
		);
		expect(await mine(who)).toMatchObject({ weekly: false, tags: [] });
	});

	it('is the worker’s to queue', async () => {
		const { error } = await fan.db.rpc('queue_weekly', {
			p_origin: ORIGIN,
			p_week: after(7),
			p_limit: 1
		});
		expect(error?.code).toBe('42501');
		expect((await stranger.db.rpc('choose_weekly', { p_wanted: true })).error?.details).toBe(
			'record'
		);
	});
});
