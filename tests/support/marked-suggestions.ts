import { randomUUID } from 'node:crypto';
import type { Member, TestBackend } from './test-backend';

/** A draft, and suggestions: one's own, another's on one's own words, and one that was judged. */
export async function fillSuggestions(
	{ sql }: TestBackend,
	who: Member,
	mate: Member,
	forum: Record<string, string>,
	draft: string
): Promise<void> {
	await who.db.rpc('save_draft', {
		p_key: randomUUID(),
		p_question: null,
		p_fields: { title: draft }
	});
	const suggest = (on: Member, by: string | null, body: string, reason: string, judged?: string) =>
		sql(
			`insert into public.post_suggestions (question_id, base, title, body, reason, author_id, state, decided_by, decided_at, decline_reason, idempotency_key)
			 select q.id, 1, q.title, $3, $4, $2, case when $5::text is null then 'open' else 'declined' end,
			   case when $5::text is not null then $6::uuid end, case when $5::text is not null then now() end, $5, gen_random_uuid()
			 from public.questions q where q.author_id = $1 limit 1`,
			[on.id, by, body, reason, judged ?? null, who.id]
		);
	await suggest(mate, who.id, forum.mended as string, forum.why as string);
	await suggest(who, mate.id, `${forum.question} деген`, 'Қысқарақ болды');
	await suggest(mate, null, 'Машина керек', 'Қысқарақ болды', forum.declined);
	// Let in: what another wrote around one's own words.
	await sql(
		`insert into public.post_revisions (question_id, number, title, body, editor_id, suggestion_id)
		 select s.question_id, 3, s.title, s.body, s.author_id, s.id from public.post_suggestions s where s.author_id = $1`,
		[mate.id]
	);
}
