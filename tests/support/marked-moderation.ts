import { one } from './marked-traces';
import type { Member, TestBackend } from './test-backend';

/** A flag that the person raised, and what was decided and said about an answer of theirs. */
export async function fillModeration(
	backend: TestBackend,
	{ id }: Member,
	mate: Member,
	m: Record<string, string>
): Promise<void> {
	const { sql } = backend;
	const verdict = await one(
		backend,
		`insert into private.moderation_cases (answer_id, author_id, locale, why, state, reason, note, decided_at)
		 select a.id, a.author_id, 'kk', 'flags', 'kept', null, $2, now() from public.answers a where a.author_id = $1 limit 1
		 returning id`,
		[id, m.caseNote]
	);
	await sql(
		`insert into private.post_flags (case_id, post_id, account_id, reason, note, trusted)
		 values ($1, gen_random_uuid(), $2, 'other', $3, false)`,
		[verdict, id, m.flagNote]
	);
	await sql(
		`insert into private.moderation_log (actor_id, act, case_id, subject_id, note)
		 values ($1, 'muted', $2, $3, $4), ($3, 'kept', $2, $1, 'x')`,
		[mate.id, verdict, id, m.logNote]
	);
	const restriction = await one(
		backend,
		`insert into private.forum_restrictions (account_id, kind, reason, until, locale)
		 values ($1, 'mute', $2, now() - interval '1 day', 'kk') returning id`,
		[id, `Себебі: ${m.muteReason}`]
	);
	await sql(
		`insert into private.appeals (account_id, restriction_id, words, state, answer, answered_at)
		 values ($1, $2, $3, 'refused', 'Қаралды', now())`,
		[id, restriction, `Келіспеймін: ${m.appealWords}`]
	);
	await sql(
		`insert into private.moderator_scopes (account_id, locale, revoked_at) values ($1, 'kk', now())`,
		[id]
	);
}
