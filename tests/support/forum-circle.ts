import { mornings } from '../../src/lib/features/messaging/rules';
import { markedPerson, type MarkedPerson } from './marked-person';
import { one } from './marked-traces';
import { ask, vote } from './reputation';
import type { Db, Member, TestBackend } from './test-backend';

/** A marked person, and somebody to whom the forum has told of them in every way it knows. */
export interface Circle extends MarkedPerson {
	reader: Member;
	/** The reader's guide, with a step that the person's question gave its heading. */
	guide: string;
	/** Asked by the reader, liked by the person. */
	liked: string;
}

/** Offers, weekly letters, follows, guides and votes that lead from a marked person to another. */
export async function forumCircle(backend: TestBackend): Promise<Circle> {
	const { sql, service } = backend;
	const person = await markedPerson(backend);
	const reader = await backend.alumnus({ name: 'Дана Оқырман' });
	await sql(`update public.questions set created_at = now() - interval '3 hours' where id = $1`, [
		person.question
	]);
	const offer = await one(
		backend,
		`insert into private.question_offers (question_id, account_id, step, week, slot, score, reasons)
		 values ($1, $2, 1, '2026-01-05', 1, 45, '{"project": true}') returning id`,
		[person.question, reader.id]
	);
	await sql('select private.tell_of_offer($1)', [offer]);
	await sql('insert into public.follows (account_id, followed_id) values ($1, $2), ($2, $1)', [
		reader.id,
		person.member.id
	]);
	await reader.db.rpc('follow', { p_kind: 'question', p_target: person.question });
	const [tag] = await sql<{ slug: string }>('select slug from private.tags where name = $1', [
		person.forum.topic
	]);
	await reader.db.rpc('follow', { p_kind: 'tag', p_target: tag?.slug });
	await reader.db.rpc('choose_weekly', { p_wanted: true });
	await service.rpc('queue_weekly', {
		p_origin: 'https://jalgas.test',
		p_week: mornings(new Date(Date.now() + 7 * 86_400_000)).week.toISOString(),
		p_limit: 50
	});
	const guide = await one(
		backend,
		`with guide as (
		   insert into private.guides (author_id, direction, locale, idempotency_key)
		   values ($1, 'sewing', 'kk', gen_random_uuid()) returning id),
		 version as (
		   insert into private.guide_versions (guide_id, number, editor_id, state, title)
		   select id, 1, $1, 'published', 'Тігін машинасын таңдау' from guide returning *)
		 insert into private.guide_steps (version_id, answer_id, position, answer_revision, heading)
		 select v.id, a.id, 1, 1, left(q.title, 120) from version v, public.questions q
		 join public.answers a on a.question_id = q.id where q.id = $2
		 returning (select guide_id from version) as id`,
		[reader.id, person.question]
	);
	await sql(
		`update private.guides g set published_id = v.id, checked_at = now()
		 from private.guide_versions v where v.guide_id = g.id and g.id = $1`,
		[guide]
	);
	await sql(
		`insert into private.photos (question_id, account_id, webp, width, height)
		 values ($1, $2, convert_to(rpad('RIFF____WEBP' || $3, 64, '.'), 'UTF8'), 9, 9)`,
		[person.question, person.member.id, person.marks.photo]
	);
	const liked = await ask(reader, 'sewing');
	await vote(person.member, 'question', liked, 1);
	await vote(reader, 'answer', person.answer, 1);
	return { ...person, reader, guide, liked };
}

/** What others read of the forum: pages, lists, letters and the reader's own download, as one text. */
export async function othersRead(
	{ sql, anon }: TestBackend,
	{ reader, mate, guide, question, answer }: Circle,
	moderator: Db
): Promise<string> {
	const [theirs] = await sql<{ id: string }>(
		'select id from public.questions where author_id = $1',
		[mate.id]
	);
	const read: [Db, string, object][] = [];
	for (const db of [anon, mate.db, moderator])
		read.push(
			[db, 'page_question', { p_id: question }],
			[db, 'page_question', { p_id: theirs?.id }],
			[db, 'page_comments', { p_post: theirs?.id }],
			[db, 'page_history', { p_post: question }],
			[db, 'page_questions', {}],
			[db, 'page_experts', { p_direction: 'sewing' }],
			[db, 'page_guide', { p_id: guide }],
			[db, 'page_guides', {}],
			[db, 'page_sitemap', {}],
			[db, 'page_tags', {}]
		);
	for (const { db } of [reader, mate])
		read.push(
			[db, 'page_notices', { p_after: null, p_locale: 'kk' }],
			[db, 'page_offers', {}],
			[db, 'page_following', {}],
			[db, 'page_reputation', {}],
			[db, 'page_my_posts', {}],
			[db, 'export_my_data', {}]
		);
	read.push(
		[moderator, 'page_moderation_log', {}],
		[moderator, 'page_vote_findings', {}],
		[moderator, 'page_history', { p_post: answer }]
	);
	const pages: string[] = [];
	for (const [db, name, args] of read) {
		const { data, error } = await db.rpc(name, args);
		// A visitor is refused what is for alumni: that is not what is asked here.
		if (error && db !== anon) throw new Error(`${name}: ${error.message}`);
		pages.push(`${name}: ${JSON.stringify(data)}`);
	}
	return pages.join('\n');
}
