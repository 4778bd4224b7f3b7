import { randomUUID } from 'node:crypto';
import type { Member, TestBackend } from './test-backend';

/** A question, an answer, a vote, and points: through the doors that people use. */
export async function fillForum(
	who: Member,
	mate: Member,
	forum: Record<string, string>
): Promise<void> {
	const ask = async (author: Member, title: string, body: string) =>
		(
			await author.db.rpc('ask_question', {
				p_key: randomUUID(),
				p_direction: 'sewing',
				p_title: title,
				p_body: body,
				p_locale: 'kk',
				p_tags: author === who ? [forum.topic] : []
			})
		).data as string;
	const reply = async (author: Member, question: string, body: string) =>
		(
			await author.db.rpc('post_answer', {
				p_key: randomUUID(),
				p_question: question,
				p_body: body,
				p_locale: 'kk'
			})
		).data as string;
	const mine = await ask(who, forum.title as string, forum.question as string);
	const theirs = await ask(mate, 'Машинаны қайдан аламыз?', '');
	const help = await reply(mate, mine, 'Базардан табасыз.');
	const answer = await reply(who, theirs, forum.answer as string);
	await who.db.rpc('add_comment', {
		p_key: randomUUID(),
		p_post: theirs,
		p_body: forum.comment,
		p_locale: 'kk'
	});
	await who.db.rpc('mark_answer', {
		p_answer: help,
		p_kind: 'outdated',
		p_on: true,
		p_note: forum.markNote
	});
	await who.db.rpc('edit_post', {
		p_post: mine,
		p_base: 1,
		p_title: forum.title,
		p_body: `${forum.question} ${forum.edit}`
	});
	await who.db.rpc('cast_vote', { p_kind: 'answer', p_post: help, p_value: 1 });
	await mate.db.rpc('cast_vote', { p_kind: 'answer', p_post: answer, p_value: 1 });
	await who.db.rpc('accept_answer', { p_question: mine, p_answer: help });
	await who.db.rpc('thank_answer', { p_answer: help, p_kind: 'worked' });
}

/** A question of the colleague's that was offered to the person, and the limit they set. */
export async function fillRouting({ sql }: TestBackend, who: Member, mate: Member): Promise<void> {
	await sql(
		`with f as (
		   insert into private.question_offers (question_id, account_id, step, week, slot, score, reasons)
		   select q.id, $1, 1, '2026-01-05', 1, 45, '{"project": true}' from public.questions q where q.author_id = $2
		   returning id, question_id),
		 r as (insert into private.routed_questions (question_id, step) select f.question_id, 1 from f)
		 insert into private.question_offer_events (offer_id, what) select f.id, 'opened' from f`,
		[who.id, mate.id]
	);
	await sql(`insert into private.routing_limits (account_id, weekly) values ($1, 1)`, [who.id]);
}
