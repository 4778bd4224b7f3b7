import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import type { Locale } from '$lib/i18n';
import { markAllRead, openNotice, readNotices } from './notices.server';

const backend = useTestBackend();

const page = async (db: Db, after: string | null = null, locale: Locale = 'kk') =>
	readNotices(db as never, after, locale);
const unread = async (db: Db) => (await page(db)).viewer?.unread;

/** A message as any feature queues it. */
async function queue(
	{ personId }: Pick<Member, 'personId'>,
	purpose: string,
	{ occasion, to, title }: { occasion?: string; to?: string; title?: string } = {}
): Promise<string> {
	const [row] = await backend.sql<{ id: string }>(
		`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body)
		 values ($1, 'email', $2, $3, $4, 'kk', $5, E'Сәлеметсіз бе, Айгүл!\n\nҚараңыз: https://jalgas.test/s/0123\n\nСізге бағдарлама ұсынылды.\n\nЖалғас')
		 returning id`,
		[
			personId,
			to ?? `${randomUUID()}@test.kz`,
			purpose,
			occasion ?? randomUUID(),
			title ?? 'Жалғас: сізге хат'
		]
	);
	return row?.id as string;
}

it('keeps what was told: the words without greeting and links, and where to go', async () => {
	const aigul = await backend.alumnus();
	const referral = randomUUID();
	await queue(aigul, 'referral_asked', { occasion: referral });
	await queue(aigul, 'wave_invitation', { occasion: `${randomUUID()}:${aigul.personId}` });
	const { notices, viewer } = await page(aigul.db);
	expect(viewer?.unread).toBe(2);
	expect(notices).toMatchObject([
		{ title: 'Сізге хат', leads: false },
		{
			title: 'Сізге хат',
			text: 'Сізге бағдарлама ұсынылды.',
			isNew: true,
			leads: true,
			locale: 'kk'
		}
	]);
	const [survey, offer] = notices.map(({ id }) => id) as [string, string];
	expect(await openNotice(aigul.db as never, offer)).toBe(`/me/referrals/${referral}`);
	expect(await openNotice(aigul.db as never, offer)).toBe(`/me/referrals/${referral}`);
	expect(await openNotice(aigul.db as never, survey)).toBe('/me/notices');
	expect(await unread(aigul.db)).toBe(0);
});

/** A message in the words of its template, with everything filled in. */
async function tell({ personId }: Member, purpose: string, filled: Record<string, string>) {
	await backend.sql(
		`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body)
		 select $1, 'email', 'a@test.kz', $2, gen_random_uuid()::text, 'kk', t.subject,
		   replace(replace(replace(replace(t.body, '{link}', E'\\n\\nhttps://jalgas.test/x'), '{name}', $3), '{title}', $3), '{beginning}', $4)
		 from (select key, subject, body, locale from private.mail_texts
		   union all select * from (select purpose, subject, body, locale from private.message_templates) m) t
		 where t.key = $2 and t.locale = 'kk'`,
		[personId, purpose, filled.name ?? '', filled.beginning ?? '']
	);
}

it('is told in the language that is read, with what was filled in as it was', async () => {
	const aigul = await backend.alumnus();
	await tell(aigul, 'contact_request', {
		name: 'Ерлан {date}',
		beginning: 'Сәлем! (1+1) {x}'
	});
	await tell(aigul, 'question_answered', { name: 'Тауық неге «жұмыртқаламайды»?' });
	await tell(aigul, 'wave_invitation', { name: 'Айгүл' });
	await tell(aigul, 'contact_check', { name: 'Айгүл' });
	await queue(aigul, 'record_changed', { title: 'Жалғас: бұрынғы сөзбен' });
	const [old, check, survey, answer, request] = (await page(aigul.db, null, 'ru')).notices;
	expect(request).toMatchObject({
		title: 'Вам написал выпускник',
		text: 'Ерлан {date} пишет вам через Jalgas:\n«Сәлем! (1+1) {x}»',
		locale: 'ru'
	});
	expect(answer).toMatchObject({
		title: 'На ваш вопрос ответили',
		text: 'На ваш вопрос «Тауық неге «жұмыртқаламайды»?» написали ответ.'
	});
	expect(survey).toMatchObject({ title: 'Как ваш проект? Опрос на две минуты', locale: 'ru' });
	expect(survey?.text).toMatch(/^Как идут дела после Zhas Project\?/);
	expect(check).toMatchObject({ title: 'Этот адрес всё ещё ваш?', locale: 'ru' });
	// In words that no template knows any more it stays as it was told, and says in which language.
	expect(old).toMatchObject({ title: 'Бұрынғы сөзбен', locale: 'kk' });
	expect((await page(aigul.db)).notices[4]).toMatchObject({
		title: 'Сізге түлек жазды',
		locale: 'kk'
	});
});

it('can be told in every language, whatever it is about', async () => {
	const lost = await backend.sql(
		`select t.purpose, t.locale, o.locale as into from private.fixed_texts t
		 join private.message_purposes u on u.purpose = t.purpose and u.notice and not u.urgent
		 cross join (values ('kk'), ('ru'), ('en')) o (locale)
		 left join private.fixed_texts n on n.purpose = t.purpose and n.locale = o.locale
		 where private.retell(t.title, t.title, n.title) is distinct from n.title
		    or private.retell(t.body, t.body, n.body) is distinct from n.body`
	);
	expect(lost).toEqual([]);
});

it('no token and no code of a message stands in a notice', async () => {
	const aigul = await backend.alumnus();
	for (const purpose of ['claim_code', 'contact_code', 'record_claimed', 'digest', 'unheard_of'])
		await queue(aigul, purpose);
	expect((await page(aigul.db)).notices).toEqual([]);
	await queue(aigul, 'referral_asked', { occasion: '../../logout?x' });
	const [notice] = (await page(aigul.db)).notices;
	expect(JSON.stringify(notice)).not.toContain('://');
	expect(notice?.leads).toBe(false);
});

it('is one for an event that went to several addresses, and stays for whoever unsubscribed', async () => {
	const aigul = await backend.alumnus();
	const occasion = randomUUID();
	await queue(aigul, 'referral_asked', { occasion });
	await queue(aigul, 'referral_asked', { occasion });
	expect((await page(aigul.db)).notices).toHaveLength(1);
	await aigul.db.rpc('save_notifications', {
		p_channel: 'email',
		p_delivery: 'each',
		p_topics: { offers: false }
	});
	const held = await queue(aigul, 'referral_asked');
	const [row] = await backend.sql('select state from private.outbox where id = $1', [held]);
	expect(row).toEqual({ state: 'failed' });
	expect((await page(aigul.db)).notices).toHaveLength(2);
});

it('is not made of what is queued for a later day', async () => {
	const aigul = await backend.alumnus();
	await backend.sql(
		`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body, next_attempt_at)
		 values ($1, 'email', 'a@test.kz', 'wave_invitation', $2, 'kk', 'S', 'B', now() + interval '1 day')`,
		[aigul.personId, randomUUID()]
	);
	expect((await page(aigul.db)).notices).toEqual([]);
});

it('finds whoever has no record yet by the address of the account', async () => {
	const newcomer = await backend.member();
	await queue({ personId: null }, 'claim_answered', { to: `${newcomer.id}@test.kz`.toUpperCase() });
	expect((await page(newcomer.db)).notices).toMatchObject([{ leads: true }]);
});

it('counts to ten, turns pages, and marks as read what was shown and nothing newer', async () => {
	const aigul = await backend.alumnus();
	for (let i = 0; i < 23; i++) await queue(aigul, 'referral_asked');
	const first = await page(aigul.db);
	expect(first.viewer?.unread).toBe(10);
	expect(first.notices).toHaveLength(20);
	const rest = await page(aigul.db, first.after);
	expect(rest.notices).toHaveLength(3);
	expect(rest.after).toBeNull();
	expect(new Set([...first.notices, ...rest.notices].map(({ id }) => id)).size).toBe(23);
	await queue(aigul, 'referral_asked');
	await markAllRead(aigul.db as never, first.notices[0]?.id ?? null);
	expect(await unread(aigul.db)).toBe(1);
});

it('is seen and read by its account alone', async () => {
	const [aigul, other] = [await backend.alumnus(), await backend.alumnus()];
	await queue(aigul, 'referral_asked');
	const [notice] = (await page(aigul.db)).notices;
	const id = notice?.id as string;
	const strangers = [
		other.db,
		(await backend.staff('officer', 'KZ-61')).db,
		(await backend.staff('coordinator')).db
	];
	for (const db of strangers) {
		expect((await page(db)).notices).toEqual([]);
		await expect(openNotice(db as never, id)).rejects.toThrow('not_found');
		await markAllRead(db as never, id);
		expect((await db.from('notices').select('id')).data).toEqual([]);
	}
	expect(await page(backend.anon)).toEqual({ viewer: null, notices: [], after: null });
	await expect(openNotice(backend.anon as never, id)).rejects.toThrow('forbidden: sign_in');
	await expect(markAllRead(backend.anon as never, id)).rejects.toThrow('forbidden: sign_in');
	expect((await backend.anon.from('notices').select('id')).error?.code).toBe('42501');
	expect(await unread(aigul.db)).toBe(1);
	expect((await aigul.db.from('notices').select('id, title, read_at')).data).toHaveLength(1);
});

it('is made, changed and deleted by no hand', async () => {
	const aigul = await backend.alumnus();
	await queue(aigul, 'referral_asked');
	const row = { account_id: aigul.id, purpose: 'x', occasion: 'x', title: 'x', locale: 'kk' };
	const table = () => aigul.db.from('notices');
	for (const { error } of [
		await table().insert(row),
		await table().update({ title: 'x' }).eq('account_id', aigul.id),
		await table().delete().eq('account_id', aigul.id),
		await table().select('account_id, outbox_id'),
		await aigul.db.rpc('forget_old_notices'),
		await aigul.db.rpc('queue_digests', {
			p_origin: 'https://jalgas.test',
			p_day: new Date().toISOString(),
			p_week: new Date().toISOString(),
			p_limit: 1
		})
	])
		expect(error?.code).toBe('42501');
});

it('is forgotten by the worker after 180 days', async () => {
	const aigul = await backend.alumnus();
	await queue(aigul, 'referral_asked', { title: 'Ескі' });
	await queue(aigul, 'referral_asked', { title: 'Жаңа' });
	await backend.sql(
		`update public.notices set created_at = now() - case title when 'Ескі' then interval '181 days' else interval '179 days' end where account_id = $1`,
		[aigul.id]
	);
	expect((await backend.service.rpc('forget_old_notices')).data).toBe(1);
	expect((await page(aigul.db)).notices.map(({ title }) => title)).toEqual(['Жаңа']);
});

it('goes with its account, and stands in what the account downloads', async () => {
	const aigul = await backend.alumnus();
	await queue(aigul, 'referral_asked');
	const { data } = await aigul.db.rpc('export_my_data');
	expect(data).toMatchObject({ notices: [{ title: 'Сізге хат', read_at: null }] });
	await aigul.db.rpc('erase_me', { p_forum: 'keep' });
	expect(
		await backend.sql('select 1 from public.notices where account_id = $1', [aigul.id])
	).toEqual([]);
});
