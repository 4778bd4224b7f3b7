import { randomUUID } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
const ORIGIN = 'https://jalgas.test';

interface Likes {
	consent?: boolean;
	state?: string;
	/** Days since the e-mail was confirmed; null was never. */
	confirmed?: number | null;
	/** Days since the registry learnt of it. */
	known?: number;
}

/** A graduate with an e-mail that was last confirmed some days ago. */
async function graduate({
	consent = true,
	state = 'confirmed',
	confirmed = 200,
	known = 900
}: Likes = {}): Promise<Member & { address: string }> {
	const who = await backend.alumnus();
	const address = `${randomUUID()}@test.kz`;
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, state, confirmed_at, source, created_at)
		 values ($1, 'email', $2, $2, $3, now() - make_interval(days => $4), 'registry', now() - make_interval(days => $5))`,
		[who.personId, address, state, confirmed, known]
	);
	await backend.sql(
		`insert into public.consents (person_id, purpose, granted, text_version, locale, method)
		 values ($1, 'followup', $2, '1', 'kk', 'web')`,
		[who.personId, consent]
	);
	return { ...who, address };
}
const queue = async (limit = 200) =>
	(await backend.service.rpc('queue_contact_checks', { p_origin: ORIGIN, p_limit: limit })).data;
const letters = (who: Member) =>
	backend.sql<{ to_address: string; subject: string; body: string }>(
		`select to_address, subject, body from private.outbox where person_id = $1 and purpose = 'contact_check'`,
		[who.personId]
	);
const tokenOf = async (who: Member) =>
	/\/c\/([0-9a-f]+)/.exec((await letters(who))[0]?.body ?? '')?.[1] as string;
const open = async (token: string, bucket = 'b'.repeat(64)) =>
	(await backend.anon.rpc('page_contact_check', { p_token: token, p_bucket: bucket }))
		.data as Record<string, unknown>;
const answer = async (token: string, mine: boolean | null) =>
	(await backend.anon.rpc('answer_contact_check', { p_token: token, p_mine: mine })).error?.message;
const stateOf = async (who: Member) =>
	(
		await backend.sql(
			`select state, confirmed_at > now() - interval '1 hour' as fresh,
			   array(select what from private.contact_events e where e.contact_point_id = c.id order by created_at) as events
			 from public.contact_points c where person_id = $1`,
			[who.personId]
		)
	)[0];

beforeEach(async () => {
	await backend.sql(`update public.consents set granted = false`);
});

describe('whom it asks', () => {
	it('one letter to whoever confirmed nothing for half a year, in their language', async () => {
		const who = await graduate();
		await backend.sql(`update public.persons set locale = 'ru' where id = $1`, [who.personId]);
		expect(await queue()).toBe(1);
		const [letter] = await letters(who);
		expect(letter).toMatchObject({ to_address: who.address, subject: 'Этот адрес всё ещё ваш?' });
		expect(letter?.body).toMatch(/https:\/\/jalgas\.test\/ru\/c\/[0-9a-f]{32}\n/);
		expect(letter?.body).not.toMatch(/\{\w+\}/);
		const [check] = await backend.sql(
			`select token_hash = sha256(convert_to($2, 'UTF8')) as hashed from private.contact_checks where person_id = $1`,
			[who.personId, await tokenOf(who)]
		);
		expect(check).toEqual({ hashed: true });
	});

	it.each<[string, Likes, number]>([
		['confirmed lately', { confirmed: 100 }, 0],
		['never confirmed, long known', { state: 'new', confirmed: null }, 1],
		['never confirmed, just imported', { state: 'new', confirmed: null, known: 3 }, 0],
		['did not agree to follow-up', { consent: false }, 0],
		['the address is dead', { state: 'dead' }, 0],
		['the address was taken back', { state: 'refused' }, 0]
	])('%s', async (_, likes, count) => {
		const who = await graduate(likes);
		await queue();
		expect(await letters(who)).toHaveLength(count);
	});

	it('asks once, however often it runs and however many workers run it', async () => {
		const who = await graduate();
		await Promise.all([queue(), queue(), queue()]);
		expect(await letters(who)).toHaveLength(1);
		// The half-year that has just begun does not bring a second letter within days.
		await backend.sql(
			`update private.contact_checks set half_year = '2020-H1', created_at = now() - interval '20 days' where person_id = $1`,
			[who.personId]
		);
		expect(await queue()).toBe(0);
		await backend.sql(
			`update private.contact_checks set created_at = now() - interval '190 days' where person_id = $1`,
			[who.personId]
		);
		await backend.sql('delete from private.outbox where person_id = $1', [who.personId]);
		expect(await queue()).toBe(1);
	});

	it('sends few at a time, and nothing without a true address of the site', async () => {
		await graduate();
		await graduate();
		expect(await queue(1)).toBe(1);
		const { error } = await backend.service.rpc('queue_contact_checks', {
			p_origin: 'javascript:alert(1)',
			p_limit: 1
		});
		expect(error?.details).toBe('origin');
	});

	it('is for the worker alone', async () => {
		for (const db of [backend.anon, (await backend.staff('coordinator')).db])
			expect(
				(await db.rpc('queue_contact_checks', { p_origin: ORIGIN, p_limit: 1 })).error?.code
			).toBe('42501');
	});
});

describe('the link', () => {
	it('opened by a mail scanner changes nothing', async () => {
		const who = await graduate();
		await queue();
		const before = await stateOf(who);
		for (let i = 0; i < 3; i++)
			expect(await open(await tokenOf(who))).toMatchObject({ outcome: 'open' });
		expect(await stateOf(who)).toEqual(before);
	});

	it('shows the address masked and no name', async () => {
		const who = await graduate();
		await queue();
		const shown = JSON.stringify(await open(await tokenOf(who)));
		expect(shown).toContain('•••@t•••.kz');
		expect(shown).not.toContain(who.address);
		expect(shown).not.toContain('Айгүл');
	});

	it('"still mine" confirms, once; the same button twice is no fault', async () => {
		const who = await graduate({ state: 'failed' });
		await queue();
		const token = await tokenOf(who);
		expect(await answer(token, true)).toBeUndefined();
		expect(await answer(token, true)).toBeUndefined();
		expect(await answer(token, false)).toBe('used');
		expect(await stateOf(who)).toEqual({
			state: 'confirmed',
			fresh: true,
			events: ['confirmed', 'confirmed']
		});
		expect(await open(token)).toMatchObject({ outcome: 'used', mine: true });
	});

	it('"not mine" ends it: no letter goes there again', async () => {
		const who = await graduate();
		await queue();
		expect(await answer(await tokenOf(who), false)).toBeUndefined();
		expect(await stateOf(who)).toMatchObject({ state: 'dead', fresh: false });
		await backend.sql('delete from private.contact_checks where person_id = $1', [who.personId]);
		expect(await queue()).toBe(0);
	});

	it('does not bring back what its owner took back meanwhile', async () => {
		const who = await graduate();
		await queue();
		const [point] = await backend.sql<{ id: string }>(
			'select id from public.contact_points where person_id = $1',
			[who.personId]
		);
		await who.db.rpc('remove_contact', { p_id: point?.id });
		await answer(await tokenOf(who), true);
		expect(await stateOf(who)).toMatchObject({ state: 'refused' });
	});

	it('tells expired, unknown and unanswered apart', async () => {
		const who = await graduate();
		await queue();
		const token = await tokenOf(who);
		expect(await answer(token, null)).toBe('invalid');
		await backend.sql('update private.contact_checks set expires_at = now() where person_id = $1', [
			who.personId
		]);
		expect(await open(token)).toMatchObject({ outcome: 'expired' });
		expect(await answer(token, true)).toBe('expired');
		expect(await open('0'.repeat(32))).toMatchObject({ outcome: 'unknown' });
		expect(await answer('0'.repeat(32), true)).toBe('not_found');
	});

	it('is not found by guessing', async () => {
		const bucket = 'c'.repeat(64);
		for (let i = 0; i < 30; i++) await open(randomUUID(), bucket);
		expect(await open(randomUUID(), bucket)).toMatchObject({ outcome: 'throttled' });
	});
});

it('the answer to a survey confirms the address it was sent to; "someone else" ends it', async () => {
	const coordinator = await backend.staff('coordinator');
	const [me, other] = [await graduate(), await graduate()];
	await coordinator.db.rpc('send_wave', {
		p_key: randomUUID(),
		p_origin: ORIGIN,
		p_wave: {
			title: 'Күз',
			form: 'followup-short',
			audience: {},
			closesAt: new Date(Date.now() + 86_400_000).toISOString()
		}
	});
	// Who was just invited to a survey is not asked for the address besides.
	expect(await queue()).toBe(0);
	const submit = async (who: Member, answers: object) => {
		const [mail] = await backend.sql<{ body: string }>(
			`select body from private.outbox where person_id = $1 and purpose = 'wave_invitation'`,
			[who.personId]
		);
		const { error } = await backend.anon.rpc('submit_response', {
			p_token: /\/s\/([0-9a-f]+)/.exec(mail?.body ?? '')?.[1],
			p_answers: answers,
			p_locale: 'kk',
			p_key: randomUUID()
		});
		expect(error).toBeNull();
	};
	await submit(me, {
		who: 'me',
		q22_continuing: 'yes',
		q23_basis: 'paid',
		q24_other_business: 'none'
	});
	await submit(other, { who: 'other' });
	expect(await stateOf(me)).toMatchObject({ state: 'confirmed', fresh: true });
	expect(await stateOf(other)).toMatchObject({ state: 'dead', fresh: false });
});
