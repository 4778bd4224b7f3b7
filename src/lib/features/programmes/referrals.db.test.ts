import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { answer, consenting, refer, respond } from '../../../../tests/support/referrals';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import {
	afterAlumnus,
	afterPartner,
	ALUMNUS_ACTIONS,
	PARTNER_ACTIONS,
	REFERRAL_STATES
} from './rules';
import type { MyReferralPage, MyReferralsPage, StaffReferralsPage } from './types';

const backend = useTestBackend();
let officer: Member, elsewhere: Member, coordinator: Member, stranger: Member;
let partner: Member, otherPartner: Member;

const organization = async (slug: string) =>
	(
		await backend.sql<{ id: string }>('select id from public.organizations where slug = $1', [slug])
	)[0]?.id;

beforeAll(async () => {
	officer = await backend.staff('officer', 'KZ-61');
	elsewhere = await backend.staff('officer', 'KZ-55');
	coordinator = await backend.staff('coordinator');
	stranger = await backend.alumnus();
	partner = await backend.staff('partner', undefined, await organization('atameken'));
	otherPartner = await backend.staff('partner', undefined, await organization('damu'));
});

async function offered() {
	const alumna = await consenting(backend);
	const { data, error } = await refer(officer, alumna.personId);
	expect(error).toBeNull();
	return { alumna, id: data as string };
}
async function sent() {
	const offer = await offered();
	expect((await answer(offer.alumna, offer.id, 'accept')).error).toBeNull();
	return offer;
}
const stateOf = async (id: string) =>
	(
		await backend.sql<{ state: string }>('select state from public.referrals where id = $1', [id])
	)[0]?.state;
async function partnerSees(who: Member, id: string) {
	const { data } = await who.db.rpc('page_staff_referrals');
	const page = data as unknown as StaffReferralsPage;
	return page.partner?.rows.find((row) => row.id === id);
}

describe('referring', () => {
	it('asks the person by one fixed mail, which holds nothing of what the officer wrote', async () => {
		const alumna = await consenting(backend);
		const { data: id } = await refer(officer, alumna.personId, {
			message: 'Қазір http://evil.kz ашыңыз'
		});
		const mails = await backend.sql<{ body: string; subject: string }>(
			'select subject, body from private.outbox where person_id = $1',
			[alumna.personId]
		);
		expect(mails).toHaveLength(1);
		expect(mails[0]?.body).toContain('Бастау Бизнес');
		expect(JSON.stringify(mails)).not.toContain('evil');
		const { data } = await alumna.db.rpc('page_my_referral', { p_id: id });
		expect((data as unknown as MyReferralPage).referral.message).toContain('evil.kz');
	});
	it('is for officers of the region and coordinators', async () => {
		const { personId } = await consenting(backend);
		for (const who of [elsewhere, partner, stranger])
			expect((await refer(who, personId)).error?.message).toBe('not_found');
		const { error } = await backend.anon.rpc('refer_candidate', {
			p_person: personId,
			p_programme: 'bastau-business',
			p_message: '',
			p_key: randomUUID()
		});
		expect(error?.code).toBe('42501');
		expect((await refer(coordinator, personId)).error).toBeNull();
	});
	it('needs the person’s general yes', async () => {
		const silent = await backend.alumnus();
		const { error } = await refer(officer, silent.personId);
		expect([error?.message, error?.details]).toEqual(['forbidden', 'no_consent']);
	});
	it('refuses what ended, what does not exist and what does not fit', async () => {
		const { personId } = await consenting(backend);
		for (const programme of ['zhas-kasipker', 'nothing-here']) {
			const { error } = await refer(officer, personId, { programme });
			expect([error?.message, error?.details]).toEqual(['invalid', 'programme']);
		}
		await backend.sql('update public.persons set birth_year = 1980 where id = $1', [personId]);
		const { error } = await refer(officer, personId, { programme: 'youth-microcredit' });
		expect([error?.message, error?.details]).toEqual(['forbidden', 'not_yet']);
		const long = await refer(officer, personId, { message: 'а'.repeat(501) });
		expect(long.error?.details).toBe('message');
	});
	it('posted twice counts once', async () => {
		const { personId } = await consenting(backend);
		const key = randomUUID();
		const [a, b] = await Promise.all([
			refer(officer, personId, { key }),
			refer(officer, personId, { key })
		]);
		expect(a.data).toMatch(/^[0-9a-f-]{36}$/);
		expect(a.data).toBe(b.data);
	});
	it('by two officers at once makes one referral', async () => {
		const { personId } = await consenting(backend);
		const answers = await Promise.all(
			[officer, coordinator, officer].map((w) => refer(w, personId))
		);
		expect(answers.filter(({ error }) => !error)).toHaveLength(1);
		for (const { error } of answers)
			if (error) expect([error.message, error.details]).toEqual(['conflict', 'open']);
	});
	it('waits a while after a no', async () => {
		const { alumna, id } = await offered();
		await answer(alumna, id, 'decline');
		expect((await refer(officer, alumna.personId)).error?.details).toBe('said_no');
	});
});

describe('the person’s answer', () => {
	it('starts from their own list, which holds their own offers only', async () => {
		const { alumna, id } = await offered();
		const list = async (who: Member) => {
			const { data, error } = await who.db.rpc('page_my_referrals');
			expect(error).toBeNull();
			return data as unknown as MyReferralsPage;
		};
		expect(await list(alumna)).toMatchObject({
			consent: true,
			referrals: [{ id, state: 'consent_asked' }]
		});
		for (const who of [stranger, officer, coordinator, partner])
			expect((await list(who)).referrals).toEqual([]);
		const visitor = await backend.anon.rpc('page_my_referrals');
		expect(visitor.data).toEqual({ viewer: null, consent: null, referrals: [] });
		const closed = await backend.anon.rpc('page_my_referral', { p_id: id });
		expect(closed.data).toEqual({ viewer: null });
		for (const who of [stranger, officer, coordinator, partner])
			expect((await who.db.rpc('page_my_referral', { p_id: id })).data).toBeNull();
	});
	it('is theirs alone', async () => {
		const { id } = await offered();
		for (const who of [stranger, officer, coordinator, partner])
			expect((await answer(who, id, 'accept')).error?.message).toBe('not_found');
		expect(await stateOf(id)).toBe('consent_asked');
	});
	it('writes the consent: to whom, what for, which fields, by which text', async () => {
		const { alumna, id } = await sent();
		const { data } = await alumna.db.from('referral_consents').select('*').eq('referral_id', id);
		expect(data).toMatchObject([
			{
				organization_id: await organization('atameken'),
				purpose: 'referral',
				text_version: '2026-11',
				locale: 'kk',
				method: 'web',
				revoked_at: null
			}
		]);
		expect(data?.[0]?.fields).toContain('phone');
	});
	it('to an older text does not count', async () => {
		const { alumna, id } = await offered();
		for (const version of ['2020-01', null])
			expect((await answer(alumna, id, 'accept', version)).error?.message).toBe('expired');
		expect(await stateOf(id)).toBe('consent_asked');
	});
	it('cannot be taken back into a yes', async () => {
		const { alumna, id } = await offered();
		await answer(alumna, id, 'decline');
		const { error } = await answer(alumna, id, 'accept');
		expect([error?.message, error?.details]).toEqual(['conflict', 'declined']);
	});
	it('said five times at once is one', async () => {
		const { alumna, id } = await offered();
		await Promise.all(Array.from({ length: 5 }, () => answer(alumna, id, 'accept')));
		expect((await answer(alumna, id, 'accept')).error).toBeNull();
		const events = await backend.sql<{ state: string }>(
			'select state from public.referral_events where referral_id = $1 order by state',
			[id]
		);
		expect(events.map(({ state }) => state)).toEqual(['consent_asked', 'consented', 'sent']);
	});
});

describe('the partner', () => {
	it('sees nothing before the yes, the agreed fields after it, nothing after the end', async () => {
		const { alumna, id } = await offered();
		expect(await partnerSees(partner, id)).toBeUndefined();
		await answer(alumna, id, 'accept');
		const row = await partnerSees(partner, id);
		expect(row?.state).toBe('sent');
		expect(Object.keys(row?.values ?? {}).sort()).toEqual([...(row?.fields ?? [])].sort());
		expect(JSON.stringify(row)).not.toContain(alumna.personId);
		await answer(alumna, id, 'withdraw');
		expect(await partnerSees(partner, id)).toBeUndefined();
		expect((await respond(partner, id, 'accept')).error?.message).toBe('not_found');
		const [row2] = await backend.sql<{ revoked_at: unknown }>(
			'select revoked_at from public.referral_consents where referral_id = $1',
			[id]
		);
		expect(row2?.revoked_at).not.toBeNull();
	});
	it('of another organization sees and answers nothing', async () => {
		const { id } = await sent();
		expect(await partnerSees(otherPartner, id)).toBeUndefined();
		for (const who of [otherPartner, officer, coordinator, stranger])
			expect((await respond(who, id, 'accept')).error?.message).toBe('not_found');
		expect(await stateOf(id)).toBe('sent');
	});
	it('accepts, and the person gets a mail', async () => {
		const { alumna, id } = await sent();
		await respond(partner, id, 'receive');
		await respond(partner, id, 'accept');
		expect(await stateOf(id)).toBe('accepted');
		const mails = await backend.sql(
			`select 1 from private.outbox where person_id = $1 and purpose = 'referral_accepted'`,
			[alumna.personId]
		);
		expect(mails).toHaveLength(1);
	});
	it('declines with a reason only, and loses the fields', async () => {
		const { id } = await sent();
		expect((await respond(partner, id, 'decline')).error?.details).toBe('reason');
		expect((await respond(partner, id, 'decline', 'because')).error?.details).toBe('reason');
		expect((await respond(partner, id, 'decline', 'capacity')).error).toBeNull();
		expect(await stateOf(id)).toBe('partner_declined');
		expect((await respond(partner, id, 'decline', 'capacity')).error).toBeNull();
		expect((await respond(partner, id, 'accept')).error?.message).toBe('not_found');
		expect(await partnerSees(partner, id)).toBeUndefined();
	});
	it('reads no table of referrals, persons or contacts', async () => {
		await sent();
		for (const table of [
			'referrals',
			'referral_events',
			'referral_consents',
			'persons',
			'contact_points'
		] as const)
			expect((await partner.db.from(table).select('*')).data ?? []).toEqual([]);
	});
});

describe('straight at the tables', () => {
	it('the person, the region’s officer and coordinators read a referral, others do not', async () => {
		const { alumna, id } = await sent();
		const sees = async (who: { db: Member['db'] }) => {
			const rows = await Promise.all([
				who.db.from('referrals').select('id').eq('id', id),
				who.db.from('referral_events').select('id').eq('referral_id', id),
				who.db.from('referral_consents').select('id').eq('referral_id', id)
			]);
			return rows.map(({ data }) => (data ?? []).length > 0);
		};
		for (const who of [alumna, officer, coordinator])
			expect(await sees(who)).toEqual([true, true, true]);
		for (const who of [stranger, elsewhere, partner, otherPartner, { db: backend.anon }])
			expect(await sees(who)).toEqual([false, false, false]);
	});
	it('nobody writes', async () => {
		const { alumna, id } = await offered();
		for (const who of [alumna, officer, coordinator, partner, { db: backend.anon }]) {
			const errors = await Promise.all([
				who.db.from('referrals').update({ state: 'accepted' }).eq('id', id),
				who.db.from('referrals').delete().eq('id', id),
				who.db.from('referrals').insert({ person_id: randomUUID(), programme_id: randomUUID() }),
				who.db
					.from('referral_events')
					.insert({ referral_id: id, state: 'sent', actor_part: 'system' }),
				who.db.from('referral_consents').update({ revoked_at: null }).eq('referral_id', id),
				who.db.from('programmes').update({ status: 'defunct' }).eq('slug', 'bastau-business'),
				who.db.from('programme_facts').update({ verified: true }).eq('position', 1),
				who.db.from('programme_regions').delete().eq('region_code', 'KZ-15'),
				who.db.from('organizations').update({ url: 'https://evil.kz' }).eq('slug', 'atameken')
			]);
			for (const { error } of errors) expect(error?.code).toBe('42501');
		}
		expect(await stateOf(id)).toBe('consent_asked');
	});
	it('the directory is open to everybody', async () => {
		const { data } = await backend.anon.from('programmes').select('slug');
		expect(data?.length).toBeGreaterThanOrEqual(15);
	});
});

describe('the word on offers at large', () => {
	it('is the person’s own, and the newest holds', async () => {
		const alumna = await backend.alumnus();
		const say = (who: Member, granted: boolean) =>
			who.db.rpc('set_consent', {
				p_purpose: 'referrals',
				p_granted: granted,
				p_text_version: '2026-11',
				p_locale: 'kk'
			});
		expect((await say(officer, true)).error?.message).toBe('not_found');
		await say(alumna, true);
		await say(alumna, true);
		expect((await refer(officer, alumna.personId)).error).toBeNull();
		await say(alumna, false);
		const rows = await backend.sql(
			`select granted from public.consents where person_id = $1 and purpose = 'referrals'`,
			[alumna.personId]
		);
		expect(rows).toHaveLength(2);
	});
});

it('the page and the database know the same steps', async () => {
	const next = async (state: string, part: string, action: string) =>
		(
			await backend.sql<{ next: string | null }>(
				'select private.next_referral_state($1, $2, $3) as next',
				[state, part, action]
			)
		)[0]?.next;
	for (const state of REFERRAL_STATES) {
		for (const action of ALUMNUS_ACTIONS)
			expect(await next(state, 'alumnus', action)).toBe(afterAlumnus(state, action));
		for (const action of PARTNER_ACTIONS)
			expect(await next(state, 'partner', action)).toBe(afterPartner(state, action));
	}
});
