import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let asker: Member, expert: Member, peer: Member, stranger: Member, officer: Member;
let question: string, answer: string;

const ask = async (who: Member, fields: object = {}) =>
	(
		await who.db.rpc('ask_question', {
			p_key: randomUUID(),
			p_direction: 'sewing',
			p_title: 'Оверлокты қайдан жөндетеді?',
			p_body: 'Кентауда шебер жоқ.',
			p_locale: 'kk',
			...fields
		})
	).data as string;
const reply = async (who: Member, to: string) =>
	(
		await who.db.rpc('post_answer', {
			p_key: randomUUID(),
			p_question: to,
			p_body: 'Базарда бар.',
			p_locale: 'kk'
		})
	).data as string;
const comment = (db: Db, post: string, body: string, key: string = randomUUID()) =>
	db.rpc('add_comment', { p_key: key, p_post: post, p_body: body, p_locale: 'kk' });
const edit = (db: Db, post: string, base: number, body: string, title?: string) =>
	db.rpc('edit_post', { p_post: post, p_base: base, p_title: title ?? null, p_body: body });
const page = async (db: Db, id: string) => (await db.rpc('page_question', { p_id: id })).data;

beforeAll(async () => {
	[asker, expert, peer, stranger, officer] = [
		await backend.alumnus({ name: 'Айгүл Қасымова' }),
		await backend.alumnus({ name: 'Ерлан Сәбитов', region: 'KZ-23' }),
		await backend.alumnus({ name: 'Дана Әлі', region: 'KZ-55' }),
		await backend.member(),
		await backend.staff('officer', 'KZ-55')
	];
	question = await ask(asker);
	answer = await reply(expert, question);
}, 120_000);

describe('comments', () => {
	it('stand under their post, the newest on the page and all on their own', async () => {
		for (const word of ['бір', 'екі', 'үш', 'төрт'])
			expect((await comment(peer.db, answer, `Пікір ${word}`)).error).toBeNull();
		const shown = (await page(backend.anon, question)).question.answers[0];
		expect(shown.comments.map(({ body }: { body: string }) => body)).toEqual([
			'Пікір екі',
			'Пікір үш',
			'Пікір төрт'
		]);
		expect(shown.commentCount).toBe(4);
		const { data } = await peer.db.rpc('page_comments', { p_post: answer });
		expect(data).toMatchObject({ question: { id: question }, post: { id: answer }, next: null });
		expect(data.comments).toHaveLength(4);
		expect(data.comments[0]).toMatchObject({ isMine: true, isAsker: false });
		expect(JSON.stringify(data)).not.toContain(expert.id);
	});

	it('continue after fifty', async () => {
		const busy = await ask(asker);
		await backend.sql(
			`insert into public.post_comments (question_id, author_id, body, locale, idempotency_key, created_at)
			 select $1, $2, 'Пікір ' || n, 'kk', gen_random_uuid(), now() - interval '1 day' from generate_series(1, 60) n`,
			[busy, peer.id]
		);
		const first = (await backend.anon.rpc('page_comments', { p_post: busy })).data;
		const { data } = await backend.anon.rpc('page_comments', {
			p_post: busy,
			p_after: first.next
		});
		expect([first.comments.length, data.comments.length, data.next]).toEqual([50, 10, null]);
	});

	it('sent twice count once, at most thirty an hour', async () => {
		const [post, key] = [await ask(asker), randomUUID()];
		const sent = await Promise.all([1, 2, 3].map(() => comment(expert.db, post, 'Бірге', key)));
		expect(new Set(sent.map(({ data }) => data)).size).toBe(1);
		for (let i = 1; i < 30; i++) await comment(expert.db, post, `Пікір ${i}`);
		expect((await comment(expert.db, post, 'Артық')).error?.message).toBe('too_many');
	});

	it('are an alumnus’s to write, and their author’s to remove', async () => {
		for (const { db } of [stranger, officer])
			expect((await comment(db, question, 'Сәлем')).error?.details).toBe('record');
		expect((await comment(backend.anon, question, 'Сәлем')).error?.code).toBe('42501');
		expect((await comment(peer.db, randomUUID(), 'Сәлем')).error?.message).toBe('not_found');
		const { data: mine } = await comment(peer.db, question, 'Қате жазыппын');
		const remove = (db: Db) => db.rpc('delete_comment', { p_comment: mine });
		for (const { db } of [asker, expert])
			expect((await remove(db)).error?.message).toBe('not_found');
		expect((await remove(peer.db)).error).toBeNull();
		expect((await remove(peer.db)).error?.message).toBe('not_found');
	});

	it.each([
		['nothing', '\u200b \u2800'],
		['too much', 'а'.repeat(601)]
	])('of %s are refused', async (_, body) =>
		expect((await comment(peer.db, question, body)).error).toMatchObject({
			message: 'invalid',
			details: 'comment'
		})
	);

	it('are told to the author of the post once a day, without a word of them', async () => {
		const [owner, other] = [await backend.alumnus(), await backend.alumnus()];
		const post = await ask(owner);
		await comment(owner.db, post, 'Өзім де жазайын');
		for (const body of ['Құпия сөз', 'Тағы біреу']) await comment(other.db, post, body);
		const told = await backend.sql<{ body: string }>(
			`select body from private.outbox where purpose = 'post_commented' and person_id = $1`,
			[owner.personId]
		);
		expect(told).toHaveLength(1);
		expect(told[0]?.body).not.toContain('Құпия');
		const { data } = await owner.db.rpc('page_notices', { p_after: null, p_locale: 'kk' });
		expect(data.notices).toMatchObject([{ leads: true }]);
	});
});

describe('edits', () => {
	it('keep what stood before, and bring it back', async () => {
		const post = await ask(asker);
		expect((await page(asker.db, post)).question.editedAt).toBeNull();
		expect(
			(await edit(asker.db, post, 1, 'Түркістанда да жоқ.', 'Оверлокты кім жөндейді?')).data
		).toBe(post);
		const { data } = await peer.db.rpc('page_history', { p_post: post });
		expect(data.revisions).toMatchObject([
			{ number: 2, title: 'Оверлокты кім жөндейді?', body: 'Түркістанда да жоқ.' },
			{ number: 1, body: 'Кентауда шебер жоқ.' }
		]);
		await asker.db.rpc('restore_revision', { p_post: post, p_base: 2, p_number: 1 });
		const { question: now } = await page(backend.anon, post);
		expect(now).toMatchObject({
			title: 'Оверлокты қайдан жөндетеді?',
			body: 'Кентауда шебер жоқ.'
		});
		expect(now.editedAt).not.toBeNull();
		const after = await peer.db.rpc('page_history', { p_post: post, p_before: null });
		expect(after.data.revisions[0]).toMatchObject({ number: 3, restores: 1 });
	});

	it('that meet are told apart: the second is refused and nothing is lost', async () => {
		const post = await reply(expert, await ask(asker));
		const both = await Promise.all(
			['Бірінші терезе', 'Екінші терезе'].map((body) => edit(expert.db, post, 1, body))
		);
		const refused = both.filter(({ error }) => error);
		expect(refused.map(({ error }) => error)).toMatchObject([
			{ message: 'conflict', details: 'revision' }
		]);
		// The same form once more is no conflict.
		const { data } = await expert.db.rpc('page_edit_post', { p_post: post });
		expect((await edit(expert.db, post, 1, data.post.body)).error).toBeNull();
		expect(data.post.revision).toBe(2);
	});

	it('are the author’s alone', async () => {
		for (const { db } of [expert, peer]) {
			expect((await edit(db, question, 1, 'Бөтен', 'Бөтен біреудің тақырыбы')).error?.message).toBe(
				'not_found'
			);
			expect((await db.rpc('page_edit_post', { p_post: question })).data).toMatchObject({
				post: null,
				topics: null
			});
		}
		expect((await edit(stranger.db, question, 1, 'Бөтен')).error?.details).toBe('record');
		expect((await edit(backend.anon, question, 1, 'Бөтен')).error?.code).toBe('42501');
		const back = { p_post: answer, p_base: 1, p_number: 1 };
		expect((await asker.db.rpc('restore_revision', back)).error?.message).toBe('not_found');
		for (const [db, code] of [
			[peer.db, '42501'],
			[backend.anon, '42501']
		] as const) {
			const written = await db.from('post_revisions').insert({ body: 'Бөтен', number: 9 });
			expect(written.error?.code).toBe(code);
		}
	});

	it.each([
		['a short title', 'Мәтін', 'Қысқа', 'title'],
		['a long text', 'а'.repeat(10_001), 'Оверлокты қайдан жөндетеді?', 'body']
	])('with %s are refused', async (_, body, title, details) =>
		expect((await edit(asker.db, question, 1, body, title)).error).toMatchObject({
			message: 'invalid',
			details
		})
	);

	it('are laid before alumni and staff, not before the world', async () => {
		const post = await ask(asker, { p_body: 'Нөмірім 87011234567' });
		await edit(asker.db, post, 1, 'Нөмірсіз', 'Оверлокты қайдан жөндетеді?');
		for (const db of [backend.anon, stranger.db]) {
			const { data } = await db.rpc('page_history', { p_post: post });
			expect(data.post).toBeNull();
			expect(JSON.stringify(data)).not.toContain('87011234567');
		}
		expect((await officer.db.rpc('page_history', { p_post: post })).data.revisions).toHaveLength(2);
		expect((await peer.db.from('post_revisions').select('body')).data).toEqual([]);
		expect((await backend.anon.from('post_revisions').select('body')).error?.code).toBe('42501');
		expect((await peer.db.from('post_comments').select('author_id')).error?.code).toBe('42501');
	});
});

describe('a photo', () => {
	const webp = Buffer.concat([Buffer.from('RIFF____WEBP'), Buffer.alloc(40, 1)]).toString('base64');
	const photo = { p_photo: webp, p_width: 9, p_height: 9 };

	it('stands beside its post for everybody, once, and goes when its author says so', async () => {
		const key = randomUUID();
		const post = await ask(asker, { p_key: key, ...photo });
		expect(await ask(asker, { p_key: key, ...photo })).toBe(post);
		const shown = (await page(backend.anon, post)).question.photo;
		expect(shown).toMatchObject({ width: 9, height: 9 });
		expect((await backend.anon.rpc('read_photo', { p_id: shown.id })).data).toBe(webp);
		for (const { db } of [peer, expert, stranger])
			expect((await db.rpc('drop_post_photo', { p_post: post })).error).not.toBeNull();
		expect((await asker.db.rpc('drop_post_photo', { p_post: post })).error).toBeNull();
		expect((await page(backend.anon, post)).question.photo).toBeNull();
		expect((await backend.anon.rpc('read_photo', { p_id: shown.id })).data).toBeNull();
	});

	it('that is none, or heavier than 200 KB, leaves no post behind', async () => {
		const before = await backend.sql('select count(*) from public.questions');
		for (const file of [Buffer.from('<svg onload=alert(1)>'.padEnd(60)), Buffer.alloc(300_000)])
			expect(await ask(asker, { ...photo, p_photo: file.toString('base64') })).toBeNull();
		expect(await backend.sql('select count(*) from public.questions')).toEqual(before);
	});
});

describe('what became of an answer', () => {
	const mark = (who: { db: Db }, post: string, p_kind: string, p_on = true, p_note?: string) =>
		who.db.rpc('mark_answer', { p_answer: post, p_kind, p_on, p_note });
	const marks = async (db: Db, post: string, of: string) =>
		(await page(db, of)).question.answers.find(({ id }: { id: string }) => id === post).marks;

	it('counts once a person, and is taken back', async () => {
		const of = await ask(asker);
		const post = await reply(expert, of);
		await Promise.all([1, 2, 3].map(() => mark(peer, post, 'worked')));
		expect(await marks(peer.db, post, of)).toMatchObject({ worked: 1, mine: ['worked'] });
		expect((await mark(expert, post, 'worked')).error).toMatchObject({ details: 'own_post' });
		await mark(peer, post, 'worked', false);
		expect(await marks(peer.db, post, of)).toMatchObject({ worked: 0, mine: [] });
	});

	it('is called outdated only when two say so, and then with their words', async () => {
		const of = await ask(asker);
		const post = await reply(expert, of);
		await mark(peer, post, 'outdated', true, 'Бағасы екі есе өсті');
		expect(await marks(backend.anon, post, of)).toMatchObject({ outdated: 0, notes: [] });
		await mark(asker, post, 'outdated');
		expect(await marks(backend.anon, post, of)).toMatchObject({
			outdated: 2,
			notes: ['Бағасы екі есе өсті']
		});
		const told = () =>
			backend.sql(
				`select o.locale, n.path from private.outbox o join public.notices n on n.outbox_id = o.id
				 where o.purpose = 'answer_outdated' and o.person_id = $1`,
				[expert.personId]
			);
		const once = [{ locale: 'kk', path: `/questions/${of}` }];
		expect(await told()).toEqual(once);
		await mark(expert, post, 'outdated');
		await mark(peer, post, 'outdated', false);
		await mark(peer, post, 'outdated');
		expect(await told()).toEqual(once);
	});

	it('is an alumnus’s to say, and seen row by row by nobody else', async () => {
		for (const who of [stranger, officer])
			expect((await mark(who, answer, 'worked')).error?.details).toBe('record');
		expect((await mark({ db: backend.anon }, answer, 'worked')).error?.code).toBe('42501');
		expect((await mark(peer, randomUUID(), 'worked')).error?.message).toBe('not_found');
		expect((await mark(peer, answer, 'liked')).error?.message).toBe('invalid');
		expect((await mark(peer, answer, 'outdated', true, 'а'.repeat(301))).error).toMatchObject({
			details: 'note'
		});
		expect((await stranger.db.from('answer_marks').select('kind')).data).toEqual([]);
		expect((await backend.anon.from('answer_marks').select('kind')).error?.code).toBe('42501');
		expect((await peer.db.from('answer_marks').insert({ kind: 'worked' })).error?.code).toBe(
			'42501'
		);
	});
});

it('a question is about the region that its asker chose, and of none where none was chosen', async () => {
	const of = async (fields: object) =>
		(await page(peer.db, await ask(await backend.alumnus(), fields))).question.region?.ru ?? null;
	expect(await of({})).toBe('Туркестанская область');
	expect(await of({ p_region: 'KZ-55' })).toBe('Павлодарская область');
	expect(await of({ p_region: '' })).toBeNull();
	expect(await of({ p_region: 'KZ-55', p_anonymous: true })).toBeNull();
	expect((await asker.db.rpc('page_ask')).data).toMatchObject({ region: 'KZ-61' });
	const call = { p_key: randomUUID(), p_direction: 'sewing', p_title: 'Жіпті қайдан алады?' };
	const { error } = await asker.db.rpc('ask_question', {
		...{ ...call, p_body: '', p_locale: 'kk', p_region: 'KZ-99' }
	});
	expect(error).toMatchObject({ message: 'invalid', details: 'region' });
});

describe('asking without a name', () => {
	let hidden: string;
	beforeAll(async () => {
		hidden = await ask(asker, { p_anonymous: true });
		await reply(asker, hidden);
		await comment(asker.db, hidden, 'Толықтырамын');
		await edit(asker.db, hidden, 1, 'Өңделді', 'Оверлокты қайдан жөндетеді?');
	});

	it('shows peers neither name nor region, wherever the asker writes there', async () => {
		for (const { db } of [{ db: backend.anon }, peer, expert, officer]) {
			const all = [
				await page(db, hidden),
				(await db.rpc('page_comments', { p_post: hidden })).data,
				(await db.rpc('page_history', { p_post: hidden })).data,
				(await db.rpc('page_questions', {})).data.questions.find(
					({ id }: { id: string }) => id === hidden
				)
			];
			const text = JSON.stringify(all);
			for (const secret of ['Айгүл', 'Түркістан', asker.id, asker.personId])
				expect(text).not.toContain(secret);
			expect(all[0].question).toMatchObject({ isAnonymous: true, author: null, region: null });
			expect(all[0].question.answers[0]).toMatchObject({ isAnonymous: true, author: null });
			expect(all[0].question.comments[0]).toMatchObject({ isAnonymous: true, author: null });
			expect((await db.from('questions').select('is_anonymous')).error?.code).toBe('42501');
		}
		expect((await page(asker.db, hidden)).question).toMatchObject({ isMine: true });
	});

	it('is told to who keeps order, for a reason that stays in the log', async () => {
		const [moderator, near] = [
			await backend.staff('moderator'),
			await backend.staff('officer', 'KZ-61')
		];
		const reveal = (db: Db, reason: string, id = hidden) =>
			db.rpc('reveal_asker', { p_question: id, p_reason: reason });
		const reason = 'Қорқыту туралы шағым түсті';
		for (const { db } of [peer, expert, stranger, officer])
			expect((await reveal(db, reason)).error?.message).toBe('not_found');
		expect((await reveal(backend.anon, reason)).error?.code).toBe('42501');
		expect((await reveal(moderator.db, '  ')).error).toMatchObject({ details: 'reason' });
		for (const { db } of [moderator, near])
			expect((await reveal(db, reason)).data).toMatchObject({ person: asker.personId });
		expect(
			await backend.sql(
				`select details ->> 'reason' as reason from private.audit_log where action = 'reveal_asker' and subject_id = $1`,
				[asker.personId]
			)
		).toEqual([{ reason }, { reason }]);
		expect((await reveal(moderator.db, reason, question)).error?.message).toBe('not_found');
	});
});

it('a post that is gone takes its comments, its photo and its history along', async () => {
	const owner = await backend.alumnus();
	const of = await ask(owner, {
		p_photo: Buffer.concat([Buffer.from('RIFF____WEBP'), Buffer.alloc(40, 2)]).toString('base64'),
		p_width: 9,
		p_height: 9
	});
	const post = await reply(expert, of);
	await comment(peer.db, post, 'Осы пікір де кетеді');
	await edit(owner.db, of, 1, 'Жаңа сөз', 'Оверлокты қайдан жөндетеді?');
	const photo = (await page(peer.db, of)).question.photo.id;
	await backend.sql("select private.withdraw_post('question', $1, 'author')", [of]);
	for (const id of [of, post]) {
		expect((await peer.db.rpc('page_comments', { p_post: id })).data).toBeNull();
		expect((await peer.db.rpc('page_history', { p_post: id })).data.post).toBeNull();
		expect((await comment(peer.db, id, 'Тағы біреу')).error?.message).toBe('not_found');
	}
	expect((await peer.db.rpc('read_photo', { p_id: photo })).data).toBeNull();
	expect(
		(await peer.db.rpc('mark_answer', { p_answer: post, p_kind: 'worked', p_on: true })).error
			?.message
	).toBe('not_found');
});
