import { one } from './marked-traces';
import type { Member, TestBackend } from './test-backend';

/** How a record came to its account: an invitation, a notice to an old address, a claim undone before. */
export async function fillClaims(backend: TestBackend, { id, personId }: Member): Promise<void> {
	const batch = await one(
		backend,
		`insert into public.invitation_batches (channel, filters, office, idempotency_key, made_by)
		 values ('letter', '{}', 'Жастар орталығы', gen_random_uuid(), $1) returning id`,
		[id]
	);
	await backend.sql(
		`insert into public.claim_invitations (batch_id, person_id, channel, code_hash, used_at, used_by)
		 values ($1, $2, 'letter', sha256(uuid_send(gen_random_uuid())), now(), $3)`,
		[batch, personId, id]
	);
	await backend.sql(
		`insert into private.claim_notices (person_id, account_id, contact_point_id, token_hash)
		 select $1, $2, c.id, sha256(uuid_send(gen_random_uuid()))
		 from public.contact_points c where c.person_id = $1 limit 1`,
		[personId, id]
	);
	await backend.sql(
		`insert into private.undone_claims (person_id, account_id, claimed_at, reason) values ($1, $2, now(), 'Қате')`,
		[personId, id]
	);
}
