/** What people do in the forum, through their own doors, and what must add up behind it. */
import { randomUUID } from 'node:crypto';
import { FORUM_DRIFT } from '../../scripts/lib/bench/forum-rules';
import type { Member, TestBackend } from './test-backend';

async function id(call: PromiseLike<{ data: unknown; error: { message: string } | null }>) {
	const { data, error } = await call;
	if (error) throw new Error(error.message);
	return data as string;
}

export const ask = (who: Member, direction = 'poultry', locale = 'kk') =>
	id(
		who.db.rpc('ask_question', {
			p_key: randomUUID(),
			p_direction: direction,
			p_title: 'Тауықтар неге жұмыртқаламай қойды?',
			p_body: '',
			p_locale: locale
		})
	);
export const answer = (who: Member, question: string, locale = 'kk') =>
	id(
		who.db.rpc('post_answer', {
			p_key: randomUUID(),
			p_question: question,
			p_body: 'Жарық керек: күніне 14 сағат.',
			p_locale: locale
		})
	);
export const vote = (who: Member, kind: string, post: string, value: number) =>
	who.db.rpc('cast_vote', { p_kind: kind, p_post: post, p_value: value });
export const accept = (who: Member, question: string, post: string | null) =>
	who.db.rpc('accept_answer', { p_question: question, p_answer: post });

export const reputation = async (backend: TestBackend, ...who: Member[]) => {
	const rows = await backend.sql<{ account_id: string; reputation: number }>(
		'select account_id, reputation from public.forum_profiles'
	);
	return who.map(({ id }) => rows.find((row) => row.account_id === id)?.reputation ?? 1);
};

/** Gives somebody 60 points as four answers that helped would have, so that they may vote down. */
export async function trust(backend: TestBackend, ...who: Member[]): Promise<void> {
	for (const { id } of who) {
		await backend.sql(
			`insert into public.reputation_events (account_id, kind, points, delta)
			 select $1, 'answer_accepted', 15, 15 from generate_series(1, 4)`,
			[id]
		);
		await backend.sql(
			`insert into public.forum_profiles as f (account_id, reputation) values ($1, 61)
			 on conflict (account_id) do update set reputation = f.reputation + 60`,
			[id]
		);
	}
}

/** Whatever does not add up in the forum. */
export const drift = (backend: TestBackend) => backend.sql(FORUM_DRIFT);
