import type { Member, TestBackend } from './test-backend';

/** What is left of a second record that was found to be the same person's, and of a pair that was not. */
export async function fillMerges(
	{ sql }: TestBackend,
	{ id, personId }: Member,
	mate: Member,
	m: Record<string, string>
): Promise<void> {
	await sql(
		`with merge as (
		   insert into private.person_merges (survivor_id, merged_id, merged_no, merged_by)
		   values ($1, gen_random_uuid(), $2, $3) returning id)
		 insert into private.person_merge_steps (merge_id, relation, act, row_key, old)
		 select id, 'public.persons', 'removed', '{}', jsonb_build_object('full_name', $4::text, 'registry_no', $2::text) from merge`,
		[personId, m.mergedNo, id, m.mergedName]
	);
	await sql(`insert into private.registry_aliases (registry_no, person_id) values ($1, $2)`, [
		m.mergedNo,
		personId
	]);
	await sql(
		`insert into private.duplicate_dismissals (person_a, person_b, dismissed, account_id)
		 values (least($1::uuid, $2::uuid), greatest($1::uuid, $2::uuid), true, $3)`,
		[personId, mate.personId, id]
	);
}
