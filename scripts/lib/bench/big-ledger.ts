/** A ledger of so many entries, replayed at once; and again with standings that somebody spoiled. */
import type { Sql } from 'postgres';

const FILL = `
	create temp table holders as select gen_random_uuid() as id, n from generate_series(0, 9999) n;
	insert into auth.users (id, email) select id, id || '@ledger.kz' from holders;
	-- Of twenty entries one takes back the one before it; nobody comes near the floor.
	insert into public.reputation_events (account_id, kind, points, delta, created_at)
	select h.id, 'answer_accepted', 15, 15, '2026-01-01'::timestamptz + i * interval '1 minute'
	from generate_series(1, $entries - $entries / 20) i join holders h on h.n = i % 10000;
	insert into public.reputation_events (account_id, kind, points, delta, reverses)
	select e.account_id, e.kind, -15, -15, e.id from public.reputation_events e
	join holders h on h.id = e.account_id where e.reverses is null order by md5(e.id::text) limit $entries / 20;
	insert into public.forum_profiles (account_id, reputation)
	select e.account_id, 1 + sum(e.delta) from public.reputation_events e join holders h on h.id = e.account_id group by 1;
	drop table holders;
	analyze public.reputation_events, public.forum_profiles;`;

async function timed(sql: Sql): Promise<{ found: number; ms: number }> {
	const began = performance.now();
	const [row] = await sql.unsafe('select private.rebuild_reputation() as found');
	return { found: row?.found as number, ms: Math.round(performance.now() - began) };
}

export async function replayBigLedger(sql: Sql, entries: number) {
	await sql.unsafe(FILL.replaceAll('$entries', String(entries)));
	const whole = [await timed(sql), await timed(sql), await timed(sql)];
	await sql.unsafe(
		`update public.forum_profiles set reputation = reputation + 7
		 where account_id in (select account_id from public.forum_profiles order by account_id limit 5)`
	);
	const spoiled = await timed(sql);
	return { whole, spoiled, after: await timed(sql) };
}
