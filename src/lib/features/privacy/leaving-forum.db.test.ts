import { describe, expect, it } from 'vitest';
import { dump, found } from '../../../../tests/support/dump';
import { forumCircle, othersRead, type Circle } from '../../../../tests/support/forum-circle';
import { drift, reputation } from '../../../../tests/support/reputation';
import { useTestBackend } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
const erase = (who: Circle, forum: string) => who.member.db.rpc('erase_me', { p_forum: forum });
const question = async (id: string) =>
	(await backend.anon.rpc('page_question', { p_id: id })).data?.question;

describe.each([
	['keep', 'of age'],
	['delete', 'of age'],
	['delete', 'a minor']
])('somebody who leaves (words: %s, %s)', (forum, age) => {
	it('is named and quoted nowhere any more', async () => {
		const person = await forumCircle(backend);
		if (age === 'a minor')
			await backend.sql(
				`update public.persons set full_name = full_name || ' Сынақова',
				 birth_year = extract(year from now()) - 16 where id = $1`,
				[person.member.personId]
			);
		const { db: moderator } = await backend.staff('moderator');
		const words = { ...person.forum, name: person.marks[age === 'a minor' ? 'name' : 'display'] };
		const before = await othersRead(backend, person, moderator);
		// A name is shown, of a minor the first one alone; words are quoted.
		expect(found(before, words as Record<string, string>)).toEqual(
			expect.arrayContaining(['title', 'question', 'answer', 'comment', 'name'])
		);
		const pages = before.split('\n').filter((page) => !page.startsWith('export_my_data'));
		if (age === 'a minor') expect(pages.join('\n')).not.toContain('Сынақова');
		const sent = await backend.sql<{ purpose: string }>(
			`select purpose from private.outbox where person_id = $1 and body like $2 order by purpose`,
			[person.reader.personId, `%${person.forum.title}%`]
		);
		expect(sent.map(({ purpose }) => purpose)).toEqual(['question_offered', 'weekly']);

		expect((await erase(person, forum)).error).toBeNull();

		const after = await othersRead(backend, person, moderator);
		expect(found(after, { ...person.marks, ...(forum === 'delete' ? person.forum : {}) })).toEqual([
			'project'
		]);
		if (forum === 'delete') expect(found(await dump(backend), person.forum)).toEqual([]);
	});
});

describe('what somebody who leaves had brought to others', () => {
	it.each(['keep', 'delete'])('adds up afterwards (words: %s)', async (forum) => {
		const person = await forumCircle(backend);
		const { reader, mate, liked } = person;
		const [theirs] = await backend.sql<{ id: string }>(
			'select id from public.questions where author_id = $1',
			[mate.id]
		);
		await mate.db.rpc('accept_answer', { p_question: theirs?.id, p_answer: person.answer });
		// A vote on an answer 10, its mark 15, marking another's 2; a vote on a question 5.
		expect(await reputation(backend, mate, reader)).toEqual([1 + 10 + 15 + 2, 1 + 5]);
		expect(await question(liked)).toMatchObject({ score: 1 });

		expect((await erase(person, forum)).error).toBeNull();

		expect(await drift(backend)).toEqual([]);
		// Votes go with the account; so does what marking the answer brought, if the answer goes.
		expect(await reputation(backend, mate, reader)).toEqual([
			1 + 15 + (forum === 'keep' ? 2 : 0),
			1
		]);
		expect(await question(liked)).toMatchObject({ score: 0 });
		const left = await question(theirs?.id as string);
		expect(left).toMatchObject({
			answerCount: forum === 'keep' ? 1 : 0,
			isAccepted: forum === 'keep'
		});
		if (forum === 'keep') expect(left.answers).toMatchObject([{ author: null, isAccepted: true }]);
		const told = (await mate.db.rpc('page_reputation', {})).data.changes as { cause: string }[];
		expect(told.map(({ cause }) => cause).filter(Boolean)).toEqual(
			forum === 'keep' ? ['account_gone'] : expect.arrayContaining(['account_gone', 'withdrawn'])
		);
	});
});
