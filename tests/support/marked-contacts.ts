import type { Member, TestBackend } from './test-backend';

/** What callers, team-mates and representatives leave behind about a person. */
export async function fillContactLife(
	{ sql }: TestBackend,
	{ id, personId }: Member,
	mate: Member,
	m: Record<string, string>
): Promise<void> {
	await sql(
		`insert into private.contact_events (contact_point_id, what, said_by, channel, state, note)
		 select c.id, 'failed', 'staff', 'phone', 'failed', $2 from public.contact_points c
		 where c.person_id = $1 and c.kind = 'phone'`,
		[personId, m.callNote]
	);
	// One that a mate brought, and one that the person brought about the mate.
	await sql(
		`insert into public.contact_reports (person_id, reporter_id, value, value_key, note)
		 values ($1, $2, $5, '+77010000001', 'x'), ($3, $4, '+7 701 000 00 02', '+77010000002', $6)`,
		[personId, mate.id, mate.personId, id, m.told, m.brought]
	);
	await sql(
		`insert into public.guardian_consents (person_id, guardian_name, relation, contact, way, purposes, text_version, locale)
		 values ($1, $2, 'mother', $2, 'paper', '{directory}', '2026-11', 'kk')`,
		[personId, m.guardian]
	);
	const [ask] = await sql<{ id: string }>(
		`insert into private.guardian_asks (person_id, fields, token_hash)
		 values ($1, jsonb_build_object('name', $2::text, 'relation', 'father', 'contact', $2::text || '@test.kz',
		   'purposes', '["directory"]'::jsonb, 'locale', 'kk'), sha256(uuid_send(gen_random_uuid()))) returning id`,
		[personId, m.asked]
	);
	await sql(
		`insert into private.outbox (channel, to_address, purpose, occasion, locale, subject, body)
		 values ('email', $2::text || '@test.kz', 'guardian_ask', $1, 'kk', 'x', $2)`,
		[ask?.id, m.asked]
	);
}
