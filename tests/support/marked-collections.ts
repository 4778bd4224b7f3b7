import type { Member, TestBackend } from './test-backend';

/** A published guide of somebody, and a note on one of a colleague's. */
export async function fillCollections(
	{ sql }: TestBackend,
	who: Member,
	mate: Member,
	forum: Record<string, string>
): Promise<void> {
	await sql(
		`with guide as (
		   insert into private.guides (author_id, direction, locale, idempotency_key)
		   select a, 'sewing', 'kk', gen_random_uuid() from unnest(array[$1::uuid, $2::uuid]) a returning *),
		 version as (
		   insert into private.guide_versions (guide_id, number, editor_id, state, title)
		   select g.id, 1, g.author_id, 'published', case when g.author_id = $1 then $3 else 'Мата таңдау жолы' end from guide g returning *),
		 event as (
		   insert into private.guide_events (guide_id, number, actor_id, what, note)
		   select v.guide_id, 1, $1, 'returned', $4 from version v where v.editor_id = $2)
		 insert into private.guide_steps (version_id, answer_id, position, answer_revision, heading)
		 select v.id, w.id, 1, 1, 'Мата' from version v, public.answers w where w.author_id = $2`,
		[who.id, mate.id, forum.guide, forum.guideNote]
	);
	await sql(
		`update private.guides g set published_id = v.id, checked_at = now()
		 from private.guide_versions v where v.guide_id = g.id and g.author_id in ($1, $2)`,
		[who.id, mate.id]
	);
	await sql(
		`insert into private.duplicate_acts (question_id, kept_id, act, actor_id)
		 select q.id, k.id, 'proposed', $1 from public.questions q, public.questions k
		 where q.author_id = $1 and k.author_id = $2 limit 1`,
		[who.id, mate.id]
	);
}
