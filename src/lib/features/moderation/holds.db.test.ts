import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let asker: Member, author: Member, moderator: Member, second: Member, coordinator: Member;
let question: string;

const ask = (who: Member, fields: object = {}) =>
	who.db.rpc('ask_question', {
		p_key: randomUUID(),
		p_direction: 'sewing',
		p_title: 'Тігін машинасын қайдан аламын?',
		p_body: '',
		p_locale: 'kk',
		...fields
	});
const answer = (who: Member, body: string) =>
	who.db.rpc('post_answer', {
		p_key: randomUUID(),
		p_question: question,
		p_body: body,
		p_locale: 'kk'
	});
const comment = (who: Member, body: string, post = question) =>
	who.db.rpc('add_comment', { p_key: randomUUID(), p_post: post, p_body: body, p_locale: 'kk' });
const shown = async (db: Db, id = question) =>
	(await db.rpc('page_question', { p_id: id })).data?.question;
const own = async (db: Db, post: string) =>
	(await db.rpc('page_own_post', { p_post: post })).data?.post;
const keep = async (post: string, db = moderator.db) => {
	const [row] = await backend.sql<{ id: string }>(
		`select id from private.moderation_cases where post_id = $1 and state = 'open'`,
		[post]
	);
	return db.rpc('decide_case', { p_case: row?.id, p_verdict: 'kept' });
};
const caseOf = async (post: string) =>
	(
		await backend.sql<{ id: string }>(
			`select id from private.moderation_cases where post_id = $1 order by id desc limit 1`,
			[post]
		)
	)[0]?.id as string;
const told = async (who: Member, purpose: string) =>
	(
		await backend.sql(
			`select from private.outbox o join public.notices n on n.outbox_id = o.id
			 where o.person_id = $1 and o.purpose = $2`,
			[who.personId, purpose]
		)
	).length;
const drift = () => backend.sql(`select * from private.score_drift()`);

beforeAll(async () => {
	asker = await backend.alumnus({ name: 'Айгүл Қасымова' });
	author = await backend.alumnus({ name: 'Ерлан Сәбитов' });
	moderator = await backend.staff('moderator');
	second = await backend.staff('moderator');
	coordinator = await backend.staff('coordinator');
	question = (await ask(asker)).data as string;
}, 120_000);

describe('held', () => {
	it('a first post with a link waits: its author alone sees it, nobody is told, nothing counts', async () => {
		const { data: reply } = await answer(author, 'Мына жерден: www.satamyz.example.kz');
		expect(reply).toBeTruthy();
		const page = await shown(asker.db);
		expect([page.answers, page.answerCount, await told(asker, 'question_answered')]).toEqual([
			[],
			0,
			0
		]);
		expect(page.waiting).toBeUndefined();
		expect((await shown(author.db)).waiting).toMatchObject([
			{ id: reply, withdrawnFor: 'held', body: 'Мына жерден: www.satamyz.example.kz' }
		]);
		const direct = await backend.anon.from('answers').select('id').eq('id', reply);
		expect(direct.data).toEqual([]);
		expect(await drift()).toEqual([]);
		expect((await keep(reply)).error).toBeNull();
		expect((await shown(backend.anon)).answers).toHaveLength(1);
		expect(await told(asker, 'question_answered')).toBe(1);
		expect(await told(author, 'post_back')).toBe(1);
		expect(await drift()).toEqual([]);
		const { data: next } = await comment(author, 'Тағы біреуі: https://example.kz', reply);
		expect((await shown(backend.anon)).answers[0].comments[0].id).toBe(next);
	});

	it('a word of the list holds in any spelling and ending, innocent words do not', async () => {
		for (const [body, waits] of [
			['Сен ақымақсың ба?', true],
			['Ақ\u200bымаққа айтпа', true],
			['А\u0301қы\u0336ма\u0301қ', true],
			['Ақ\u200dымақ екен', true],
			['AQYMAQ екен', true],
			['Закиньте  ДЕНЬГИ, будет быстрый заработок!', true],
			['Идиотизм какой-то', true],
			['Есек пен тауық бағамын, қошқар да бар', false],
			['Кассовый аппарат, комбикорм и страховка', false],
			['Хуторда суық, сукно бар', false]
		] as const) {
			const { data: post } = await comment(author, body);
			expect([body, (await own(author.db, post)).withdrawnFor]).toEqual([
				body,
				waits ? 'held' : null
			]);
		}
	});

	it('an edit waits as well, and a question nobody has seen stays found nowhere', async () => {
		const { data: mine } = await ask(author);
		expect(await shown(backend.anon, mine)).toBeTruthy();
		const edit = await author.db.rpc('edit_post', {
			p_post: mine,
			p_base: 1,
			p_title: 'Оңбағандар қайда отыр екен?',
			p_body: ''
		});
		expect(edit.error).toBeNull();
		expect(await shown(backend.anon, mine)).toBeUndefined();
		expect(await own(author.db, mine)).toMatchObject({
			withdrawnFor: 'held',
			question: { title: 'Оңбағандар қайда отыр екен?' }
		});
		const late = await asker.db.rpc('post_answer', {
			p_key: randomUUID(),
			p_question: mine,
			p_body: 'Жауап',
			p_locale: 'kk'
		});
		expect(late.error?.message).toBe('not_found');
		await keep(mine, coordinator.db);
		expect(await shown(backend.anon, mine)).toBeTruthy();
	});

	it('the list is a coordinator’s', async () => {
		const add = (db: Db, word: string) => db.rpc('add_held_word', { p_word: word, p_locale: 'kk' });
		for (const { db } of [moderator, author])
			expect((await add(db, 'пирамида*')).error?.message).toBe('not_found');
		for (const word of ['\u200b', 'а*', '***', 'x'.repeat(50_000)])
			expect((await add(coordinator.db, word)).error?.message).toBe('invalid');
		expect((await add(coordinator.db, 'Пирамида*')).error).toBeNull();
		const { data: post } = await comment(author, 'Бұл пирамидаға ұқсайды');
		expect((await own(author.db, post)).withdrawnFor).toBe('held');
		const { words } = (await coordinator.db.rpc('page_held_words')).data;
		const { id } = words.find(({ word }: { word: string }) => word === 'пирамида*');
		expect((await coordinator.db.rpc('remove_held_word', { p_id: id })).error).toBeNull();
		expect((await moderator.db.rpc('page_held_words')).data).toBeNull();
	});
});

describe('mute, suspend, appeal', () => {
	const restrict = async (post: string, kind: string, db = moderator.db, days = 7, why?: string) =>
		db.rpc('restrict_author', {
			p_case: await caseOf(post),
			p_kind: kind,
			p_days: days,
			p_reason: why ?? 'Бірнеше рет балағат сөз жазды.'
		});
	let rude: Member, post: string;
	beforeAll(async () => {
		rude = await backend.alumnus({ name: 'Дана Әлі' });
		post = (await ask(rude, { p_title: 'Ақымақ сұрақтарды доғарыңдар', p_anonymous: true }))
			.data as string;
	});
	const mine = async () => (await rude.db.rpc('page_my_moderation')).data;

	it('are staff’s, with a reason and an end', async () => {
		const helper = await backend.alumnus();
		await backend.sql(
			`insert into public.forum_profiles (account_id, reputation) values ($1, 900)
			 on conflict (account_id) do update set reputation = 900`,
			[helper.id]
		);
		for (const { db } of [author, helper, rude])
			expect((await restrict(post, 'mute', db)).error?.message).toBe('not_found');
		for (const [kind, days, why] of [
			['ban', 7, undefined],
			['mute', 3650, undefined],
			['mute', 7, '\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b\u200b'],
			['mute', 7, 'x'.repeat(50_000)]
		] as const)
			expect((await restrict(post, kind, moderator.db, days, why)).error?.message).toBe('invalid');
		expect((await restrict(post, 'mute')).error).toBeNull();
		expect((await restrict(post, 'mute')).error?.details).toBe('active');
	});

	it('muted: reads, votes and leaves, writes by no door', async () => {
		const [standing] = await backend.sql<{ id: string }>(
			`insert into public.questions (author_id, title, direction, locale)
			 values ($1, 'Бұрын сұраған сұрағым', 'poultry', 'kk') returning id`,
			[rude.id]
		);
		const writes = [
			await ask(rude),
			await answer(rude, 'Жауап'),
			await comment(rude, 'Пікір'),
			await rude.db.rpc('edit_post', {
				p_post: standing?.id as string,
				p_base: 1,
				p_title: 'Басқаша сұрайын деп едім',
				p_body: ''
			})
		];
		// What is written into others' posts and beside them is writing, too.
		await backend.sql(
			`insert into public.forum_profiles (account_id, reputation) values ($1, 200)
			 on conflict (account_id) do update set reputation = 200`,
			[rude.id]
		);
		writes.push(
			await rude.db.rpc('suggest_edit', {
				p_key: randomUUID(),
				p_post: question,
				p_base: 1,
				p_title: 'Тігін машинасын кім сатады екен?',
				p_body: '',
				p_reason: 'Түсінікті болсын'
			}),
			await rude.db.rpc('suggest_tags', { p_question: question, p_tags: ['ақымақтар'] })
		);
		expect(writes.map(({ error }) => error?.details)).toEqual(Array(6).fill('muted'));
		const vote = { p_kind: 'question', p_post: question, p_value: 1 };
		expect((await rude.db.rpc('cast_vote', vote)).error).toBeNull();
		expect((await shown(rude.db)).silence.kind).toBe('mute');
		// The forms say so before anything is written.
		for (const page of [
			await rude.db.rpc('page_ask'),
			await rude.db.rpc('page_comments', { p_post: question }),
			await rude.db.rpc('page_edit_post', { p_post: standing?.id as string }),
			await rude.db.rpc('page_suggest', { p_post: question }),
			await rude.db.rpc('page_flag', { p_post: question }),
			await rude.db.rpc('page_question_tags', { p_question: question })
		])
			expect(page.data.silence.kind).toBe('mute');
		expect((await backend.anon.rpc('page_ask')).data).not.toHaveProperty('silence');
	});

	it('suspended: no act at all, and it ends by itself', async () => {
		await restrict(post, 'suspend');
		const vote = { p_kind: 'question', p_post: question, p_value: 0 };
		expect((await rude.db.rpc('cast_vote', vote)).error?.details).toBe('suspended');
		expect((await answer(rude, 'Жауап')).error?.details).toBe('suspended');
		expect(
			await backend.sql(`select private.writing_until($1) > now() as shut`, [rude.personId])
		).toEqual([{ shut: true }]);
		await backend.sql(
			`update private.forum_restrictions set until = now() - interval '1 s' where kind = 'suspend'`
		);
		expect((await rude.db.rpc('cast_vote', vote)).error).toBeNull();
		expect((await mine()).restrictions).toMatchObject([{ isOver: true }, { isOver: false }]);
	});

	it('who asked without a name keeps it from those who judge', async () => {
		const { data: listed } = await moderator.db.rpc('page_restrictions');
		const { data: log } = await moderator.db.rpc('page_moderation_log');
		const { data: page } = await moderator.db.rpc('page_case', { p_case: await caseOf(post) });
		expect(page.case.isAnonymous).toBe(true);
		expect(listed.restrictions).toHaveLength(1);
		for (const seen of [listed, log, page]) {
			expect(JSON.stringify(seen)).not.toContain('Дана');
			expect(JSON.stringify(seen)).not.toContain(rude.id);
		}
	});

	it('an appeal is answered by another, once; granted, it lifts', async () => {
		const [{ id }] = (await mine()).restrictions.filter((r: { isOver: boolean }) => !r.isOver);
		const appeal = (who: Member, words: string, restriction: string | null = id) =>
			who.db.rpc('appeal', { p_case: null, p_restriction: restriction, p_words: words });
		expect((await appeal(author, 'Мен емес, ол жазды')).error?.message).toBe('not_found');
		expect((await appeal(rude, '\u200b'.repeat(20))).error?.details).toBe('words');
		expect((await appeal(rude, 'Кешіріңіз, қайталамаймын')).error).toBeNull();
		expect((await appeal(rude, 'Кешіріңіз, қайталамаймын')).error?.details).toBe('open');
		// An appeal names nobody who asked without a name.
		for (const p_who of [null, rude.id]) {
			const { data: log } = await second.db.rpc('page_moderation_log', { p_who });
			expect(JSON.stringify(log)).not.toContain(rude.id);
			expect(log.entries.length > 0).toBe(p_who === null);
		}
		const { appeals } = (await second.db.rpc('page_restrictions')).data;
		// A second person reads what it is about, who decided and what came before; and still no name.
		const full = async (db: Db) => (await db.rpc('page_appeal', { p_id: appeals[0].id })).data;
		const page = await full(second.db);
		expect(page.appeal).toMatchObject({
			what: 'mute',
			reason: 'Бірнеше рет балағат сөз жазды.',
			isMine: false,
			post: { kind: 'question', title: 'Ақымақ сұрақтарды доғарыңдар' },
			case: { isAnonymous: true, author: null },
			restrictions: []
		});
		expect((await full(moderator.db)).appeal.isMine).toBe(true);
		expect(JSON.stringify(page)).not.toMatch(new RegExp(`Дана|${rude.id}`));
		for (const { db } of [rude, author]) expect(await full(db)).toBeNull();
		expect(await full(backend.anon)).toEqual({ viewer: null });
		const decide = (db: Db, grant: boolean) =>
			db.rpc('answer_appeal', {
				p_appeal: appeals[0].id,
				p_grant: grant,
				p_answer: 'Түсіндік, рақмет.'
			});
		expect((await decide(moderator.db, false)).error?.details).toBe('own_act');
		expect((await decide(rude.db, true)).error?.message).toBe('not_found');
		expect((await decide(second.db, true)).error).toBeNull();
		expect((await decide(coordinator.db, false)).error?.message).toBe('used');
		expect((await comment(rude, 'Рақмет сіздерге')).error).toBeNull();
		expect(await told(rude, 'appeal_answered')).toBe(1);
		expect((await appeal(rude, 'Тағы да айтайын деп едім')).error?.details).toBe('over');
	});

	it('a restriction that is lifted leaves no appeal waiting', async () => {
		expect((await restrict(post, 'mute')).error).toBeNull();
		const open = async () =>
			(await mine()).restrictions.find((r: { isOver: boolean }) => !r.isOver);
		const { id } = await open();
		const words = { p_case: null, p_restriction: id, p_words: 'Бұл жолы мен емес едім' };
		expect((await rude.db.rpc('appeal', words)).error).toBeNull();
		const note = 'Рас, қате болыпты.';
		expect(
			(await moderator.db.rpc('lift_restriction', { p_id: id, p_note: note })).error
		).toBeNull();
		expect((await second.db.rpc('page_restrictions')).data.appeals).toEqual([]);
		const [lifted] = (await mine()).restrictions.filter((r: { id: string }) => r.id === id);
		expect(lifted.appeal).toMatchObject({ state: 'granted', answer: note });
	});

	it('an appeal against a verdict is answered by the verdict that follows', async () => {
		const id = await caseOf(post);
		const appeal = () =>
			rude.db.rpc('appeal', { p_case: id, p_restriction: null, p_words: 'Бұл балағат емес қой' });
		expect((await appeal()).error?.details).toBe('over');
		await moderator.db.rpc('decide_case', { p_case: id, p_verdict: 'hidden', p_reason: 'rude' });
		expect((await appeal()).error).toBeNull();
		await second.db.rpc('reverse_case', { p_case: id, p_note: 'Орынды айтылған екен.' });
		expect(await own(rude.db, post)).toMatchObject({
			stands: true,
			case: { appeal: { state: 'granted', answer: 'Орынды айтылған екен.' } }
		});
	});

	it('who asked is told for a reason that is kept, to whoever may know', async () => {
		const reveal = (db: Db, reason: string) =>
			db.rpc('reveal_asker', { p_question: post, p_reason: reason });
		const far = await backend.staff('officer', 'KZ-55');
		for (const { db } of [far, author]) {
			expect((await db.rpc('page_reveal', { p_question: post })).data).toBeNull();
			expect((await reveal(db, 'Көмек керек сияқты')).error?.message).toBe('not_found');
		}
		expect((await moderator.db.rpc('page_reveal', { p_question: post })).data.question.id).toBe(
			post
		);
		expect((await reveal(moderator.db, 'x')).error?.details).toBe('reason');
		expect((await reveal(moderator.db, 'Өміріне қауіп бар шығар')).data.name).toContain('Дана');
		const { data } = await moderator.db.rpc('page_moderation_log', { p_act: 'revealed' });
		expect(data.entries).toMatchObject([{ note: 'Өміріне қауіп бар шығар', whom: null }]);
	});
});

describe('words beside posts', () => {
	const mark = (who: Member, id: string, p_note: string) =>
		who.db.rpc('mark_answer', { p_answer: id, p_kind: 'outdated', p_on: true, p_note });
	const hide = (db: Db, id: string, p_hide: boolean, p_note = 'Жауапқа қатысы жоқ сөз') =>
		db.rpc('hide_answer_notes', { p_answer: id, p_hide, p_note });

	it('notes and topics that would make a post wait are refused', async () => {
		const [writer, reader] = [await backend.alumnus(), await backend.alumnus()];
		const { data: id } = await answer(writer, 'Базардан сұраңыз.');
		for (const words of ['Өзі ақымақтау екен', 'Мұнда кір: t.me/tez_tabys'])
			expect((await mark(reader, id, words)).error?.details).toBe('note_words');
		expect((await mark(reader, id, 'Баға өсті')).error).toBeNull();
		const rude = await ask(reader, { p_tags: ['ақымақ'] });
		expect(rude.error?.details).toBe('tags_words');
		expect((await ask(reader, { p_tags: ['баға'] })).error).toBeNull();
	});

	it('notes are hidden and shown again by who looks after them, for a reason in the log', async () => {
		const [writer, one, two] = [
			await backend.alumnus(),
			await backend.alumnus(),
			await backend.alumnus()
		];
		const { data: id } = await answer(writer, 'Дүкеннен сұраңыз.');
		await mark(one, id, 'Авторы өтірікші');
		await mark(two, id, 'Дүкен жабылды');
		const notes = async () =>
			(await shown(backend.anon)).answers.find((one: { id: string }) => one.id === id).marks;
		const seen = { outdated: 2, notes: ['Дүкен жабылды', 'Авторы өтірікші'] };
		expect(await notes()).toMatchObject(seen);
		const far = await backend.staff('officer', 'KZ-55');
		for (const { db } of [writer, one, far, { db: backend.anon }]) {
			expect((await hide(db, id, true)).error).toBeTruthy();
			expect((await db.rpc('page_answer_notes', { p_answer: id })).data?.notes).toBeUndefined();
		}
		expect(await notes()).toMatchObject(seen);
		expect((await shown(far.db)).looksAfter).toBeUndefined();
		expect((await shown(moderator.db)).looksAfter).toBe(true);

		expect((await hide(moderator.db, id, true, 'Жоқ')).error?.details).toBe('why');
		expect((await hide(moderator.db, id, true)).data).toBe(question);
		expect(await notes()).toMatchObject({ outdated: 2, notes: [] });
		const { data: kept } = await second.db.rpc('page_answer_notes', { p_answer: id });
		expect(kept).toMatchObject({ hidden: true, notes: seen.notes });
		await hide(second.db, id, false);
		expect(await notes()).toMatchObject(seen);
		for (const p_act of ['notes_hidden', 'notes_shown']) {
			const { data } = await coordinator.db.rpc('page_moderation_log', { p_act });
			expect(data.entries).toMatchObject([{ act: p_act, note: 'Жауапқа қатысы жоқ сөз' }]);
		}
	});
});

it('comments, edits and marks keep to the limits of a day', async () => {
	const busy = await backend.alumnus();
	const { data: mine } = await ask(busy);
	await backend.sql(
		`insert into public.post_comments (question_id, author_id, body, locale, idempotency_key, created_at)
		 select $1, $2, 'Пікір ' || n, 'kk', gen_random_uuid(), now() from generate_series(1, 20) n`,
		[mine, busy.id]
	);
	await backend.sql(
		`insert into public.post_revisions (question_id, number, title, body, editor_id)
		 select $1, n, 'Тігін машинасын қайдан аламын?', n::text, $2 from generate_series(2, 31) n`,
		[mine, busy.id]
	);
	expect((await comment(busy, 'Тағы бір пікір', mine)).error?.details).toBe('comment_today');
	await backend.sql(`update public.questions set revision = 31 where id = $1`, [mine]);
	const edit = await busy.db.rpc('edit_post', {
		p_post: mine,
		p_base: 31,
		p_title: 'Тігін машинасын қайдан алсам екен?',
		p_body: ''
	});
	expect(edit.error?.details).toBe('edit_today');
});
