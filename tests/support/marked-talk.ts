import { one } from './marked-traces';
import type { Member, TestBackend } from './test-backend';

/** What a person and a colleague said to each other, what was reported, and the offer to be asked. */
export async function fillTalk(
	backend: TestBackend,
	who: Member,
	mate: Member,
	m: Record<string, string>
): Promise<void> {
	const { sql } = backend;
	const both = [who.personId, mate.personId];
	const thread = await one(
		backend,
		`insert into public.contact_requests (from_person, to_person, idempotency_key) values ($1, $2, gen_random_uuid()) returning id`,
		both
	);
	const message = await one(
		backend,
		`insert into public.contact_messages (request_id, part, body, shared_kind, shared_value, idempotency_key)
		 values ($1, 'from', $2, 'phone', $3, gen_random_uuid()) returning id`,
		[thread, m.said, m.shared]
	);
	// The letter that tells the colleague names the person.
	await sql(
		`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body)
		 values ($1, 'email', $2, 'contact_request', $3, 'kk', '', $4)`,
		[mate.personId, `${mate.id}@test.kz`, `${thread}:${message}`, `${m.name}: ${m.said}`]
	);
	await sql('insert into public.contact_blocks (blocker_id, blocked_id) values ($1, $2)', both);
	for (const [reporter, reported, words] of [
		[...both, m.complaint],
		[...both.toReversed(), 'Маған ұнамады']
	])
		await sql(
			`insert into public.reports (subject, request_id, reporter_id, reported_id, reason, words, idempotency_key)
			 values ('thread', $1, $2, $3, 'other', $4, gen_random_uuid())`,
			[thread, reporter, reported, words]
		);
	await sql(
		`insert into public.restrictions (person_id, what, until) values ($1, 'writing', now() - interval '1 day')`,
		[who.personId]
	);
	await sql(
		`insert into public.mentor_offers (person_id, directions, topics, monthly_limit) values ($1, '{sewing}', $2, 2)`,
		[who.personId, m.topics]
	);
}
