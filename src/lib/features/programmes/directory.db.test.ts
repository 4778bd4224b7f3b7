import { describe, expect, it } from 'vitest';
import { consenting, refer } from '../../../../tests/support/referrals';
import { useTestBackend } from '../../../../tests/support/test-backend';
import type { ProgrammePage, ProgrammesPage, TodayPage } from './types';

const backend = useTestBackend();

async function directory(params: Record<string, unknown> = {}) {
	const { data, error } = await backend.anon.rpc('page_programmes', params);
	expect(error).toBeNull();
	return data as unknown as ProgrammesPage;
}
async function programme(slug: string) {
	const { data } = await backend.anon.rpc('page_programme', { p_slug: slug });
	return (data as unknown as ProgrammePage | null)?.programme ?? null;
}
const slugs = (list: { slug: string }[]) => list.map(({ slug }) => slug);

describe('the directory', () => {
	it('keeps apart what has ended', async () => {
		const { programmes, ended } = await directory();
		expect(slugs(programmes)).toContain('bastau-business');
		expect(slugs(ended)).toContain('zhas-kasipker');
		expect(programmes.every(({ openness }) => openness !== 'ended')).toBe(true);
		expect(programmes.length + ended.length).toBeGreaterThanOrEqual(15);
	});
	it('says of each how sure it is, and of which day', async () => {
		const { programmes, ended } = await directory();
		for (const { confidence, verifiedAt } of [...programmes, ...ended]) {
			expect(['verified', 'reported', 'unverified']).toContain(confidence);
			expect(verifiedAt).toMatch(/^\d{4}-\d\d-\d\d$/);
		}
	});
	it('filters by kind and by region, where a programme without regions is for all', async () => {
		const training = await directory({ p_kind: 'training' });
		expect(training.programmes.every(({ kind }) => kind === 'training')).toBe(true);
		const shymkent = await directory({ p_region: 'KZ-79' });
		expect(slugs(shymkent.ended)).toContain('ontustik-startup');
		expect(slugs(shymkent.ended)).not.toContain('samgau');
		expect(slugs(shymkent.programmes)).toContain('bastau-business');
	});
	it('leaves out what is surely closed, and keeps what has no dates', async () => {
		await backend.sql(
			`update public.programmes set opens_on = '2024-04-08', closes_on = '2024-04-19' where slug = 'grant-400-mrp'`
		);
		expect((await programme('grant-400-mrp'))?.openness).toBe('closed');
		const { programmes, ended } = await directory({ p_open: true });
		expect(slugs(programmes)).not.toContain('grant-400-mrp');
		expect(slugs(programmes)).toContain('bastau-business');
		expect(ended).toEqual([]);
	});
	it('converts indices into tenge of the newest year that has begun', async () => {
		const [{ tenge } = { tenge: 0 }] = await backend.sql<{ tenge: number }>(
			`select tenge from private.mrp_years where year <= extract(year from now()) order by year desc limit 1`
		);
		expect((await programme('auyl-amanaty'))?.amount).toMatchObject({
			mrp: 2500,
			tenge: 2500 * tenge
		});
	});
	it('every fact is either sourced or marked as not confirmed', async () => {
		const rows = await backend.sql(
			'select 1 from public.programme_facts where verified <> (source is not null)'
		);
		expect(rows).toEqual([]);
	});
	it('knows no programme of an unknown name', async () => expect(await programme('x')).toBeNull());
});

describe('today', () => {
	it('counts the own region for officers, everything for coordinators, nothing for others', async () => {
		const officer = await backend.staff('officer', 'KZ-61');
		const elsewhere = await backend.staff('officer', 'KZ-55');
		const coordinator = await backend.staff('coordinator');
		const alumna = await consenting(backend);
		await refer(officer, alumna.personId);
		const waiting = async (who: typeof officer) => {
			const { data } = await who.db.rpc('page_today');
			return (data as unknown as TodayPage).counts?.waitingForPerson;
		};
		expect(await waiting(officer)).toBe(1);
		expect(await waiting(elsewhere)).toBe(0);
		expect(await waiting(coordinator)).toBe(1);
		expect(await waiting(alumna)).toBeUndefined();
	});

	it('counts what the registry asks: of the own region for officers, nothing for others', async () => {
		const [one, twin, accused] = [
			await backend.alumnus({ region: 'KZ-27', name: 'Сапарова Гүлнәр' }),
			await backend.alumnus({ region: 'KZ-27', name: 'Сапарова Гульнар' }),
			await backend.alumnus({ region: 'KZ-27' })
		];
		for (const { personId } of [one, twin])
			await backend.sql(
				`insert into public.contact_points (person_id, kind, value, value_key, source)
				 values ($1, 'phone', '+77015550127', '+77015550127', 'registry')`,
				[personId]
			);
		await backend.sql('update public.persons set birth_year = 1999 where id = any($1)', [
			[one.personId, twin.personId]
		]);
		await backend.sql(
			`insert into public.import_conflicts (person_id, field, registry_value, import_id, filename)
			 values ($1, 'settlement', 'city', private.uuid_v7(), 'тізім.xlsx')`,
			[one.personId]
		);
		await backend.sql(
			`insert into public.reports (subject, reported_id, reported_region, reporter_id, reporter_region, reason, state, decided_at, idempotency_key)
			 select 'profile', $1, 'KZ-27', $2, 'KZ-27', 'ads', s, case s when 'open' then null else now() end, gen_random_uuid() from unnest(array['open', 'dismissed']) s`,
			[accused.personId, one.personId]
		);
		const asked = async (who: { db: typeof one.db }) => {
			const { data } = await who.db.rpc('page_today');
			const { conflicts, reports, duplicates } = (data as TodayPage).counts ?? {};
			return { conflicts, reports, duplicates };
		};
		const here = { conflicts: 1, reports: 1, duplicates: 1 };
		expect(await asked(await backend.staff('officer', 'KZ-27'))).toEqual(here);
		expect(await asked(await backend.staff('coordinator'))).toEqual(here);
		const none = { conflicts: 0, reports: 0, duplicates: 0 };
		expect(await asked(await backend.staff('officer', 'KZ-55'))).toEqual(none);
		for (const who of [one, accused, await backend.staff('ombudsman'), { db: backend.anon }])
			expect(await asked(who)).toEqual({});
	});

	it('counts running surveys for coordinators alone', async () => {
		await backend.sql(
			`insert into public.waves (title, form_id, kind, opens_at, closes_at)
			 select x.title, f.id, 'live', now() + x.opens, now() + x.closes
			 from (select id from public.forms limit 1) f,
			   (values ('running', interval '-1 day', interval '1 day'),
			     ('over', interval '-2 days', interval '-1 day'),
			     ('to come', interval '1 day', interval '2 days')) x (title, opens, closes)`
		);
		const running = async (who: Awaited<ReturnType<typeof backend.staff>>) => {
			const { data } = await who.db.rpc('page_today');
			return (data as unknown as TodayPage).counts?.openWaves;
		};
		expect(await running(await backend.staff('coordinator'))).toBe(1);
		expect(await running(await backend.staff('officer', 'KZ-61'))).toBe(0);
	});
});
