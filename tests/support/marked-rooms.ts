import type { Member, TestBackend } from './test-backend';

/** What a person tells of themselves, and how they are written to: profile, contacts, channels. */
export async function fillRooms(
	{ sql }: TestBackend,
	{ id, personId }: Member,
	m: Record<string, string>
): Promise<void> {
	await sql(
		`insert into public.profiles (person_id, now_line, skills, help_text, need_text, story)
		 values ($1, $2, array[$3], $4, $5, $6)`,
		[personId, m.now, m.skill, m.help, m.need, m.story]
	);
	await sql(
		`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
		 values ($1, 'directory', true, '2026-11', 'kk', 'web')`,
		[personId]
	);
	await sql(
		`insert into private.directory_views (account_id, on_day, taken) values ($1, current_date, 1)`,
		[id]
	);
	await sql(
		`insert into private.contact_events (contact_point_id, what, said_by, account_id, channel, state)
		 select c.id, 'confirmed', 'person', $2, 'web', 'confirmed' from public.contact_points c where c.person_id = $1`,
		[personId, id]
	);
	await sql(
		`insert into private.contact_codes (person_id, address, code_hash, state) values ($1, $2, 'x'::bytea, 'used')`,
		[personId, `${m.added}@test.kz`]
	);
	await sql(
		`insert into private.contact_checks (person_id, contact_point_id, half_year, token_hash)
		 select $1, c.id, '2026-H2', sha256(uuid_send(gen_random_uuid()))
		 from public.contact_points c where c.person_id = $1 limit 1`,
		[personId]
	);
	await sql(`insert into private.telegram_links (account_id, chat_id) values ($1, $2)`, [
		id,
		Math.floor(Math.random() * 1e12)
	]);
	await sql(
		`insert into private.telegram_starts (account_id, token_hash) values ($1, sha256(uuid_send(gen_random_uuid())))`,
		[id]
	);
	await sql(`insert into private.message_preferences (account_id, channel) values ($1, 'email')`, [
		id
	]);
	await sql(
		`insert into public.notices (account_id, purpose, occasion, title, locale) values ($1, 'test', 'x', $2, 'kk')`,
		[id, m.notice]
	);
	await sql(
		`insert into private.message_choices (person_id, topic, wanted) values ($1, 'offers', true)`,
		[personId]
	);
	await sql(
		`insert into public.person_words (person_id, field, was, value, said_by, account_id)
		 values ($1, 'district', $2, $3, 'person', $4)`,
		[personId, m.wordBefore, m.ownWord, id]
	);
	await sql(
		`insert into public.import_conflicts (person_id, field, registry_value, person_value, import_id, filename)
		 values ($1, 'district', $2, $3, gen_random_uuid(), $4)`,
		[personId, m.rosterWord, m.ownWord, m.rosterFile]
	);
	await sql(
		`insert into private.registry_import_words (import_id, row_no, person_id, field, value)
		 select i.id, 2, $1, 'district', $2 from private.registry_imports i where i.account_id = $3 limit 1`,
		[personId, m.rosterWord, id]
	);
}
