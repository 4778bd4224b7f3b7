import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { accept, answer, ask } from '../../../../tests/support/reputation';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import type { DeskPage, DraftPage, GuidePage, GuidesPage } from './types';

const backend = useTestBackend();
const who: Record<string, Member> = {};
const of = (name: string) => who[name] as Member;
const answers: string[] = [];
const questions: string[] = [];
let stray: string;

const must = async <T>(call: PromiseLike<{ data: unknown; error: { message: string } | null }>) => {
	const { data, error } = await call;
	if (error) throw new Error(error.message);
	return data as T;
};
/** How a call was refused: code and detail. */
const refusal = async (
	call: PromiseLike<{ error: { message: string; details?: string | null } | null }>
) => {
	const { error } = await call;
	return error && `${error.message}:${error.details ?? ''}`;
};
const start = (db: Db, extra: object = {}) =>
	db.rpc('start_guide', {
		p_key: randomUUID(),
		p_direction: 'poultry',
		p_locale: 'kk',
		p_title: 'Тауықты қыстан алып шығу',
		...extra
	});
const steps = (...ids: string[]) => ids.map((id) => ({ answer: id, heading: '', note: '' }));
const save = (db: Db, id: string, base: number, extra: object = {}) =>
	db.rpc('save_guide', {
		p_guide: id,
		p_base: base,
		p_title: 'Тауықты қыстан алып шығу',
		p_intro: 'Елу тауық ұстайтын үйге, қазаннан бастап.',
		p_steps: steps(...answers.slice(0, 2)),
		...extra
	});
const review = (db: Db, id: string, base: number, publish = true, note = '') =>
	db.rpc('review_guide', { p_guide: id, p_base: base, p_publish: publish, p_note: note });
const page = (db: Db, id: string) => must<GuidePage | null>(db.rpc('page_guide', { p_id: id }));
/** A guide of the expert that waits for others, at revision 2. */
async function sent(): Promise<string> {
	const id = await must<string>(start(of('expert').db));
	await must(save(of('expert').db, id, 1));
	await must(of('expert').db.rpc('send_guide', { p_guide: id, p_base: 2 }));
	return id;
}

beforeAll(async () => {
	for (const name of ['expert', 'peer', 'elder', 'asker', 'alumnus'])
		who[name] = await backend.alumnus({ name: `${name} Сынақ` });
	who.stranger = await backend.member();
	who.officer = await backend.staff('officer', 'KZ-61');
	who.moderator = await backend.staff('moderator');
	who.coordinator = await backend.staff('coordinator');
	for (const name of ['expert', 'peer'])
		await backend.sql(
			`insert into private.forum_experts (account_id, direction) values ($1, 'poultry')`,
			[of(name).id]
		);
	await backend.sql(
		`insert into public.forum_profiles (account_id, reputation) values ($1, 260)
		 on conflict (account_id) do update set reputation = 260`,
		[of('elder').id]
	);
	for (let n = 0; n < 3; n++) {
		questions[n] = await ask(of('asker'), 'poultry', n === 1 ? 'ru' : 'kk');
		answers[n] = await answer(of('alumnus'), questions[n] as string, n === 1 ? 'ru' : 'kk');
		await accept(of('asker'), questions[n] as string, answers[n] as string);
	}
	const other = await ask(of('asker'), 'sewing');
	stray = await answer(of('alumnus'), other);
	await accept(of('asker'), other, stray);
}, 120_000);

describe('who may', () => {
	it.each([
		['anon', 'PT'],
		['stranger', 'forbidden:expert'],
		['alumnus', 'forbidden:expert'],
		['elder', 'forbidden:expert'],
		['expert', null],
		['officer', null],
		['moderator', null],
		['coordinator', null]
	])('%s begins a guide: %s', async (name, expected) => {
		const said = await refusal(start(name === 'anon' ? backend.anon : of(name).db));
		if (expected === 'PT') expect(said).toMatch(/permission denied/);
		else expect(said).toBe(expected);
	});
	it('an expert of one direction begins none in another', async () => {
		expect(await refusal(start(of('expert').db, { p_direction: 'sewing' }))).toBe(
			'forbidden:expert'
		);
	});
	it.each(['stranger', 'alumnus', 'officer', 'expert'])('%s publishes no one’s', async (name) => {
		const id = await sent();
		expect(await refusal(review(of(name).db, id, 2))).toBe(
			name === 'expert' ? 'forbidden:own_guide' : 'not_found:guide'
		);
		expect(await page(backend.anon, id)).toBeNull();
	});
	it.each(['peer', 'elder', 'moderator', 'coordinator'])('%s publishes another’s', async (name) => {
		const id = await sent();
		expect(await refusal(review(of(name).db, id, 2))).toBeNull();
		expect((await page(backend.anon, id))?.guide).toMatchObject({
			authors: ['expert Сынақ'],
			isOutdated: false,
			steps: [
				{ locale: 'kk', isGone: false, isChanged: false },
				{ locale: 'ru', isGone: false, isChanged: false }
			]
		});
	});
	it('nobody else reads, keeps, sends or drops a draft', async () => {
		const id = await must<string>(start(of('expert').db));
		for (const name of ['stranger', 'alumnus', 'elder', 'peer', 'officer', 'coordinator']) {
			const { db } = of(name);
			const read = await must<DraftPage>(db.rpc('page_guide_draft', { p_id: id, p_q: '' }));
			expect(read.draft).toBeNull();
			expect(await refusal(save(db, id, 1))).toBe('not_found:guide');
			expect(await refusal(db.rpc('send_guide', { p_guide: id, p_base: 1 }))).toBe(
				'not_found:guide'
			);
			if (name === 'coordinator') continue;
			expect(await refusal(db.rpc('drop_guide', { p_guide: id }))).toBe('not_found:guide');
		}
	});
	it('the tables themselves are behind the API', async () => {
		for (const table of ['guides', 'guide_versions', 'guide_steps', 'guide_events'])
			for (const db of [backend.anon, of('coordinator').db])
				expect((await db.from(table).select('*')).error).not.toBeNull();
	});
});

describe('bad input', () => {
	let id: string;
	beforeAll(async () => {
		id = await must<string>(start(of('expert').db));
	});
	it.each([
		['a title of five signs', { p_title: 'Тауық' }, 'invalid:title'],
		['a book for a title', { p_title: 'т'.repeat(50_000) }, 'invalid:title'],
		['50 KB of stars', { p_intro: '*'.repeat(50_000) }, 'invalid:intro'],
		['two hundred steps', { p_steps: steps(...Array(200).fill(answers[0])) }, 'invalid:steps'],
		['steps that are none', { p_steps: { a: 1 } }, 'invalid:steps'],
		['an answer that is no id', { p_steps: [{ answer: 'x' }] }, 'invalid:steps'],
		['a step without an answer', { p_steps: [{ heading: 'x' }] }, 'invalid:answer'],
		['an unknown answer', { p_steps: steps(randomUUID()) }, 'invalid:answer']
	])('%s is refused', async (_, extra, expected) => {
		expect(await refusal(save(of('expert').db, id, 1, extra))).toBe(expected);
	});
	it('an answer of another direction, or one that helped nobody, leads no step', async () => {
		const weak = await answer(of('peer'), questions[0] as string);
		for (const bad of [stray, weak])
			expect(await refusal(save(of('expert').db, id, 1, { p_steps: steps(bad) }))).toBe(
				'invalid:answer'
			);
	});
	it('what was saved elsewhere is not overwritten, and a thin guide is not sent', async () => {
		const { db } = of('expert');
		expect(await must(save(db, id, 1, { p_steps: steps(answers[0] as string) }))).toBe(2);
		expect(await refusal(save(db, id, 1))).toBe('conflict:revision');
		expect(await refusal(db.rpc('send_guide', { p_guide: id, p_base: 2 }))).toBe(
			'invalid:few_steps'
		);
	});
	it('ten drafts are enough, and the same form twice is one', async () => {
		const writer = await backend.staff('moderator');
		const form = { p_key: randomUUID() };
		const first = await must<string>(start(writer.db, form));
		expect(await must(start(writer.db, form))).toBe(first);
		for (let n = 1; n < 10; n++) await must(start(writer.db));
		expect(await refusal(start(writer.db))).toBe('too_many:drafts');
	});
});

describe('who wrote it', () => {
	const told = (person: string | null) =>
		backend.sql<{ purpose: string; occasion: string; body: string }>(
			`select purpose, occasion, body from private.outbox where person_id = $1 order by id desc limit 1`,
			[person]
		);
	it('is told that it came back, and that it is published', async () => {
		const id = await sent();
		const { waiting } = await must<DeskPage>(of('elder').db.rpc('page_guide_desk'));
		expect(waiting.find((guide) => guide.id === id)?.waitsSince).toEqual(expect.any(String));
		await must(review(of('elder').db, id, 2, false, 'Жем мөлшерін де жазыңыз'));
		const [back] = await told(of('expert').personId);
		expect(back).toMatchObject({ purpose: 'guide_returned' });
		expect(back?.body).toContain('Тауықты қыстан алып шығу');
		// What others write is read on the page.
		expect(back?.body).not.toContain('Жем');
		const notice = async () =>
			(
				await must<{ notices: { leads: boolean; title: string }[] }>(
					of('expert').db.rpc('page_notices', { p_after: null, p_locale: 'kk' })
				)
			).notices[0];
		expect(await notice()).toMatchObject({ title: 'Нұсқаулығыңызды аздап толықтыру керек' });
		await must(of('expert').db.rpc('send_guide', { p_guide: id, p_base: 2 }));
		await must(review(of('elder').db, id, 2));
		expect(await told(of('expert').personId)).toMatchObject([{ purpose: 'guide_published' }]);
		expect(await told(of('elder').personId)).toEqual([]);
	});
	it('is told by the address they sign in with, where they are staff', async () => {
		const id = await must<string>(start(of('officer').db));
		await must(save(of('officer').db, id, 1));
		await must(of('officer').db.rpc('send_guide', { p_guide: id, p_base: 2 }));
		await must(review(of('elder').db, id, 2));
		expect(
			await backend.sql(`select purpose, state from private.outbox where to_address = $1`, [
				`${of('officer').id}@test.kz`
			])
		).toEqual([{ purpose: 'guide_published', state: 'queued' }]);
	});
});

describe('a published guide', () => {
	let id: string;
	beforeAll(async () => {
		id = await sent();
	});
	it('is decided by one of two reviewers', async () => {
		const both = await Promise.all([
			refusal(review(of('peer').db, id, 2)),
			refusal(review(of('elder').db, id, 2, false, 'Қысқа екен'))
		]);
		expect(both.filter((said) => said === null)).toHaveLength(1);
		expect(both).toContain('conflict:reviewed');
		if (both[0] === null) return;
		await must(of('expert').db.rpc('send_guide', { p_guide: id, p_base: 2 }));
		await must(review(of('peer').db, id, 2));
	});
	it('is listed, leads from its answers, and stands in the sitemap', async () => {
		const list = await must<GuidesPage>(
			backend.anon.rpc('page_guides', { p_direction: 'poultry', p_locale: 'kk' })
		);
		expect(list.guides.map((card) => card.id)).toContain(id);
		expect(list.works).toBe(false);
		const { question } = await must<{ question: { answers: { guides: { id: string }[] }[] } }>(
			backend.anon.rpc('page_question', { p_id: questions[0] })
		);
		expect(question.answers.flatMap(({ guides }) => guides.map((guide) => guide.id))).toContain(id);
		const map = await must<{ guides: { id: string }[] }>(backend.anon.rpc('page_sitemap'));
		expect(map.guides.map((guide) => guide.id)).toContain(id);
	});
	it('is changed in a version of its own, by one at a time', async () => {
		await must(of('peer').db.rpc('edit_guide', { p_guide: id }));
		expect(await refusal(of('expert').db.rpc('edit_guide', { p_guide: id }))).toBe('conflict:open');
		await must(save(of('peer').db, id, 1, { p_steps: steps(...answers.toReversed()) }));
		expect((await page(backend.anon, id))?.guide.steps).toHaveLength(2);
		await must(of('peer').db.rpc('send_guide', { p_guide: id, p_base: 2 }));
		await must(review(of('expert').db, id, 2));
		const { guide } = (await page(backend.anon, id)) as GuidePage;
		expect(guide.steps.map((step) => step.answer)).toEqual(answers.toReversed());
		expect(guide).toMatchObject({ number: 2, authors: ['expert Сынақ', 'peer Сынақ'] });
	});
	it('says what changed since, until somebody else finds it right again', async () => {
		await must(
			of('alumnus').db.rpc('edit_post', {
				p_post: answers[0],
				p_base: 1,
				p_title: '',
				p_body: 'Жарық 16 сағат керек екен.'
			})
		);
		const changed = async () =>
			(await page(backend.anon, id))?.guide.steps.filter((step) => step.isChanged).length;
		expect(await changed()).toBe(1);
		expect(await refusal(of('peer').db.rpc('check_guide', { p_guide: id }))).toBe(
			'forbidden:own_guide'
		);
		await must(of('elder').db.rpc('check_guide', { p_guide: id }));
		expect(await changed()).toBe(0);
	});
	it('says where a step is called outdated, to readers and at the desk', async () => {
		const outdated = async () =>
			(await page(backend.anon, id))?.guide.steps.map((step) => !step.isGone && step.outdated);
		const isStale = async () =>
			(await must<{ stale: { id: string }[] }>(of('elder').db.rpc('page_guide_desk'))).stale.some(
				(guide) => guide.id === id
			);
		expect([Math.max(...((await outdated()) as number[])), await isStale()]).toEqual([0, false]);
		const mark = (p_on: boolean) =>
			Promise.all(
				['peer', 'elder'].map((name) =>
					of(name).db.rpc('mark_answer', { p_answer: answers[0], p_kind: 'outdated', p_on })
				)
			);
		await mark(true);
		expect([await outdated(), await isStale()]).toEqual([expect.arrayContaining([2]), true]);
		await mark(false);
		expect(await isStale()).toBe(false);
	});
	it('hides the words of an answer that was taken away', async () => {
		await backend.sql(`select private.withdraw_post('answer', $1, 'moderation')`, [answers[2]]);
		const { guide } = (await page(backend.anon, id)) as GuidePage;
		expect(guide.steps[0]).toEqual({
			...{ heading: guide.steps[0]?.heading, note: '', answer: answers[2] },
			...{ isGone: true, isChanged: false }
		});
		await backend.sql(`select private.restore_post('answer', $1)`, [answers[2]]);
	});
	it('is out of date after a year', async () => {
		await backend.sql(
			`update private.guides set checked_at = now() - interval '366 days' where id = $1`,
			[id]
		);
		expect((await page(backend.anon, id))?.guide.isOutdated).toBe(true);
		const desk = await must<{ stale: { id: string }[] }>(of('elder').db.rpc('page_guide_desk'));
		expect(desk.stale.map((guide) => guide.id)).toContain(id);
	});
	it('is taken away and given back by moderators alone', async () => {
		const away = (db: Db, p_away: boolean) => db.rpc('withdraw_guide', { p_guide: id, p_away });
		for (const name of ['expert', 'elder', 'officer', 'stranger'])
			expect(await refusal(away(of(name).db, true))).toBe('not_found:guide');
		await must(away(of('moderator').db, true));
		expect(await page(of('expert').db, id)).toBeNull();
		expect((await page(of('coordinator').db, id))?.guide.isWithdrawn).toBe(true);
		await must(away(of('coordinator').db, false));
		expect(await page(backend.anon, id)).not.toBeNull();
	});
	it('names no one who asked without a name', async () => {
		const secret = await must<string>(
			of('peer').db.rpc('ask_question', {
				...{ p_key: randomUUID(), p_direction: 'poultry', p_title: 'Қарызбен құс алуға бола ма?' },
				...{ p_body: '', p_locale: 'kk', p_anonymous: true }
			})
		);
		const own = await answer(of('peer'), secret);
		await accept(of('peer'), secret, own);
		const mine = await must<string>(start(of('coordinator').db));
		await must(save(of('coordinator').db, mine, 1, { p_steps: steps(own, answers[0] as string) }));
		await must(of('coordinator').db.rpc('send_guide', { p_guide: mine, p_base: 2 }));
		await must(review(of('moderator').db, mine, 2));
		const { guide } = (await page(backend.anon, mine)) as GuidePage;
		expect(guide.steps[0]).toMatchObject({ author: null, isAnonymous: true });
		expect(JSON.stringify(guide)).not.toContain('peer');
	});
});

describe('leaving', () => {
	it.each(['keep', 'delete'])('the author’s name goes (forum: %s)', async (forum) => {
		const writer = await backend.alumnus({ name: `Кеткен ${forum}` });
		await backend.sql(
			`insert into private.forum_experts (account_id, direction) values ($1, 'poultry')`,
			[writer.id]
		);
		const id = await must<string>(start(writer.db));
		const draft = await must<string>(start(writer.db));
		await must(save(writer.db, id, 1));
		await must(writer.db.rpc('send_guide', { p_guide: id, p_base: 2 }));
		await must(review(of('moderator').db, id, 2));
		await must(writer.db.rpc('erase_me', { p_forum: forum }));
		expect((await page(backend.anon, id))?.guide.authors).toEqual(
			forum === 'keep' ? [null] : undefined
		);
		expect(await backend.sql('select from private.guides where id = $1', [draft])).toEqual([]);
	});
	it('what somebody added to another’s guide goes with them, and the version before is read', async () => {
		const id = await sent();
		await must(review(of('moderator').db, id, 2));
		const writer = await backend.staff('moderator');
		await must(writer.db.rpc('edit_guide', { p_guide: id }));
		await must(save(writer.db, id, 1, { p_title: 'Тауықты қыстан мүлде басқаша шығару' }));
		await must(writer.db.rpc('send_guide', { p_guide: id, p_base: 2 }));
		await must(review(of('peer').db, id, 2));
		await backend.sql('select private.erase_collections($1)', [writer.id]);
		expect((await page(backend.anon, id))?.guide).toMatchObject({
			...{ number: 1, title: 'Тауықты қыстан алып шығу' }
		});
	});
});
