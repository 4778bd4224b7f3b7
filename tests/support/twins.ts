import { dice } from '../../scripts/lib/bench/dice';
import { markedPerson, type MarkedPerson } from './marked-person';
import type { TestBackend } from './test-backend';

/** A record of the registry, and another of the same person; at most one of them has an account. */
export interface Twins {
	one: string;
	other: string;
	people: [MarkedPerson, MarkedPerson];
}

/** Two records of whom every table holds something, and much of it the same. */
export async function twins(backend: TestBackend, seed: number): Promise<Twins> {
	const roll = dice(seed);
	const any = <T>(...of: T[]): T => of[roll(of.length)] as T;
	const people: Twins['people'] = [await markedPerson(backend), await markedPerson(backend)];
	const [one, other] = people.map(({ member }) => member.personId as string) as [string, string];
	const { sql } = backend;
	// The account of one, of the other or of neither stays with its record.
	const claimed = any(one, other, null);
	await sql(
		'update public.accounts set person_id = null where person_id in ($1, $2) and person_id is distinct from $3',
		[one, other, claimed]
	);
	const wave = await sql<{ id: string }>(
		`insert into public.waves (title, form_id, kind, closes_at) select 'Екеуі де', id, 'live', now() from public.forms limit 1 returning id`
	);
	const sameRound = roll(2) === 0;
	for (const { member } of people)
		await sql('update public.claim_requests set person_id = $2 where account_id = $1', [
			member.id,
			member.personId
		]);
	for (const person of [one, other]) {
		const phone = `+7701${String(seed).padStart(7, '0')}`;
		await sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source, state, confirmed_at, preferred)
			 values ($1, 'phone', $2, $2, 'registry', $3, $4, $5)`,
			[
				person,
				phone,
				any('new', 'failed', 'dead'),
				any(null, '2025-03-01T10:00:00.123456Z', '2026-01-01T00:00:00Z'),
				false
			]
		);
		await sql(
			`update public.contact_points set preferred = true where id in (
			   select id from public.contact_points where person_id = $1 and kind = 'email' limit 1) and $2`,
			[person, any(true, false)]
		);
		// What refers to a contact goes with it.
		for (const table of ['private.outbox', 'private.claim_codes'])
			await sql(
				`update ${table} set contact_point_id = c.id from public.contact_points c
				 where c.person_id = $1 and c.kind = 'phone' and c.value = $2 and ${table}.person_id = $1`,
				[person, phone]
			);
		await sql(
			`insert into public.wave_members (wave_id, person_id, disposition, responded_at, opened_at)
			 values ($1, $2, '3.19', $3, now())`,
			[wave[0]?.id, person, any(null, '2026-02-03T04:05:06Z')]
		);
		await sql(
			`insert into public.responses (member_id, answers)
			 select id, '{"q22_continuing": "yes"}' from public.wave_members where wave_id = $1 and person_id = $2 and responded_at is not null`,
			[wave[0]?.id, person]
		);
		await sql(
			`insert into public.referrals (person_id, programme_id, state) select $1, id, $2 from public.programmes order by id limit 1`,
			[person, any('consent_asked', 'sent', 'received', 'accepted')]
		);
		await sql(
			`insert into private.contact_codes (person_id, address, code_hash) values ($1, 'x@y.kz', 'x')`,
			[person]
		);
		await sql(
			`with portrait as (
			   insert into private.photos (person_id, webp, width, height)
			   select $1, f.webp, 9, 9 from private.photos f limit 1 returning id)
			 update public.profiles set photo_id = (select id from portrait), updated_at = $2 where person_id = $1`,
			[person, any('2026-01-01', '2026-05-05')]
		);
		await sql(
			`update public.persons set gender = $2, birth_year = $3, region_code = $4, settlement = $5 where id = $1`,
			[
				person,
				any(null, 'female'),
				any(null, 1998, 1999),
				any(null, 'KZ-61', 'KZ-79'),
				any(null, 'city')
			]
		);
		await sql(
			`update public.person_flags set vulnerable = $2, disability = $3 where person_id = $1`,
			[person, any(true, false, null), any(true, false, null)]
		);
		await sql(
			`update public.participations set round = $2, role = $3, subproject_id = case when $4 then subproject_id end where person_id = $1`,
			[person, sameRound ? 2020 : 2019 + roll(4), any('leader', 'member'), any(true, false)]
		);
		if (roll(3) === 0) await sql('delete from public.person_flags where person_id = $1', [person]);
		if (roll(3) === 0) await sql('delete from public.profiles where person_id = $1', [person]);
	}
	return { one, other, people };
}

/** Every row of every table, but for the log and for what a merge writes of itself. */
export async function everything({ sql }: TestBackend): Promise<Map<string, string[]>> {
	const tables = await sql<{ name: string }>(
		`select format('%I.%I', n.nspname, c.relname) as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
		 where n.nspname in ('public', 'private', 'auth') and c.relkind = 'r'
		   and c.relname not in ('audit_log', 'person_merges', 'person_merge_steps', 'registry_rounds') order by 1`
	);
	const rows = new Map<string, string[]>();
	for (const { name } of tables) {
		const found = await sql<{ row: string }>(
			name === 'public.persons'
				? `select (to_jsonb(t) - 'updated_at')::text as row from ${name} t`
				: // Regions counted once stand there with nobody.
					`select to_jsonb(t)::text as row from ${name} t ${name === 'private.directory_regions' ? 'where people > 0' : ''}`
		);
		rows.set(name, found.map(({ row }) => row).sort());
	}
	return rows;
}
