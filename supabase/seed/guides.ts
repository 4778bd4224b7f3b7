/** The demo's guides: written by whoever gave the first answer, found right by the coordinator. */
import { staffId } from './accounts.ts';
import { GUIDES } from './guide-content.ts';
import { literal, tuples, type Piece } from './render.ts';
import { days, stream, uuid } from './rng.ts';

/** One guide with its published version. Its answers are known by their questions, whatever their ids. */
function guideSql(n: number, now: Date): string {
	const guide = GUIDES[n] as (typeof GUIDES)[number];
	const checked = days(now, -guide.checked, stream('guide', n));
	const id = `${literal(uuid('guide', 2 * n, checked))}::uuid`;
	const version = `${literal(uuid('guide', 2 * n + 1, checked))}::uuid`;
	const at = `${literal(checked)}::timestamptz`;
	const steps = guide.steps.map(({ question, heading, note = '' }, i) => [
		...[i + 1, question, heading, note]
	]);
	return `with step (position, question, heading, note) as (values ${tuples(steps)}),
led as materialized (
  select s.*, a.id as answer_id, a.author_id, a.revision
  from step s join public.questions q on q.title = s.question join public.answers a on a.id = q.accepted_answer_id),
guide as (
  insert into private.guides (id, author_id, direction, locale, idempotency_key, created_at, published_id, checked_at)
  select ${id}, l.author_id, ${literal(guide.direction)}, ${literal(guide.locale)}, ${id}, ${at}, ${version}, ${at}
  from led l where l.position = 1),
version as (
  insert into private.guide_versions (id, guide_id, number, editor_id, state, title, intro, created_at)
  select ${version}, ${id}, 1, l.author_id, 'published', ${literal(guide.title)}, ${literal(guide.intro)}, ${at}
  from led l where l.position = 1),
event as (
  insert into private.guide_events (guide_id, number, actor_id, what, created_at)
  values (${id}, 1, ${literal(staffId('coordinator@demo.kz'))}::uuid, 'published', ${at}))
insert into private.guide_steps (version_id, answer_id, position, answer_revision, heading, note)
select ${version}, l.answer_id, l.position, l.revision, l.heading, l.note from led l`;
}

export const guidePieces = (now: Date): Piece[] =>
	GUIDES.map((_, n) => ({ sql: guideSql(n, now) }));
