import { randomUUID } from 'node:crypto';
import type { Embedded } from '../../../src/lib/server/embedded.server';

/** So many grown people with an address and a yes to follow-up, and a coordinator who is signed in. */
const people = (count: number, account: string, session: string) => `
	insert into public.persons (registry_no, full_name, region_code, birth_year)
	select 'B-' || n, 'Айгүл ' || n, 'KZ-61', 1995 from generate_series(1, ${count}) n;
	insert into public.contact_points (person_id, kind, value, value_key, source)
	select p.id, 'email', p.registry_no || '@bench.kz', lower(p.registry_no) || '@bench.kz', 'registry' from public.persons p;
	insert into public.consents (person_id, purpose, granted, text_version, locale, method)
	select p.id, 'followup', true, 'bench', 'kk', 'import' from public.persons p;
	insert into auth.users (id, email, email_confirmed_at) values ('${account}', '${account}@bench.kz', now());
	insert into auth.sessions (id, user_id) values ('${session}', '${account}');
	insert into private.staff_roles (account_id, role) values ('${account}', 'coordinator')`;

/** Sends a wave to that many people, in the coordinator's name; the seconds until all its messages are queued. */
export async function queueWave(embedded: Embedded, count: number): Promise<number> {
	const [account, session] = [randomUUID(), randomUUID()];
	await embedded.exec(people(count, account, session));
	await embedded.exec('analyze');
	const claims = JSON.stringify({ sub: account, session_id: session, role: 'authenticated' });
	const wave = JSON.stringify({ title: 'Bench', form: 'followup-short', closesAt: '2099-01-01' });
	const began = Date.now();
	await embedded.exec(`
		set local role authenticated;
		select set_config('request.jwt.claims', '${claims}', true),
			set_config('request.jwt.claim.sub', '${account}', true);
		select public.send_wave('${randomUUID()}', '${wave}', 'http://localhost:3000')`);
	const seconds = (Date.now() - began) / 1000;
	// Invitations wait for the morning; a measurement does not.
	await embedded.exec('update private.outbox set urgent = true');
	return seconds;
}
