import { randomUUID } from 'node:crypto';
import type { TestBackend } from './test-backend';

interface Record {
	no?: string;
	name?: string | null;
	year?: number | null;
	region?: string | null;
	phone?: string;
	round?: number;
	team?: string;
}

/** A record of the registry without an account; returns its id. */
export async function addRecord({ sql }: TestBackend, record: Record = {}): Promise<string> {
	const { name = 'Сынақ Адам', year = null, region = 'KZ-61', round, team, phone } = record;
	const [row] = await sql<{ id: string }>(
		`insert into public.persons (registry_no, full_name, birth_year, region_code) values ($1, $2, $3, $4) returning id`,
		[record.no ?? randomUUID(), name, year, region]
	);
	const id = row?.id as string;
	if (phone)
		await sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source) values ($1, 'phone', $2, $2, 'registry')`,
			[id, phone]
		);
	if (round)
		await sql(
			`insert into public.participations (person_id, round, role, subproject_id)
			 select $1, $2, 'member', (select id from public.subprojects where registry_no = $3)`,
			[id, round, team ?? null]
		);
	return id;
}

/** A team's project of this number. */
export const addProject = ({ sql }: TestBackend, no: string) =>
	sql(
		`insert into public.subprojects (registry_no, title, direction, round, region_code) values ($1, $1, 'sewing', 2019, 'KZ-61')`,
		[no]
	);
