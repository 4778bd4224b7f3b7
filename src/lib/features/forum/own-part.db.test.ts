import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { accept, answer, ask, reputation, trust, vote } from '../../../../tests/support/reputation';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import { withOwnPart, type OwnPart } from './own-part';
import type { QuestionPage } from './types';

const backend = useTestBackend();

const must = async <T>(call: PromiseLike<{ data: unknown; error: { message: string } | null }>) => {
	const { data, error } = await call;
	if (error) throw new Error(error.message);
	return data as T;
};
const comment = (who: Member, post: string) =>
	must<string>(
		who.db.rpc('add_comment', {
			...{ p_key: randomUUID(), p_post: post, p_body: 'Қай жемді бересіз?', p_locale: 'kk' }
		})
	);
const anonymously = (who: Member) =>
	must<string>(
		who.db.rpc('ask_question', {
			...{ p_key: randomUUID(), p_direction: 'poultry', p_locale: 'kk', p_anonymous: true },
			...{ p_title: 'Балапан неге шығынға ұшырайды?', p_body: '' }
		})
	);
const whole = (db: Db, id: string) =>
	must<QuestionPage | null>(db.rpc('page_question', { p_id: id }));
const own = (db: Db, id: string) =>
	must<{ viewer: unknown; mine: OwnPart | null } | null>(db.rpc('page_my_question', { p_id: id }));

it('laid over what visitors read, gives each reader the very page that is made for them alone', async () => {
	const people = await Promise.all(
		['Айгүл Қасымова', 'Ерлан Сәбитов', 'Дина Ахметова', 'Нұрлан Оспанов'].map((name) =>
			backend.alumnus({ name, region: 'KZ-55' })
		)
	);
	const [asker, expert, mate, muted] = people as [Member, Member, Member, Member];
	await trust(backend, mate, expert);
	await trust(backend, mate, mate, mate, mate);
	expect((await reputation(backend, mate))[0]).toBeGreaterThan(250);

	const questions = [await anonymously(asker), await ask(expert), await ask(mate)];
	const [hidden, repeated, kept] = questions as [string, string, string];
	const answers = [
		await answer(expert, hidden),
		await answer(mate, hidden),
		await answer(muted, hidden),
		await answer(asker, repeated),
		await answer(muted, kept)
	];
	const [first, second, waiting] = answers as [string, string, string];
	for (const post of [hidden, first, second, kept])
		for (const who of [asker, expert, mate]) await comment(who, post);
	await accept(asker, hidden, first);
	await vote(mate, 'answer', first, 1);
	await vote(expert, 'question', hidden, 1);
	await vote(mate, 'answer', answers[3] as string, 1);
	for (const kind of ['worked', 'outdated'])
		await mate.db.rpc('mark_answer', { p_answer: first, p_kind: kind, p_on: true, p_note: null });
	await must(mate.db.rpc('follow', { p_kind: 'question', p_target: hidden }));
	await must(mate.db.rpc('suggest_tags', { p_question: hidden, p_tags: ['балапан'] }));
	await must(
		expert.db.rpc('save_draft', {
			...{ p_key: randomUUID(), p_question: hidden, p_fields: { body: 'Бастадым' } }
		})
	);
	await must(mate.db.rpc('propose_duplicate', { p_question: repeated, p_kept: kept }));
	await backend.sql('update public.questions set merged_into = $2 where id = $1', [repeated, kept]);
	await backend.sql(
		"update public.answers set withdrawn_at = now(), withdrawn_for = 'held' where id = $1",
		[waiting]
	);
	await backend.sql(
		`insert into private.forum_restrictions (account_id, kind, reason, locale, until)
		 values ($1, 'mute', 'Ескертуден кейін де жарнама жазды.', 'kk', now() + interval '3 days')`,
		[muted.id]
	);
	const readers: Record<string, Db> = {
		visitor: backend.anon,
		stranger: (await backend.member()).db,
		officer: (await backend.staff('officer', 'KZ-55')).db,
		'officer of elsewhere': (await backend.staff('officer', 'KZ-23')).db,
		moderator: (await backend.staff('moderator')).db,
		coordinator: (await backend.staff('coordinator')).db,
		...{ asker: asker.db, expert: expert.db, mate: mate.db, muted: muted.db }
	};
	let different = 0;
	for (const id of questions) {
		const everyones = await whole(backend.anon, id);
		if (!everyones) throw new Error('no page');
		for (const [name, db] of Object.entries(readers)) {
			const page = await own(db, id);
			const laid = page?.mine ? withOwnPart(everyones.question, page.mine) : everyones.question;
			const { viewer, question } = (await whole(db, id)) as QuestionPage;
			expect({ name, viewer: page?.viewer, question: laid }).toEqual({ name, viewer, question });
			if (JSON.stringify(laid) !== JSON.stringify(everyones.question)) different++;
		}
	}
	expect(different).toBeGreaterThan(15);
	expect((await own(backend.anon, hidden))?.mine).toBeNull();
});

it('is nothing where there is no such question, or none any more', async () => {
	const asker = await backend.alumnus({ name: 'Айгүл Қасымова' });
	const question = await ask(asker, 'sewing');
	expect(await own(asker.db, randomUUID())).toBeNull();
	await must(asker.db.rpc('withdraw_own_post', { p_post: question }));
	expect(await own(asker.db, question)).toBeNull();
});
