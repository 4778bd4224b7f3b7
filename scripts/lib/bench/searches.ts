/** What people look for: names as they are, in Latin, with a slip of the pen; numbers, phones, filters. */
import type { Embedded } from '../../../src/lib/server/embedded.server';

export interface Cost {
	name: string;
	p50: number;
	p95: number;
	max: number;
	/** Pages of the database touched by a call, at the 95th percentile. */
	buffers: number;
}

interface Sample {
	id: string;
	registryNo: string;
	fullName: string;
	nameKey: string;
	region: string | null;
	direction: string | null;
	round: number | null;
	phone: string;
}

const SAMPLES = `
	select p.id, p.registry_no as "registryNo", p.full_name as "fullName", p.name_key as "nameKey", p.region_code as region,
		(select s.direction from public.participations t join public.subprojects s on s.id = t.subproject_id
			where t.person_id = p.id limit 1) as direction,
		(select t.round from public.participations t where t.person_id = p.id limit 1) as round,
		coalesce((select c.value_key from public.contact_points c where c.person_id = p.id and c.kind = 'phone' limit 1), '+77000000000') as phone
	from public.persons p join private.directory_entries e on e.person_id = p.id
	order by md5(p.registry_no) limit `;

/** An address of the page as the statement behind it. */
const literal = (value: unknown) =>
	value === null || value === undefined ? 'null' : `'${String(value).replaceAll("'", "''")}'`;
const people = (
	query: Partial<Record<'q' | 'region' | 'direction' | 'round' | 'help' | 'after', unknown>>
) =>
	`select public.page_people(${['q', 'region', 'direction', 'round', 'help', 'after']
		.map((key) => literal(query[key as keyof typeof query]))
		.join(', ')})`;
const registry = (filters: Record<string, unknown>, sort = 'number', after: string | null = null) =>
	`select public.page_registry(${literal(JSON.stringify(filters))}, ${literal(sort)}, ${literal(after)})`;

/** A letter fewer in the middle of the longest word. */
const slip = (name: string) => {
	const word = name.split(' ').sort((a, b) => b.length - a.length)[0] ?? '';
	const at = Math.floor(word.length / 2) + 1;
	return word.slice(0, at) + word.slice(at + 1);
};
const surname = (name: string) => name.split(' ').at(-1) ?? name;

const DIRECTORY: Record<string, (sample: Sample) => string> = {
	'directory: first page': () => people({}),
	'directory: next page': ({ id }) => people({ after: id }),
	'directory: whole name': ({ fullName }) => people({ q: fullName }),
	'directory: one word in Latin': ({ nameKey }) => people({ q: surname(nameKey) }),
	'directory: with a slip': ({ nameKey }) => people({ q: slip(nameKey) }),
	'directory: two letters': ({ nameKey }) => people({ q: nameKey.slice(0, 2) }),
	'directory: nobody': ({ id }) => people({ q: `zzqx ${id.slice(-4)}` }),
	'directory: region': ({ region }) => people({ region }),
	'directory: region and direction': ({ region, direction }) => people({ region, direction }),
	'directory: direction': ({ direction }) => people({ direction }),
	'directory: direction and help': ({ direction }) => people({ direction, help: 'papers' }),
	'directory: round and help': ({ round }) => people({ round, help: 'customers' }),
	'directory: name in a region': ({ nameKey, region }) => people({ q: surname(nameKey), region })
};
const REGISTRY: Record<string, (sample: Sample) => string> = {
	'registry: first page': () => registry({}),
	'registry: next page': ({ registryNo }) => registry({}, 'number', registryNo),
	'registry: next page by name': ({ registryNo }) => registry({}, 'name', registryNo),
	'registry: whole name': ({ fullName }) => registry({ q: fullName }),
	'registry: one word in Latin': ({ nameKey }) => registry({ q: surname(nameKey) }),
	'registry: nobody': ({ id }) => registry({ q: `zzqx ${id.slice(-4)}` }),
	'registry: number': ({ registryNo }) => registry({ q: registryNo }),
	'registry: phone': ({ phone }) => registry({ q: phone, phone }),
	'registry: two letters': ({ nameKey }) => registry({ q: nameKey.slice(0, 2) }),
	'registry: round': ({ round }) => registry({ round }),
	'registry: round and direction': ({ round, direction }) => registry({ round, direction }),
	'registry: region and round': ({ region, round }) => registry({ region, round }),
	'registry: direction, unclaimed': ({ direction }) => registry({ direction, state: 'unclaimed' }),
	'registry: no contact, by name': () => registry({ contact: 'none' }, 'name')
};

/** An alumnus, a coordinator and an officer, signed in. */
async function accounts(database: Embedded) {
	await database.exec(`
		insert into auth.sessions (id, user_id)
		select gen_random_uuid(), a.id from public.accounts a
		where not exists (select from auth.sessions s where s.user_id = a.id)`);
	const [who] = await database.query<{ alumnus: string; coordinator: string; officer: string }>(`
		select (select min(b.id::text) from public.accounts b where b.person_id is not null) as alumnus,
			(select min(r.account_id::text) from private.staff_roles r where r.role = 'coordinator') as coordinator,
			(select min(r.account_id::text) from private.staff_roles r where r.role = 'officer') as officer`);
	if (!who) throw new Error('the seed has no accounts');
	return who;
}

export async function measureSearches(database: Embedded, samples: number): Promise<Cost[]> {
	const who = await accounts(database);
	const list = await database.query<Sample>(`${SAMPLES} ${samples}`);
	const rows: Cost[] = [];
	const measure = async (name: string, account: string, statements: string[]) => {
		const costs: { ms: number; buffers: number }[] = [];
		for (const sql of statements) {
			const [row] = await database.query<{ cost: { ms: number; buffers: number } }>(
				'select bench.measure($1::uuid, $2) as cost',
				[account, sql]
			);
			if (row) costs.push(row.cost);
		}
		const at = (key: 'ms' | 'buffers', share: number) => {
			const sorted = costs.map((cost) => cost[key]).sort((a, b) => a - b);
			return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
		};
		rows.push({
			name,
			p50: at('ms', 0.5),
			p95: at('ms', 0.95),
			max: at('ms', 1),
			buffers: at('buffers', 0.95)
		});
	};
	for (const [name, search] of Object.entries(DIRECTORY))
		await measure(name, who.alumnus, list.map(search));
	for (const [name, search] of Object.entries(REGISTRY)) {
		await measure(name, who.coordinator, list.map(search));
		await measure(`${name} (officer)`, who.officer, list.map(search));
	}
	return rows;
}
