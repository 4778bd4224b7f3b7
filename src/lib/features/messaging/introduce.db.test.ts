import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import { useTestBackend } from '../../../../tests/support/test-backend';
import { introduce } from './introduce.server';

const backend = useTestBackend();

/** The letter that answers a claim, which the officer refuses. */
async function answerToClaim(): Promise<string> {
	const [newcomer, officer] = [await backend.member(), await backend.staff('officer', 'KZ-61')];
	const { data: id } = await newcomer.db.rpc('request_claim', {
		p_key: randomUUID(),
		p_fields: { fullName: 'Айгүл', region: 'KZ-61', message: 'Бұл менмін', locale: 'kk' }
	});
	await officer.db.rpc('decide_claim', {
		p_request: id,
		p_approve: false,
		p_registry_no: null,
		p_reason: 'Табылмады'
	});
	const [mail] = await backend.sql<{ body: string }>(
		`select body from private.outbox where purpose = 'claim_answered' and occasion = $1`,
		[id]
	);
	return mail?.body ?? '';
}

it('letters that the database words lead to the address that the worker was started with', async () => {
	expect(await answerToClaim()).toMatch(/сайтына кіріңіз\.$/);
	await introduce(backend.service as never, 'https://jalgas.kz/', {});
	expect(await answerToClaim()).toMatch(
		/сайтына кіріңіз\.\n\nhttps:\/\/jalgas\.kz\/kk\/join\/claim$/
	);
	await introduce(backend.service as never, 'https://new.jalgas.kz', {});
	expect(await answerToClaim()).toContain('https://new.jalgas.kz/kk/join/claim');
});

it('is told by nobody else, and only an address', async () => {
	const coordinator = await backend.staff('coordinator');
	for (const db of [backend.anon, (await backend.alumnus()).db, coordinator.db])
		expect((await db.rpc('lay_site_url', { p_url: 'https://evil.test' })).error?.code).toBe(
			'42501'
		);
	await introduce(backend.service as never, 'https://jalgas.kz', {});
	for (const p_url of ['javascript:alert(1)', 'https://jalgas.kz/kk', 'jalgas.kz', ''])
		expect((await backend.service.rpc('lay_site_url', { p_url })).error).toBeNull();
	expect(await answerToClaim()).toContain('https://jalgas.kz/kk/join/claim');
});
