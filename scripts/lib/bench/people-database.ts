/** A PostgreSQL database with so many people of the seed in it, made once and kept for the next run. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { seed } from '../../../supabase/seed/index.ts';
import { openServer, type Opened } from './open-server';

/** The same people in every run, so that runs can be compared. */
const NOW = new Date('2026-11-23');

const BATCH = 10_000;

/** The next so many people agree to be listed, and the directory follows; says who was the last of them. */
const NEXT_AGREE = `
	with next as (select p.id from public.persons p where p.id > $1::uuid order by p.id limit ${BATCH}),
	agreed as (
		insert into public.consents (person_id, purpose, granted, text_version, locale, method)
		select n.id, 'directory', true, 'bench', 'kk', 'import' from next n
		where not private.consents_to(n.id, 'directory'))
	select n.id as last from next n order by n.id desc limit 1`;

/** Runs a statement as somebody and says what it cost. */
const MEASURE = `
	create schema if not exists bench;
	create or replace function bench.measure(p_account uuid, p_sql text) returns jsonb language plpgsql as $$
	declare
		v_session uuid := (select s.id from auth.sessions s where s.user_id = p_account limit 1);
		v_plan json;
	begin
		delete from private.directory_views;
		perform set_config('request.jwt.claim.sub', p_account::text, true),
			set_config('request.jwt.claims', jsonb_build_object('sub', p_account, 'session_id', v_session, 'role', 'authenticated')::text, true),
			set_config('role', 'authenticated', true);
		execute 'explain (analyze, buffers, timing off, format json) ' || p_sql into v_plan;
		perform set_config('role', 'none', true);
		return jsonb_build_object('ms', v_plan -> 0 -> 'Execution Time',
			'buffers', (v_plan -> 0 -> 'Plan' ->> 'Shared Hit Blocks')::integer + (v_plan -> 0 -> 'Plan' ->> 'Shared Read Blocks')::integer);
	end $$`;

/** By psql, whose COPY loads a million people in minutes. */
async function load(url: string, people: number): Promise<void> {
	const psql = spawn(
		'psql',
		[url, '-q', '-v', 'ON_ERROR_STOP=1', '--single-transaction', '-f', '-'],
		{
			stdio: ['pipe', 'ignore', 'inherit']
		}
	);
	const ended = once(psql, 'close') as Promise<[number]>;
	for (const sql of seed({ people, now: NOW, format: 'copy' }))
		if (!psql.stdin.write(sql)) await once(psql.stdin, 'drain');
	psql.stdin.end();
	const [code] = await ended;
	if (code !== 0) throw new Error(`psql ended with ${code}`);
}

/**
 * Whoever may be listed is: the worst case of the directory. Each profile is laid down as the app does it,
 * about 2 ms a person, so a million take half an hour, once: batch by batch, and a run that is cut short
 * leaves its batches to the next.
 */
async function everybodyAgrees(database: Opened['database']): Promise<void> {
	let last: string | undefined = '00000000-0000-0000-0000-000000000000';
	while (last) {
		const [next]: { last: string }[] = await database.query(NEXT_AGREE, [last]);
		last = next?.last;
	}
}

/** Opens the database of so many people beside the one of `server`; makes it, or brings it up to date. */
export async function peopleDatabase(server: string, people: number) {
	const { database, close, url } = await openServer(server, `jalgas_bench_${people}`);
	const [state] = await database.query<{ filled: boolean }>(
		'select exists (select from public.persons) as filled'
	);
	if (!state?.filled) await load(url, people);
	await everybodyAgrees(database);
	await database.exec(MEASURE);
	await database.exec('vacuum analyze');
	return { database, close };
}
