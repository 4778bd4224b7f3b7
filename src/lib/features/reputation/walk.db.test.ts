import { expect, it } from 'vitest';
import { dice } from '../../../../scripts/lib/bench/dice';
import { accept, answer, ask, drift, trust, vote } from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
/** What the database may answer: rules of the forum, and nothing unforeseen. */
const RULES = ['forbidden', 'not_found'];

it.each([20261123, 7])(
	'150 acts by the dice %i leave every total exact at each step',
	async (seed) => {
		const roll = dice(seed);
		const any = <T>(list: T[]): T => list[roll(list.length)] as T;
		const people: Member[] = [];
		for (let i = 0; i < 6; i++) people.push(await backend.alumnus());
		await trust(backend, ...people.slice(0, 4));
		const questions: { id: string; asker: Member }[] = [];
		for (const asker of people.slice(0, 3)) questions.push({ id: await ask(asker), asker });
		const posts: { id: string; question: (typeof questions)[number] }[] = [];
		for (const author of people)
			for (const question of questions.slice(0, 2))
				posts.push({ id: await answer(author, question.id), question });

		for (let step = 0; step < 150; step++) {
			const post = any(posts);
			const [kind, id] = roll(4) ? ['answer', post.id] : ['question', post.question.id];
			const odds = roll(100);
			if (odds < 75) {
				const { error } =
					odds < 55
						? await vote(any(people), kind as string, id as string, any([1, 1, -1, 0]))
						: await accept(post.question.asker, post.question.id, roll(4) ? post.id : null);
				if (error) expect(RULES).toContain(error.message);
			} else if (odds < 98)
				await backend
					.sql(
						`select private.${odds < 82 ? `withdraw_post($1, $2, 'author')` : 'restore_post($1, $2)'}`,
						[kind, id]
					)
					.catch((cause: Error) => expect(cause.message).toContain('not_found'));
			else if (people.length > 3) {
				// Somebody leaves, with all they wrote.
				const [gone] = people.splice(3, 1) as [Member];
				await backend.sql('select private.erase_forum($1)', [gone.id]);
				await backend.sql('delete from auth.users where id = $1', [gone.id]);
			}
			if (step % 10 === 9) expect(await drift(backend), `seed ${seed}, step ${step}`).toEqual([]);
		}
		const [{ n } = { n: 0 }] = await backend.sql<{ n: number }>(
			'select count(*)::int as n from public.reputation_events where reverses is not null'
		);
		expect(n).toBeGreaterThan(10);
	}
);
