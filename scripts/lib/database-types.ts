/**
 * Writes the TypeScript types of the `public` schema out of the database's own catalogue, in the
 * shape of `supabase gen types`. That command asks for Docker or a reachable server; the embedded
 * database is neither, so the part of it that we use is done here.
 */
type Sql = <Row>(sql: string) => Promise<Row[]>;

interface Column {
	table: string;
	column: string;
	type: string;
	nullable: boolean;
	/** Has a default or an identity. */
	defaulted: boolean;
	/** Generated always: never written. */
	generated: boolean;
}
interface Relationship {
	table: string;
	name: string;
	columns: string[];
	one_to_one: boolean;
	target: string;
	target_columns: string[];
}
interface Routine {
	name: string;
	argument_names: string[] | null;
	argument_types: string[] | null;
	/** i, o, t (a column of a returned table), by position; null when all are inputs. */
	argument_modes: string[] | null;
	defaults: number;
	returns: string;
	returns_set: boolean;
	/** Columns of the composite type that comes back, as `name type`; null for a plain value. */
	returned_columns: string[] | null;
}

const COLUMNS = `
select c.relname as table, a.attname as column, format_type(a.atttypid, null) as type,
  not a.attnotnull as nullable,
  (a.atthasdef and a.attgenerated = '') or a.attidentity <> '' as defaulted,
  a.attgenerated <> '' or a.attidentity = 'a' as generated
from pg_attribute a
join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p') and not c.relispartition
where c.relnamespace = 'public'::regnamespace and a.attnum > 0 and not a.attisdropped
order by c.relname, a.attname`;

const RELATIONSHIPS = `
select c.conrelid::regclass::text as table, c.conname as name, t.relname as target,
  (select array_agg(a.attname::text order by k.n) from unnest(c.conkey) with ordinality k (num, n)
    join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.num) as columns,
  (select array_agg(a.attname::text order by k.n) from unnest(c.confkey) with ordinality k (num, n)
    join pg_attribute a on a.attrelid = c.confrelid and a.attnum = k.num) as target_columns,
  exists (select from pg_index i where i.indrelid = c.conrelid and i.indisunique and i.indpred is null
    and i.indnkeyatts = cardinality(c.conkey) and (select array_agg(x order by x) from unnest(i.indkey::int2[]) x)
      = (select array_agg(x order by x) from unnest(c.conkey) x)) as one_to_one
from pg_constraint c
join pg_class r on r.oid = c.conrelid and r.relnamespace = 'public'::regnamespace
join pg_class t on t.oid = c.confrelid and t.relnamespace = 'public'::regnamespace
where c.contype = 'f' order by 1, 2`;

const ROUTINES = `
select p.proname as name, p.proargnames as argument_names, p.proargmodes::text[] as argument_modes,
  (select array_agg(format_type(t.oid, null) order by t.n)
    from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[])) with ordinality t (oid, n)) as argument_types,
  p.pronargdefaults::integer as defaults, format_type(p.prorettype, null) as returns, p.proretset as returns_set,
  (select array_agg(a.attname || ' ' || format_type(a.atttypid, null) order by a.attname)
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
    where c.reltype = p.prorettype) as returned_columns
from pg_proc p
where p.pronamespace = 'public'::regnamespace and p.prokind = 'f'
  and p.prorettype <> 'trigger'::regtype
order by p.proname, pg_get_function_identity_arguments(p.oid)`;

const NUMBERS = ['smallint', 'integer', 'bigint', 'real', 'double precision', 'numeric'];

function typescript(type: string): string {
	if (type.endsWith('[]')) return `${typescript(type.slice(0, -2))}[]`;
	if (NUMBERS.includes(type)) return 'number';
	if (type === 'boolean') return 'boolean';
	if (type === 'json' || type === 'jsonb') return 'Json';
	if (type === 'void') return 'undefined';
	return 'string';
}

const valueOf = ({ type, nullable }: Column) => typescript(type) + (nullable ? ' | null' : '');

function groupBy<Item>(items: Item[], key: (item: Item) => string): Map<string, Item[]> {
	const groups = new Map<string, Item[]>();
	for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item]);
	return groups;
}

function block(name: string, lines: string[], depth: number): string[] {
	const tabs = '\t'.repeat(depth);
	if (lines.length === 0) return [`${tabs}${name}: Record<never, never>;`];
	return [`${tabs}${name}: {`, ...lines.map((line) => `${tabs}\t${line}`), `${tabs}};`];
}

function tableLines(name: string, columns: Column[], relationships: Relationship[]): string[] {
	const written = columns.filter((column) => !column.generated);
	const optional = (column: Column) => column.nullable || column.defaulted;
	return [
		`\t\t\t${name}: {`,
		...block(
			'Row',
			columns.map((c) => `${c.column}: ${valueOf(c)};`),
			4
		),
		...block(
			'Insert',
			written.map((c) => `${c.column}${optional(c) ? '?' : ''}: ${valueOf(c)};`),
			4
		),
		...block(
			'Update',
			written.map((c) => `${c.column}?: ${valueOf(c)};`),
			4
		),
		'\t\t\t\tRelationships: [',
		...relationships.flatMap((r) => [
			'\t\t\t\t\t{',
			`\t\t\t\t\t\tforeignKeyName: '${r.name}';`,
			`\t\t\t\t\t\tcolumns: [${r.columns.map((c) => `'${c}'`).join(', ')}];`,
			`\t\t\t\t\t\tisOneToOne: ${r.one_to_one};`,
			`\t\t\t\t\t\treferencedRelation: '${r.target}';`,
			`\t\t\t\t\t\treferencedColumns: [${r.target_columns.map((c) => `'${c}'`).join(', ')}];`,
			'\t\t\t\t\t},'
		]),
		'\t\t\t\t];',
		'\t\t\t};'
	];
}

function routineLines(routine: Routine): string[] {
	const types = routine.argument_types ?? [];
	const all = types.map((type, i) => ({
		name: routine.argument_names?.[i] ?? '',
		type: typescript(type),
		mode: routine.argument_modes?.[i] ?? 'i'
	}));
	const inputs = all.filter(({ mode }) => mode === 'i' || mode === 'b');
	const firstDefault = inputs.length - routine.defaults;
	// Unlike in `supabase gen types` every parameter may be null, as in Postgres it may, and jsonb
	// takes any object: an interface has no index signature and would not pass for Json.
	const args = inputs.map(({ name, type }, i) => {
		const given = type === 'Json' ? 'Json | object' : type;
		return `${name}${i < firstDefault ? '' : '?'}: ${given} | null;`;
	});
	const rows = all.filter(({ mode }) => mode === 't' || mode === 'o');
	const fields = [
		...rows.map(({ name, type }) => `${name}: ${type}`),
		...(routine.returned_columns ?? []).map((column) => {
			const [name, ...type] = column.split(' ');
			return `${name}: ${typescript(type.join(' '))} | null`;
		})
	];
	const one = fields.length > 0 ? `{ ${fields.join('; ')} }` : typescript(routine.returns);
	return [
		`\t\t\t${routine.name}: {`,
		...(args.length > 0 ? block('Args', args, 4) : ['\t\t\t\tArgs: never;']),
		`\t\t\t\tReturns: ${routine.returns_set ? `${one}[]` : one};`,
		'\t\t\t};'
	];
}

/** The text of src/lib/database.types.ts for the database behind `sql`. */
export async function databaseTypes(sql: Sql): Promise<string> {
	const columns = groupBy(await sql<Column>(COLUMNS), (column) => column.table);
	const relationships = groupBy(await sql<Relationship>(RELATIONSHIPS), (r) => r.table);
	const routines = await sql<Routine>(ROUTINES);
	return [
		'// Written by `npm run db:types` out of the migrations. Not edited by hand: a test compares.',
		'',
		'export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];',
		'',
		'export type Database = {',
		'\tpublic: {',
		'\t\tTables: {',
		...[...columns].flatMap(([name, own]) => tableLines(name, own, relationships.get(name) ?? [])),
		'\t\t};',
		'\t\tViews: Record<never, never>;',
		'\t\tFunctions: {',
		...routines.flatMap(routineLines),
		'\t\t};',
		'\t\tEnums: Record<never, never>;',
		'\t\tCompositeTypes: Record<never, never>;',
		'\t};',
		'};',
		''
	].join('\n');
}
