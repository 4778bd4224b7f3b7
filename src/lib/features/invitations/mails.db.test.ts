import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let officer: Member, elsewhere: Member, stranger: Member;
let count = 0;

beforeAll(async () => {
	officer = await backend.staff('officer', 'KZ-61');
	elsewhere = await backend.staff('officer', 'KZ-55');
	stranger = await backend.member();
	await backend.sql(
		`insert into private.settings (key, value) values ('site_url', 'http://site.test')
		 on conflict (key) do update set value = excluded.value`
	);
});

async function record(district: string, email: string | null, state = 'new') {
	const [person] = await backend.sql<{ id: string }>(
		`insert into public.persons (registry_no, full_name, region_code, district) values ($1, 'Айгүл Қасымова', 'KZ-61', $2) returning id`,
		[`ZP-MAIL-${++count}`, district]
	);
	if (email)
		await backend.sql(
			`insert into public.contact_points (person_id, kind, value, value_key, source, state) values ($1, 'email', $2, $2, 'registry', $3)`,
			[person?.id, email, state]
		);
	return person?.id as string;
}
const send = (who: { db: Db }, district: string, key: string = randomUUID()) =>
	who.db.rpc('send_invitations', { p_key: key, p_filters: { district } });
const mail = async (person: string) =>
	(
		await backend.sql<{
			to_address: string;
			body: string;
			unsubscribe_token: string;
			state: string;
		}>(
			`select to_address, body, unsubscribe_token, state from private.outbox where person_id = $1 and purpose = 'claim_invitation'`,
			[person]
		)
	)[0];

it('go to living addresses of unclaimed records, once a key and once a month', async () => {
	const fresh = await record('Пошта', 'fresh@mail.kz');
	await record('Пошта', 'dead@mail.kz', 'dead');
	await record('Пошта', null);
	const key = randomUUID();
	expect((await send(officer, 'Пошта', key)).data).toBe(1);
	expect((await send(officer, 'Пошта', key)).data).toBe(1);
	expect((await send(officer, 'Пошта')).error).toMatchObject({
		message: 'not_found',
		details: 'people'
	});
	expect(await mail(fresh)).toMatchObject({ to_address: 'fresh@mail.kz', state: 'queued' });
	await backend.sql(
		`update public.claim_invitations set created_at = now() - interval '31 days' where person_id = $1`,
		[fresh]
	);
	expect((await send(officer, 'Пошта')).data).toBe(1);
});

it('hold a link that claims the record and proves the address', async () => {
	const person = await record('Сілтеме', 'link@mail.kz');
	await send(officer, 'Сілтеме');
	const code = /http:\/\/site\.test\/kk\/j\/(\S{10})/.exec((await mail(person))?.body ?? '')?.[1];
	const member = await backend.member();
	expect((await member.db.rpc('claim_by_invitation', { p_code: code, p_locale: 'kk' })).data).toBe(
		'claimed'
	);
	const [contact] = await backend.sql(
		`select state from public.contact_points where person_id = $1 and value_key = 'link@mail.kz'`,
		[person]
	);
	expect(contact).toEqual({ state: 'confirmed' });
	await backend.sql(`update private.outbox set state = 'sent' where person_id = $1`, [person]);
	expect((await mail(person))?.body).not.toContain(code);
});

it('end for good with one tap', async () => {
	const person = await record('Тоқтату', 'stop@mail.kz');
	await send(officer, 'Тоқтату');
	const token = (await mail(person))?.unsubscribe_token;
	expect((await backend.anon.rpc('unsubscribe', { p_token: token })).error).toBeNull();
	await backend.sql(
		`update public.claim_invitations set created_at = now() - interval '31 days' where person_id = $1`,
		[person]
	);
	expect((await send(officer, 'Тоқтату')).error?.message).toBe('not_found');
});

it('are sent by staff of the region alone', async () => {
	await record('Кім', 'who@mail.kz');
	expect((await send(elsewhere, 'Кім')).error?.message).toBe('not_found');
	expect((await send(stranger, 'Кім')).error?.message).toBe('forbidden');
	expect((await send({ db: backend.anon }, 'Кім')).error?.code).toBe('42501');
});
