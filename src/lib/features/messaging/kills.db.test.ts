import { expect, it } from 'vitest';
import { sendByWorkers } from '../../../../scripts/lib/bench/worker-runs';
import { useTestBackend } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
const MESSAGES = 300;
const KILLS = 4;
/** What one worker may hold at once. */
const IN_FLIGHT = 20;

it('gives every address its letter once, or says it is uncertain, however often the worker is killed', async () => {
	// Urgent, so that the test means the same at night.
	await backend.sql(
		`insert into private.outbox (channel, to_address, purpose, occasion, locale, subject, body)
		 select 'email', n || '@test.kz', 'record_claimed', n, 'kk', 'Сәлем', 'Хат' from generate_series(1, ${MESSAGES}) n`
	);
	const { states, ...rest } = await sendByWorkers(backend.embedded, {
		messages: MESSAGES,
		kills: KILLS
	});
	const { sent = 0, uncertain = 0 } = states;
	expect(rest).toMatchObject({ twice: 0, lost: 0, denied: 0 });
	expect(sent + uncertain).toBe(MESSAGES);
	expect(uncertain).toBeGreaterThan(0);
	expect(uncertain).toBeLessThanOrEqual(KILLS * IN_FLIGHT);
});
