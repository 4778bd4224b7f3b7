import { beforeEach, describe, expect, it } from 'vitest';
import {
	accept,
	answer,
	ask,
	drift,
	reputation,
	trust,
	vote
} from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let asker: Member, author: Member, voter: Member;
let question: string, post: string;

beforeEach(async () => {
	[asker, author, voter] = [
		await backend.alumnus(),
		await backend.alumnus(),
		await backend.alumnus()
	];
	question = await ask(asker);
	post = await answer(author, question);
});

const withdraw = (kind: string, id: string) =>
	backend.sql("select private.withdraw_post($1, $2, 'author')", [kind, id]);
const restore = (kind: string, id: string) =>
	backend.sql('select private.restore_post($1, $2)', [kind, id]);
const standing = () => reputation(backend, asker, author, voter);
const shownQuestion = async () =>
	(
		await backend.anon
			.from('questions')
			.select('answer_count, accepted_answer_id')
			.eq('id', question)
	).data?.[0];

it('gives points of a mark back once, whatever became of it meanwhile', async () => {
	const other = await answer(voter, question);
	await accept(asker, question, post);
	await withdraw('answer', post);
	await accept(asker, question, other);
	await restore('answer', post);
	expect(await standing()).toEqual([3, 1, 16]);
	await accept(asker, question, post);
	expect(await standing()).toEqual([3, 16, 1]);
	await withdraw('question', question);
	expect(await standing()).toEqual([1, 1, 1]);
	await restore('question', question);
	expect(await standing()).toEqual([3, 16, 1]);
	// Undone by the asker: no return of a post marks it again.
	await accept(asker, question, null);
	await withdraw('answer', post);
	await restore('answer', post);
	expect(await standing()).toEqual([1, 1, 1]);
	expect((await shownQuestion())?.accepted_answer_id).toBeNull();
	expect(await drift(backend)).toEqual([]);
});

/** Everything that can happen to a post: thanks, the mark, a question that matters. */
async function fill() {
	await vote(voter, 'answer', post, 1);
	await vote(voter, 'question', question, 1);
	await accept(asker, question, post);
	expect(await standing()).toEqual([8, 26, 1]);
}

/** Staff find that two records are one person's. */
async function makeOne(keeps: Member, leaves: Member) {
	const { db } = await backend.staff('coordinator');
	const undone = await db.rpc('undo_claim', {
		p_person: leaves.personId,
		p_account: leaves.id,
		p_reason: 'Бір адамның екі жазбасы',
		p_take_back: []
	});
	const merged = await db.rpc('merge_persons', {
		p_survivor: keeps.personId,
		p_merged: leaves.personId,
		p_keep: {}
	});
	expect([undone.error, merged.error]).toEqual([null, null]);
}

describe('an answer that is withdrawn', () => {
	it('takes back exactly what it brought, and gives it back when it returns', async () => {
		await fill();
		await withdraw('answer', post);
		expect(await standing()).toEqual([6, 1, 1]);
		expect(await shownQuestion()).toEqual({ answer_count: 0, accepted_answer_id: null });
		await withdraw('answer', post);
		await restore('answer', post);
		await restore('answer', post);
		expect(await standing()).toEqual([8, 26, 1]);
		expect(await shownQuestion()).toEqual({ answer_count: 1, accepted_answer_id: post });
		for (let i = 0; i < 3; i++) {
			await withdraw('answer', post);
			await restore('answer', post);
		}
		expect(await standing()).toEqual([8, 26, 1]);
		expect(await drift(backend)).toEqual([]);
	});

	it('returns without a mark that went to another answer, and without a vote that is gone', async () => {
		const other = await backend.alumnus();
		await fill();
		await withdraw('answer', post);
		const second = await answer(other, question);
		await accept(asker, question, second);
		await backend.sql('delete from auth.users where id = $1', [voter.id]);
		await restore('answer', post);
		expect(await reputation(backend, asker, author, other)).toEqual([3, 1, 16]);
		expect(await shownQuestion()).toEqual({ answer_count: 2, accepted_answer_id: second });
		expect(await drift(backend)).toEqual([]);
	});

	it('takes no vote and no mark, and nobody reads it', async () => {
		await withdraw('answer', post);
		expect((await vote(voter, 'answer', post, 1)).error?.message).toBe('not_found');
		expect((await accept(asker, question, post)).error?.message).toBe('not_found');
		expect((await backend.anon.from('answers').select('id').eq('id', post)).data).toEqual([]);
	});

	it('keeps to the floor in its old place', async () => {
		await trust(backend, voter);
		const again = await answer(author, question);
		await vote(asker, 'answer', post, 1);
		await vote(voter, 'answer', again, -1);
		expect(await reputation(backend, author)).toEqual([9]);
		await withdraw('answer', post);
		expect(await reputation(backend, author)).toEqual([1]);
		await restore('answer', post);
		expect(await reputation(backend, author)).toEqual([9]);
		expect(await drift(backend)).toEqual([]);
	});

	it('does not break the 200 of its day when others filled it in between', async () => {
		const at = '2026-11-20T10:00:00Z';
		const give = (who: Member, to: string) =>
			backend.sql(`select private.apply_vote($1, 'answer', $2, 1, $3)`, [who.id, to, at]);
		const [other, ...crowd] = [
			await answer(author, question),
			...(await Promise.all(Array.from({ length: 20 }, () => backend.alumnus())))
		];
		await give(voter, post);
		await withdraw('answer', post);
		for (const member of crowd as Member[]) await give(member, other as string);
		expect(await reputation(backend, author)).toEqual([201]);
		await restore('answer', post);
		expect(await reputation(backend, author)).toEqual([201]);
		expect(await drift(backend)).toEqual([]);
	});
});

describe('a question that is withdrawn', () => {
	it('goes with its answers and returns with those that were not withdrawn themselves', async () => {
		const other = await backend.alumnus();
		const second = await answer(other, question);
		await fill();
		await vote(voter, 'answer', second, 1);
		await withdraw('answer', second);
		await withdraw('question', question);
		expect(await reputation(backend, asker, author, other)).toEqual([1, 1, 1]);
		expect((await vote(voter, 'answer', post, 0)).error?.message).toBe('not_found');
		expect((await backend.anon.from('questions').select('id').eq('id', question)).data).toEqual([]);
		expect((await backend.anon.from('answers').select('id').eq('id', post)).data).toEqual([]);
		await restore('question', question);
		expect(await reputation(backend, asker, author, other)).toEqual([8, 26, 1]);
		await restore('answer', second);
		expect(await reputation(backend, asker, author, other)).toEqual([8, 26, 11]);
		expect(await drift(backend)).toEqual([]);
	});
	it('gives its answers nothing while it is away', async () => {
		await fill();
		await withdraw('answer', post);
		await withdraw('question', question);
		await restore('answer', post);
		expect(await standing()).toEqual([1, 1, 1]);
		await restore('question', question);
		expect(await standing()).toEqual([8, 26, 1]);
		expect(await drift(backend)).toEqual([]);
	});
});

describe('what is really removed', () => {
	it('an answer takes its points along, whoever deletes it', async () => {
		await fill();
		await backend.sql('delete from public.answers where id = $1', [post]);
		await backend.sql('update public.questions set answer_count = 0 where id = $1', [question]);
		expect(await standing()).toEqual([6, 1, 1]);
		expect((await vote(voter, 'question', question, 0)).error).toBeNull();
		expect(await standing()).toEqual([1, 1, 1]);
		expect(await drift(backend)).toEqual([]);
	});
	it('a question does so with all its answers', async () => {
		await fill();
		await backend.sql('delete from public.questions where id = $1', [question]);
		expect(await standing()).toEqual([1, 1, 1]);
		expect(await drift(backend)).toEqual([]);
	});
	it('a voter takes their votes along, told to those who had the points', async () => {
		await fill();
		await backend.sql('delete from auth.users where id = $1', [voter.id]);
		expect(await reputation(backend, asker, author)).toEqual([3, 16]);
		const { data } = await author.db
			.from('reputation_events')
			.select('kind, delta, cause')
			.eq('cause', 'account_gone');
		expect(data).toEqual([{ kind: 'answer_up', delta: -10, cause: 'account_gone' }]);
		const left = await backend.anon.from('answers').select('score').eq('id', post);
		expect(left.data).toEqual([{ score: 0 }]);
		expect(await drift(backend)).toEqual([]);
	});
	it('an author leaves nobody a point for what is gone, and the mark of a gone asker stays', async () => {
		await fill();
		await backend.sql('delete from auth.users where id = $1', [asker.id]);
		expect(await reputation(backend, author)).toEqual([26]);
		await backend.sql(`select private.erase_forum($1)`, [author.id]);
		expect(await reputation(backend, author)).toEqual([1]);
		expect(await drift(backend)).toEqual([]);
	});
});

describe("a vote on one's own", () => {
	it('is refused by the table itself', async () => {
		await expect(
			backend.sql('insert into public.votes (voter_id, answer_id, value) values ($1, $2, 1)', [
				author.id,
				post
			])
		).rejects.toThrow('forbidden');
		await expect(
			backend.sql('insert into public.votes (voter_id, question_id, value) values ($1, $2, 1)', [
				asker.id,
				question
			])
		).rejects.toThrow('forbidden');
	});
	it('is refused straight over the API', async () => {
		const row = { voter_id: author.id, answer_id: post, value: 1 };
		expect((await author.db.from('votes').insert(row)).error?.code).toBe('42501');
	});
	it('goes when the post comes to be theirs', async () => {
		await fill();
		await backend.sql('update public.answers set author_id = $2 where id = $1', [post, voter.id]);
		await backend.sql('update public.questions set author_id = $2 where id = $1', [
			question,
			voter.id
		]);
		const [left] = await backend.sql<{ n: number }>(
			'select count(*)::int as n from public.votes where voter_id = $1',
			[voter.id]
		);
		expect(left?.n).toBe(0);
		expect((await vote(voter, 'answer', post, 1)).error?.details).toBe('own_post');
		expect(await drift(backend)).toEqual([]);
	});
	it.each(['author', 'voter'])(
		'goes when two records turn out to be one person (the %s’s stays)',
		async (stays) => {
			await fill();
			const theirs = await ask(author);
			const mine = await answer(voter, theirs);
			await vote(author, 'answer', mine, 1);
			await accept(author, theirs, mine);
			await author.db.rpc('thank_answer', { p_answer: mine, p_kind: 'time' });
			await author.db.rpc('mark_answer', { p_answer: mine, p_kind: 'worked', p_on: true });
			expect(await standing()).toEqual([8, 28, 26]);
			const [keeps, leaves] = stays === 'author' ? [author, voter] : [voter, author];
			await makeOne(keeps, leaves);
			// What the two gave each other is gone; the asker's mark and the vote on the question stay.
			expect(await standing()).toEqual([8, 16, 1]);
			const { data } = await keeps.db.rpc('page_question', { p_id: theirs });
			expect(data.question.answers).toMatchObject([{ isAccepted: true, marks: { worked: 0 } }]);
			expect(data.question.answers[0].thanks ?? null).toBeNull();
			const taken = await backend.sql<{ cause: string }>(
				'select distinct cause from public.reputation_events where answer_id = $1 and reverses is not null',
				[mine]
			);
			expect(taken).toEqual([{ cause: 'merged' }]);
			// It does not come back with the post, nor by marking once more.
			await withdraw('question', theirs);
			await restore('question', theirs);
			for (const post of [null, mine]) await accept(author, theirs, post);
			expect(await standing()).toEqual([8, 16, 1]);
			expect(await drift(backend)).toEqual([]);
		}
	);
	it('does not return with a post that was away when the two became one', async () => {
		await fill();
		await withdraw('question', question);
		await makeOne(asker, author);
		await restore('question', question);
		expect(await standing()).toEqual([6, 11, 1]);
		expect(await shownQuestion()).toMatchObject({ accepted_answer_id: post });
		expect(await drift(backend)).toEqual([]);
	});
});

it('an up and a down vote at the same moment leave one vote, and two tabs one mark', async () => {
	await trust(backend, voter);
	const second = await answer(voter, question);
	await Promise.all([vote(voter, 'answer', post, 1), vote(voter, 'answer', post, -1)]);
	await Promise.all([accept(asker, question, post), accept(asker, question, second)]);
	const marks = await backend.sql(
		`select from public.reputation_events e where kind = 'answer_accepted' and question_id = $1 and reverses is null
		 and not exists (select from public.reputation_events r where r.reverses = e.id)`,
		[question]
	);
	expect(marks).toHaveLength(1);
	const { data } = await voter.db.from('votes').select('value').eq('answer_id', post);
	expect(data).toHaveLength(1);
	expect(await drift(backend)).toEqual([]);
});
