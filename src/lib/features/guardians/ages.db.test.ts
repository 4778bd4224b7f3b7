import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
const PURPOSES = ['directory', 'followup', 'referrals'] as const;
type Purpose = (typeof PURPOSES)[number];

/** Years of age this year allows at most: 18 may still be 17. */
const AGES = [13, 14, 15, 16, 17, 18, 19, 20];
const OWN = ['none', 'no', 'yes', 'yes_as_child', 'yes_then_no'] as const;
const GUARDIAN = ['none', 'this', 'others', 'withdrawn'] as const;

interface Case {
	age: number;
	own: (typeof OWN)[number];
	guardian: (typeof GUARDIAN)[number];
	purpose: Purpose;
}
const CASES: Case[] = AGES.flatMap((age) =>
	OWN.flatMap((own) =>
		GUARDIAN.flatMap((guardian) => PURPOSES.map((purpose) => ({ age, own, guardian, purpose })))
	)
);
const nameOf = (one: Case) => `${one.age} ${one.own} ${one.guardian} ${one.purpose}`;

/** The rule in words: of age, a yes said since then; younger, a yes together with a representative's. */
function counts({ age, own, guardian }: Case): boolean {
	if (age >= 19) return own === 'yes';
	return (own === 'yes' || own === 'yes_as_child') && guardian === 'this';
}

/** Whom each surface lets through, by name. */
const seen = new Map<string, Set<string>>();
const names = async (sql: string, params?: unknown[]) =>
	new Set((await backend.sql<{ name: string }>(sql, params)).map(({ name }) => name));

beforeAll(async () => {
	const year = new Date().getFullYear();
	await backend.sql(
		`insert into public.persons (registry_no, full_name, birth_year, region_code)
		 select 'A-' || n, c ->> 'name', $2 - (c ->> 'age')::int, 'KZ-61'
		 from jsonb_array_elements($1::jsonb) with ordinality x (c, n)`,
		[JSON.stringify(CASES.map((one) => ({ ...one, name: nameOf(one) }))), year]
	);
	await backend.sql(
		`insert into public.participations (person_id, round, role) select id, 2019, 'leader' from public.persons`
	);
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, source, state)
		 select id, 'email', registry_no || '@t.kz', lower(registry_no) || '@t.kz', 'registry', 'confirmed' from public.persons`
	);
	const say = (own: string[], granted: boolean, at: string) =>
		backend.sql(
			`insert into public.consents (person_id, purpose, granted, text_version, locale, method, created_at)
			 select id, split_part(full_name, ' ', 4), $2, '1', 'kk', 'web', ${at}
			 from public.persons where split_part(full_name, ' ', 2) = any ($1)`,
			[own, granted]
		);
	// Five years ago everybody here was a child.
	await say(['yes_as_child'], true, `now() - interval '8 years'`);
	await say(['yes', 'yes_then_no'], true, `now() - interval '1 minute'`);
	await say(['no', 'yes_then_no'], false, 'now()');
	await backend.sql(
		`insert into public.guardian_consents (person_id, guardian_name, relation, contact, way, purposes, text_version, locale, withdrawn_at)
		 select p.id, 'Гүлнар', 'mother', '+77010000000', 'paper',
		   case x.guardian when 'others' then array_remove(array['directory', 'followup', 'referrals'], x.purpose) else array[x.purpose] end,
		   '2026-11', 'kk', case x.guardian when 'withdrawn' then now() end
		 from public.persons p
		 cross join lateral (select split_part(p.full_name, ' ', 3) as guardian, split_part(p.full_name, ' ', 4) as purpose) x
		 where x.guardian <> 'none'`
	);

	for (const purpose of PURPOSES)
		seen.set(
			purpose,
			await names(
				`select full_name as name from public.persons where private.consents_to(id, $1)`,
				[purpose]
			)
		);
	const viewer = await backend.alumnus();
	seen.set(
		'profile',
		await names(
			`select full_name as name from public.persons where id <> $2 and private.visible_profile(id, $1) is not null`,
			[viewer.id, viewer.personId]
		)
	);
	seen.set(
		'list',
		await names(
			`select p.full_name as name from private.directory_entries e join public.persons p on p.id = e.person_id`
		)
	);
	seen.set('wave', await names(`select name from private.wave_audience('{}') where consents`));
	seen.set(
		'candidates',
		await names(
			`select c.full_name as name from private.judge_candidates(true, '{}', null, '{}', null, null, null, null, null) c
			 where c.verdict not in ('no_consent', 'not_yet')`
		)
	);
	await backend.sql(
		`update public.contact_points set confirmed_at = now() - interval '200 days', created_at = now() - interval '900 days'`
	);
	for (let queued = 200; queued === 200;)
		queued = (
			await backend.service.rpc('queue_contact_checks', { p_origin: 'https://t.kz', p_limit: 200 })
		).data as number;
	seen.set(
		'check',
		await names(
			`select p.full_name as name from private.contact_checks k join public.persons p on p.id = k.person_id`
		)
	);
}, 120_000);

describe('whose yes counts, at every age, with and without a representative’s', () => {
	it.each<[string, Purpose]>([
		['directory', 'directory'],
		['profile', 'directory'],
		['list', 'directory'],
		['followup', 'followup'],
		['wave', 'followup'],
		['check', 'followup'],
		['referrals', 'referrals'],
		['candidates', 'referrals']
	])('%s', (surface, purpose) => {
		const wanted = CASES.filter((one) => one.purpose === purpose && counts(one)).map(nameOf);
		expect(wanted.length).toBeGreaterThan(15);
		expect([...(seen.get(surface) ?? [])].sort()).toEqual(wanted.sort());
	});
});
