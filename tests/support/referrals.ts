import { randomUUID } from 'node:crypto';
import type { Member, TestBackend } from './test-backend';

/** Writes a person's word on being offered programmes. */
export async function consent(backend: TestBackend, person: string, granted = true): Promise<void> {
	await backend.sql(
		`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
		 values ($1, 'referrals', $2, '2026-11', 'kk', 'web')`,
		[person, granted]
	);
}

/** An alumna who agreed to be offered programmes, with a project, a phone and an e-mail. */
export async function consenting(backend: TestBackend, region = 'KZ-61'): Promise<Member> {
	const alumna = await backend.alumnus({ region });
	const tail = randomUUID().slice(0, 8);
	await backend.sql(
		`update public.persons set birth_year = 1998, district = 'Кентау' where id = $1`,
		[alumna.personId]
	);
	const [project] = await backend.sql<{ id: string }>(
		`insert into public.subprojects (registry_no, title, direction, round, region_code, state, basis, needs, state_at)
		 values ($1, 'Тігін', 'sewing', 2019, $2, 'continuing', 'paid', '{money}', now()) returning id`,
		[`S-${tail}`, region]
	);
	await backend.sql(`update public.participations set subproject_id = $2 where person_id = $1`, [
		alumna.personId,
		project?.id
	]);
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, source)
		 values ($1, 'email', $2, $2, 'registry'), ($1, 'phone', $3, $3, 'registry')`,
		[alumna.personId, `${tail}@test.kz`, `+7701${tail}`]
	);
	await consent(backend, alumna.personId as string);
	return alumna;
}

/** Refers a person; the answer as the API gives it. */
export const refer = (
	officer: Member,
	person: string | null,
	{ programme = 'bastau-business', key = randomUUID(), message = '' } = {}
) =>
	officer.db.rpc('refer_candidate', {
		p_person: person ?? randomUUID(),
		p_programme: programme,
		p_message: message,
		p_key: key
	});

/** The person's own answer. */
export const answer = (
	who: Member,
	id: string,
	action: string,
	version: string | null = '2026-11'
) =>
	who.db.rpc('answer_referral', {
		p_referral: id,
		p_action: action,
		p_text_version: version,
		p_locale: 'kk'
	});

/** The partner's answer. */
export const respond = (who: Member, id: string, action: string, reason: string | null = null) =>
	who.db.rpc('respond_referral', { p_referral: id, p_action: action, p_reason: reason });
