import { mornings } from '../../src/lib/features/messaging/rules';
import type { Member, TestBackend } from './test-backend';

/** Topics, what a person follows and is followed for, and a weekly letter about it. */
export async function fillFollowing(
	{ sql, service }: TestBackend,
	who: Member,
	mate: Member,
	forum: Record<string, string>
): Promise<void> {
	const [theirs] = await sql<{ id: string }>(
		'select id from public.questions where author_id = $1',
		[mate.id]
	);
	await sql(
		`insert into public.tag_suggestions (question_id, account_id, tags) values ($1, $2, $3)`,
		[theirs?.id, who.id, [forum.suggested]]
	);
	await who.db.rpc('follow', { p_kind: 'question', p_target: theirs?.id });
	await sql('insert into public.follows (account_id, followed_id) values ($1, $2)', [
		who.id,
		mate.id
	]);
	await who.db.rpc('choose_weekly', { p_wanted: true });
	// The week in which all this was written, as if it were over.
	await service.rpc('queue_weekly', {
		p_origin: 'https://jalgas.test',
		p_week: mornings(new Date(Date.now() + 7 * 86_400_000)).week.toISOString(),
		p_limit: 10
	});
}
