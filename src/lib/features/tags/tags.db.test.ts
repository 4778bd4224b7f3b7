import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let asker: Member, peer: Member, coordinator: Member;

const ask = (who: Member, tags: string[], fields: object = {}) =>
	who.db.rpc('ask_question', {
		p_key: randomUUID(),
		p_direction: 'poultry',
		p_title: 'Жұмыртқа неге азайды?',
		p_body: '',
		p_locale: 'kk',
		p_tags: tags,
		...fields
	});
const tagsOf = async (question: string, db: Db = backend.anon): Promise<string[]> =>
	(await db.rpc('page_question', { p_id: question })).data.question.tags.map(
		({ name }: { name: string }) => name
	);
const list = async (slug: string, after?: string) =>
	(await backend.anon.rpc('page_tag', { p_slug: slug, p_after: after })).data;
const earn = (who: Member, points: number) =>
	backend.sql(
		`insert into public.forum_profiles (account_id, reputation) values ($1, $2)
		 on conflict (account_id) do update set reputation = excluded.reputation`,
		[who.id, points]
	);

beforeAll(async () => {
	[asker, peer, coordinator] = [
		await backend.alumnus({ name: 'Айгүл Қасымова' }),
		await backend.alumnus({ name: 'Ерлан Сәбитов', region: 'KZ-23' }),
		await backend.staff('coordinator')
	];
	for (const who of [asker, peer]) await earn(who, 60);
}, 120_000);

describe('topics of a question', () => {
	it('are one however they are written, and stand on its page, in its list and in the search', async () => {
		const { data: one } = await ask(asker, ['Құс жемі', 'құс  ЖЕМІ', '\u200bмекиен']);
		const { data: two } = await ask(peer, ['КУС ЖЕМИ']);
		expect(await tagsOf(one)).toEqual(['Құс жемі', 'мекиен']);
		expect(await tagsOf(two)).toEqual(['Құс жемі']);
		const page = await list('kus-jemi');
		expect(page).toMatchObject({ count: 2, next: null, tag: { name: 'Құс жемі', locale: 'kk' } });
		expect(page.questions.map(({ id }: { id: string }) => id)).toEqual([two, one]);
		const found = (await backend.anon.rpc('page_questions', { p_q: 'мекиенге' })).data;
		expect(found.questions.map(({ id }: { id: string }) => id)).toEqual([one]);
		const all = (await backend.anon.rpc('page_tags')).data.directions;
		expect(all.find(({ code }: { code: string }) => code === 'poultry').tags).toContainEqual(
			expect.objectContaining({ slug: 'kus-jemi', questions: 2 })
		);
		expect((await asker.db.rpc('page_ask')).data.tags.poultry).toContain('Құс жемі');
		expect((await backend.anon.rpc('page_sitemap')).data.tags).toContain('kus-jemi');
	});

	it.each([
		['six', ['а1', 'а2', 'а3', 'а4', 'а5', 'а6']],
		['a script', ['<script>alert(1)</script>']],
		['one letter', ['ж']],
		['signs alone', ['+-.']],
		['a long one', ['ж'.repeat(31)]],
		['a book', ['ж'.repeat(50_000)]],
		['letters that the spelling does not know', ['قۇس']]
	])('that are %s are refused, and nothing is asked', async (_, tags) => {
		const key = randomUUID();
		expect((await ask(peer, tags, { p_key: key })).error).toMatchObject({
			message: 'invalid',
			details: 'tags'
		});
		expect(
			await backend.sql('select from public.questions where idempotency_key = $1', [key])
		).toEqual([]);
	});

	it('are five new words a day for a newcomer', async () => {
		const newcomer = await backend.alumnus();
		expect((await ask(newcomer, ['ж11', 'ж12', 'ж13', 'ж14', 'ж15'])).error).toBeNull();
		expect((await ask(newcomer, ['ж16'])).error?.details).toBe('tag_today');
		expect((await ask(newcomer, ['ж11', 'құс жемі'])).error).toBeNull();
	});

	it('are changed by the asker alone, and leave the lists with their question', async () => {
		const { data: question } = await ask(asker, ['инкубатор']);
		const set = (db: Db, tags: string[]) =>
			db.rpc('set_question_tags', { p_question: question, p_tags: tags });
		expect((await set(peer.db, ['басқа'])).error?.message).toBe('not_found');
		expect((await set(coordinator.db, ['басқа'])).error?.details).toBe('record');
		expect((await set(backend.anon, ['басқа'])).error?.code).toBe('42501');
		expect((await set(asker.db, ['инкубатор', 'балапан'])).error).toBeNull();
		const topics = async ({ db }: { db: Db }) =>
			(await db.rpc('page_edit_post', { p_post: question })).data.topics;
		expect((await topics(asker)).typed).toBe('балапан, инкубатор');
		expect([await topics(peer), await topics(coordinator)]).toEqual([null, null]);
		await backend.sql(`select private.withdraw_post('question', $1, 'moderation')`, [question]);
		expect([await list('inkubator'), await list('balapan')]).toEqual([null, null]);
		await backend.sql(`select private.restore_post('question', $1)`, [question]);
		expect((await list('balapan')).count).toBe(1);
		await set(asker.db, []);
		expect(await list('balapan')).toBeNull();
	});

	it('continue without a gap or a repeat', async () => {
		await backend.sql(
			`with q as (insert into public.questions (author_id, title, direction, locale, created_at)
			   select $1, 'Толтырғыш сұрақ нөмірі ' || n, 'other', 'kk', '2026-11-01' from generate_series(1, 45) n returning id),
			 t as (insert into private.tags (slug, name, locale) values ('tolik', 'толық', 'kk') returning id)
			 insert into private.question_tags (tag_id, named_id, question_id, created_at, direction, shown)
			 select t.id, t.id, q.id, '2026-11-01', 'other', true from q, t`,
			[asker.id]
		);
		const seen: string[] = [];
		let after: string | undefined;
		do {
			const page = await list('tolik', after);
			seen.push(...page.questions.map(({ id }: { id: string }) => id));
			after = page.next ?? undefined;
		} while (after);
		expect([seen.length, new Set(seen).size]).toEqual([45, 45]);
	});
});

describe('suggested topics', () => {
	const suggest = (db: Db, question: string, tags: string[]) =>
		db.rpc('suggest_tags', { p_question: question, p_tags: tags });
	const open = async (db: Db, question: string) =>
		(await db.rpc('page_question_tags', { p_question: question })).data.suggestions as {
			id: string;
			tags: string[];
		}[];

	it('come from 50 points on, are told once in the app, and wait for the asker', async () => {
		const { data: question } = await ask(asker, ['қора'], { p_anonymous: true });
		const [newcomer, reviewer] = [await backend.alumnus(), await backend.alumnus()];
		await earn(reviewer, 250);
		expect((await suggest(newcomer.db, question, ['жылу'])).error?.details).toBe('suggest_tags');
		expect((await suggest(asker.db, question, ['жылу'])).error?.details).toBe('own_post');
		expect((await suggest(peer.db, question, ['Қора'])).error?.details).toBe('tags');
		expect((await suggest(peer.db, question, ['б1', 'б2', 'б3', 'б4', 'б5'])).error?.details).toBe(
			'tags_full'
		);
		for (const tags of [['жарык'], ['жылу']]) await suggest(peer.db, question, tags);
		for (const { db } of [peer, newcomer, { db: backend.anon }])
			expect(await open(db, question)).toEqual([]);
		for (const { db } of [asker, reviewer, coordinator])
			expect(await open(db, question)).toMatchObject([{ tags: ['жылу'] }]);
		const told = await backend.sql<{ state: string; path: string }>(
			`select o.state, n.path from private.outbox o join public.notices n on n.outbox_id = o.id
			 where o.purpose = 'tags_suggested' and o.person_id = $1`,
			[asker.personId]
		);
		expect(told).toEqual([{ state: 'app', path: `/questions/${question}/tags` }]);
		const id = (await open(asker.db, question))[0]?.id;
		const decide = (db: Db, accept: boolean) =>
			db.rpc('decide_tags', { p_suggestion: id, p_accept: accept });
		for (const { db } of [peer, newcomer])
			expect((await decide(db, true)).error?.message).toBe('not_found');
		const answers = await Promise.all([decide(asker.db, true), decide(reviewer.db, true)]);
		expect(answers.map(({ error }) => error)).toEqual([null, null]);
		// The first word holds.
		await decide(asker.db, false);
		expect(await tagsOf(question)).toEqual(['жылу', 'қора']);
	});

	it('are seen directly by whoever made them alone', async () => {
		const read = async (db: Db) => (await db.from('tag_suggestions').select('tags')).data;
		expect(await read(peer.db)).toHaveLength(1);
		expect([await read(asker.db), await read(backend.anon)]).toEqual([[], null]);
		const { error } = await peer.db.from('tag_suggestions').update({ state: 'accepted' });
		expect(error?.code).toBe('42501');
	});
});

describe('words that say the same', () => {
	it('are joined and taken apart by a coordinator, and each language reads its own', async () => {
		const { data: kazakh } = await ask(asker, ['қой']);
		const { data: russian } = await ask(peer, ['овцы'], { p_locale: 'ru' });
		const join = (db: Db) => db.rpc('join_tags', { p_slug: 'ovtsi', p_into: 'Қой' });
		for (const { db } of [asker, peer]) expect((await join(db)).error?.message).toBe('not_found');
		for (const into of ['овцы', 'жоқ нәрсе'])
			expect(
				(await coordinator.db.rpc('join_tags', { p_slug: 'ovtsi', p_into: into })).error?.details
			).toBe('into');
		expect(await join(coordinator.db)).toMatchObject({ error: null, data: 'koi' });
		expect(await list('ovtsi')).toMatchObject({
			count: 2,
			tag: { slug: 'koi', names: { ru: 'овцы' } },
			questions: [{ id: russian }, { id: kazakh }]
		});
		const { data: later } = await ask(peer, ['Овцы', 'қой'], { p_locale: 'ru' });
		expect(await tagsOf(later)).toEqual(['қой']);
		await coordinator.db.rpc('part_tags', { p_slug: 'ovtsi' });
		expect((await list('ovtsi')).questions).toMatchObject([{ id: russian }]);
		expect((await list('koi')).count).toBe(2);
	});
});
