import { randomUUID } from 'node:crypto';
import type { Member, TestBackend } from './test-backend';

/** The id that a statement returns. */
export async function one(
	{ sql }: Pick<TestBackend, 'sql'>,
	statement: string,
	params: unknown[]
): Promise<string> {
	const [row] = await sql<{ id: string }>(statement, params);
	return row?.id as string;
}

/** What others and the worker write about a person: a survey, a referral, mails, imports, the log. */
export async function fillStaffWork(
	backend: TestBackend,
	{ id, personId }: Member,
	m: Record<string, string>
): Promise<void> {
	const { sql } = backend;
	const wave = await one(
		backend,
		`insert into public.waves (title, form_id, kind, closes_at, created_by) select 'Толқын', id, 'live', now() + interval '1 day', $1 from public.forms where code = 'followup-short' returning id`,
		[id]
	);
	const mail = await one(
		backend,
		`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body) values ($1, 'email', $2, 'wave_invitation', $3, 'kk', $4, $5) returning id`,
		[personId, `${m.mail}@test.kz`, wave, m.subject, m.body]
	);
	const asked = await one(
		backend,
		`insert into public.wave_members (wave_id, person_id, token_hash, outbox_id, disposition, round, region_code, responded_at) values ($1, $2, sha256('x'::bytea || $3::text::bytea), $4, '1.1', 2019, 'KZ-61', now()) returning id`,
		[wave, personId, randomUUID(), mail]
	);
	await sql(
		`insert into public.responses (member_id, answers, locale) values ($1, jsonb_build_object('q22_continuing', 'yes', 'comment', $2::text), 'kk')`,
		[asked, m.comment]
	);
	await sql(`insert into private.demo_mailbox (to_address, subject, body) values ($1, $2, $3)`, [
		`${m.mail}@test.kz`,
		m.subject,
		m.body
	]);
	await sql(
		`insert into public.claim_requests (account_id, full_name, registry_no, phone, message, locale, idempotency_key, state, reason) values ($1, $2, $3, $4, $5, 'kk', gen_random_uuid(), 'approved', $6)`,
		[id, m.claim, m.claimNo, m.phone, m.message, m.verdict]
	);
	await sql(
		`insert into private.claim_codes (account_id, person_id, sent_to, code_hash, state) values ($1, $2, $3, 'x'::bytea, 'used')`,
		[id, personId, m.sentTo]
	);
	await sql('insert into private.claim_lookups (account_id) values ($1)', [id]);
	await sql(`insert into private.forum_experts (account_id, direction) values ($1, 'sewing')`, [
		id
	]);
	await sql(`insert into private.forum_badges (account_id, badge) values ($1, 'first_kazakh')`, [
		id
	]);
	const finding = await one(
		backend,
		`insert into private.vote_findings (kind, cleared_at, cleared_by, cleared_why) values ('ring', now(), $1, 'Бәрі адал берілген') returning id`,
		[id]
	);
	await sql(
		`insert into private.vote_finding_members (finding_id, account_id, gave, got, appeal) values ($1, $2, 5, 4, $3)`,
		[finding, id, m.findingAppeal]
	);
	await sql(
		`insert into private.dropped_votes (finding_id, voter_id, question_id, value, voted_at) select $1, $2, id, 1, now() from public.questions limit 1`,
		[finding, id]
	);
	await sql(
		`insert into private.forum_leaders (month, direction, account_id, points) values ('2026-01-01', 'sewing', $1, 10)`,
		[id]
	);
	await sql(
		`insert into private.staff_roles (account_id, role, region_code, revoked_at) values ($1, 'officer', 'KZ-61', now())`,
		[id]
	);
	await sql(`insert into public.registry_views (account_id, name, query) values ($1, $2, '{}')`, [
		id,
		m.view
	]);
	const referral = await one(
		backend,
		`insert into public.referrals (person_id, programme_id, region_code, state, message) select $1, id, 'KZ-61', 'withdrawn', $2 from public.programmes limit 1 returning id`,
		[personId, m.offer]
	);
	await sql(
		`insert into public.referral_events (referral_id, state, actor_part, actor_id, reason) values ($1, 'withdrawn', 'alumnus', $2, $3)`,
		[referral, id, m.reason]
	);
	await sql(
		`insert into public.referral_consents (referral_id, organization_id, fields, text_version, locale) select $1, id, '{phone}', '2026-11', 'kk' from public.organizations limit 1`,
		[referral]
	);
	await sql(
		`insert into private.audit_log (actor_id, action, subject_type, subject_id, details) values (null, 'test', 'person', $1, jsonb_build_object('who', $2::text))`,
		[personId, m.audit]
	);
	const staged = await one(
		backend,
		`insert into private.registry_imports (account_id, filename, sha256, source, sheets) values ($1, $2, repeat('a', 64), '', '[]') returning id`,
		[id, m.file]
	);
	await sql(
		`insert into private.registry_import_rows (import_id, row_no, registry_no, full_name, phone) values ($1, 1, $2, $3, $4)`,
		[staged, m.no, m.name, m.phone]
	);
	await sql(
		`insert into private.registry_import_findings (import_id, row_no, kind, field, value, reason) values ($1, 1, 'warning', 'phone', $2, 'contact_shared')`,
		[staged, m.phone]
	);
	await sql(
		`insert into private.wave_imports (title, file_hash, rows, created_by) values ($1, repeat('a', 64), jsonb_build_array(jsonb_build_object('id', $2::text)), $3)`,
		[m.file, m.no, id]
	);
}
