import { beforeEach, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import { PURPOSES, consentVersion, type Purpose } from './purposes';
import { holding } from './rules';
import type { Consent } from './types';

const backend = useTestBackend();
let alumna: Member;
beforeEach(async () => {
	alumna = await backend.alumnus();
});

const say = (
	db: Db,
	granted: boolean | null,
	purpose = 'followup',
	version: string | null = '2026-11'
) =>
	db.rpc('set_consent', {
		p_purpose: purpose,
		p_granted: granted,
		p_text_version: version,
		p_locale: 'ru'
	});
const words = async (db: Db) => (await db.rpc('page_privacy')).data.consents as Consent[];

it('the version beside the words is the one that the database writes', async () => {
	for (const purpose of PURPOSES)
		expect(
			await backend.sql('select private.consent_text_version($1) as version', [purpose])
		).toEqual([{ version: consentVersion(purpose) }]);
});

describe('a word on a purpose', () => {
	it.each(['followup', 'referrals', 'directory'])(
		'%s is appended, and the newest holds',
		async (purpose) => {
			expect((await say(alumna.db, true, purpose)).error).toBeNull();
			expect((await say(alumna.db, true, purpose)).error).toBeNull();
			expect((await say(alumna.db, false, purpose, null)).error).toBeNull();
			const said = await words(alumna.db);
			expect(said.map((consent) => consent.granted)).toEqual([false, true]);
			expect(holding(said, purpose as Purpose)).toMatchObject({
				granted: false,
				textVersion: '2026-11',
				locale: 'ru',
				method: 'web'
			});
		}
	);

	it('is a yes only to the text that is there now', async () => {
		for (const version of ['2020-01', null])
			expect((await say(alumna.db, true, 'followup', version)).error).toMatchObject({
				message: 'expired',
				details: 'text'
			});
		expect(await words(alumna.db)).toEqual([]);
	});

	it.each([
		['terms', true, 'purpose'],
		['terms', false, 'purpose'],
		['anything', true, 'purpose'],
		['followup', null, 'granted']
	])('%s, %s: no such word', async (purpose, granted, field) => {
		expect((await say(alumna.db, granted, purpose)).error).toMatchObject({
			message: 'invalid',
			details: field
		});
	});

	it('is the person’s alone', async () => {
		await say(alumna.db, true);
		const others = [
			await backend.member(),
			await backend.alumnus(),
			await backend.staff('officer', 'KZ-61'),
			await backend.staff('coordinator')
		];
		for (const { db } of others) expect(await words(db)).toEqual([]);
		for (const i of [0, 2, 3])
			expect((await say((others[i] as Member).db, true)).error?.message).toBe('not_found');
		expect((await say(backend.anon, true)).error?.code).toBe('42501');
		expect((await backend.anon.rpc('page_privacy')).data).toMatchObject({ viewer: null });
		const straight = await alumna.db.from('consents').update({ granted: false }).neq('method', 'x');
		expect(straight.error?.code).toBe('42501');
	});
});
