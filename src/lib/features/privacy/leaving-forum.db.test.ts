import { expect, it } from 'vitest';
import { dump, found } from '../../../../tests/support/dump';
import { forumCircle, othersRead } from '../../../../tests/support/forum-circle';
import { ask, drift, reputation } from '../../../../tests/support/reputation';
import { useTestBackend } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
const question = async (id: string) =>
	(await backend.anon.rpc('page_question', { p_id: id })).data?.question;

it.each([
	['keep', 'a minor'],
	['delete', 'of age']
])('who leaves (words: %s, %s) is named nowhere, and what is left adds up', async (forum, age) => {
	const person = await forumCircle(backend);
	const { reader, mate, liked, marks } = person;
	const minor = age === 'a minor';
	if (minor)
		await backend.sql(
			`update public.persons set full_name = full_name || ' Сынақова',
			 birth_year = extract(year from now()) - 16 where id = $1`,
			[person.member.personId]
		);
	const [theirs] = await backend.sql<{ id: string }>(
		'select id from public.questions where author_id = $1',
		[mate.id]
	);
	await mate.db.rpc('accept_answer', { p_question: theirs?.id, p_answer: person.answer });
	const { db: moderator } = await backend.staff('moderator');

	const before = await othersRead(backend, person, moderator);
	const [photo] = await backend.sql<{ id: string }>(
		'select id from private.photos where question_id = $1',
		[person.question]
	);
	expect((await backend.anon.rpc('read_photo', { p_id: photo?.id })).data).toEqual(
		expect.any(String)
	);
	const name = (minor ? marks.name : marks.display) as string;
	expect(found(before, { ...person.forum, name })).toEqual(
		expect.arrayContaining(['title', 'question', 'answer', 'comment', 'name'])
	);
	// Of a minor the forum shows the first name alone.
	const pages = before.split('\n').filter((page) => !page.startsWith('export_my_data'));
	if (minor) expect(pages.join('\n')).not.toContain('Сынақова');
	const sent = await backend.sql<{ purpose: string }>(
		`select purpose from private.outbox where person_id = $1 and body like $2 order by purpose`,
		[reader.personId, `%${person.forum.title}%`]
	);
	expect(sent.map(({ purpose }) => purpose)).toEqual(['question_offered', 'weekly']);
	// A vote on an answer 10, its mark 15, marking another's 2; a vote on a question 5.
	expect(await reputation(backend, mate, reader)).toEqual([1 + 10 + 15 + 2, 1 + 5]);
	expect(await question(liked)).toMatchObject({ score: 1 });

	expect((await person.member.db.rpc('erase_me', { p_forum: forum })).error).toBeNull();

	expect((await backend.anon.rpc('read_photo', { p_id: photo?.id })).data).toBeNull();
	const after = await othersRead(backend, person, moderator);
	const gone = { ...marks, ...(forum === 'delete' ? person.forum : {}) };
	// The title of the project is the team's.
	expect(found(after, gone)).toEqual(['project']);
	if (forum === 'delete') expect(found(await dump(backend), person.forum)).toEqual([]);

	expect(await drift(backend)).toEqual([]);
	const miscounted = await backend.sql(
		`select from private.tag_counts c full join (
		   select k.tag_id, k.direction, count(*)::int as questions from private.question_tags k
		   where k.shown group by 1, 2) x using (tag_id, direction)
		 where coalesce(c.questions, 0) <> coalesce(x.questions, 0)`
	);
	expect(miscounted).toEqual([]);
	// Votes go with the account; so does what marking the answer brought, if the answer goes.
	expect(await reputation(backend, mate, reader)).toEqual([1 + 15 + (forum === 'keep' ? 2 : 0), 1]);
	expect(await question(liked)).toMatchObject({ score: 0 });
	const left = await question(theirs?.id as string);
	expect(left).toMatchObject(
		forum === 'keep'
			? { answerCount: 1, isAccepted: true, answers: [{ author: null, isAccepted: true }] }
			: { answerCount: 0, isAccepted: false, answers: [] }
	);
	const told = (await mate.db.rpc('page_reputation', {})).data.changes as { cause: string }[];
	expect(told.map(({ cause }) => cause).filter(Boolean)).toEqual(
		forum === 'keep' ? ['account_gone'] : expect.arrayContaining(['account_gone', 'withdrawn'])
	);
});

it('a question that its author or a moderator took away is told to nobody any longer, and an edited one in its new words', async () => {
	const [asker, reader] = [await backend.alumnus(), await backend.alumnus()];
	const notices = async () =>
		(await reader.db.rpc('page_notices', { p_after: null, p_locale: 'kk' })).data.notices;
	for (const [slot, why] of ['author', 'moderation'].entries()) {
		const id = await ask(asker, 'sewing');
		const [offer] = await backend.sql<{ id: string }>(
			`insert into private.question_offers (question_id, account_id, step, week, slot, score, reasons)
			 values ($1, $2, 1, '2026-01-05', $3, 45, '{}') returning id`,
			[id, reader.id, slot + 1]
		);
		await backend.sql('select private.tell_of_offer($1)', [offer?.id]);
		await asker.db.rpc('edit_post', {
			p_post: id,
			p_base: 1,
			p_title: 'Тауық неге жұмыртқаламайды?',
			p_body: ''
		});
		expect(await notices()).toMatchObject([
			{ text: expect.stringContaining('«Тауық неге жұмыртқаламайды?»') }
		]);
		await backend.sql('select private.withdraw_post($1, $2, $3)', ['question', id, why]);
		expect(await notices()).toEqual([]);
	}
	expect(
		await backend.sql(
			`select from private.outbox where purpose = 'question_offered' and person_id = $1`,
			[reader.personId]
		)
	).toEqual([]);
});
