import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { openMailServer, type MailServer } from '../../../../tests/support/mail-server';
import { useTestBackend } from '../../../../tests/support/test-backend';
import { runWorker, type Worker } from './worker.server';

const backend = useTestBackend();
/** Times of Kazakhstan. */
const at = (time: string) => new Date(`${time}+05:00`);
let mail: MailServer;
let worker: Worker | undefined;
/** How often the worker has looked into the outbox. */
let rounds: number;

// Only the opening of the backend is replaced: the database, its API and the mail server are real.
vi.mock('$lib/server/backend.server', () => ({
	backend: async () => ({
		url: 'http://embedded.local',
		embedded: backend.embedded,
		env: { SMTP_URL: mail.url, ORIGIN: 'https://jalgas.test', JALGAS_DEMO: '0' },
		fetch: (input: RequestInfo | URL, init?: RequestInit) => {
			const request = new Request(input, init);
			if (request.url.endsWith('/rpc/release_outbox')) rounds++;
			return backend.embedded.fetch(request);
		}
	})
}));

beforeEach(async () => {
	rounds = 0;
	mail = await openMailServer();
	vi.useFakeTimers({ toFake: ['Date'] });
});
afterEach(async () => {
	vi.useRealTimers();
	await worker?.stop();
	await mail.close();
});

/** Waits until the worker has begun so many rounds more: all before the last of them have ended. */
async function begun(count: number): Promise<void> {
	const enough = rounds + count;
	await vi.waitFor(() => expect(rounds).toBeGreaterThanOrEqual(enough), 50_000);
}

/** Somebody who wants one letter a day, and what was told them by then. */
async function reader(titles: string[], toldAt: Date): Promise<string> {
	const member = await backend.alumnus();
	const address = `${member.id}@test.kz`;
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, source, state)
		 values ($1, 'email', $2, $2, 'self', 'confirmed')`,
		[member.personId, address]
	);
	const choice = { p_channel: 'email', p_delivery: 'daily', p_topics: {} };
	expect((await member.db.rpc('save_notifications', choice)).error).toBeNull();
	for (const title of titles)
		await backend.sql(
			`insert into private.outbox (person_id, channel, to_address, purpose, occasion, locale, subject, body, created_at)
			 values ($1, 'email', $2, 'question_answered', gen_random_uuid() || ':1', 'kk', $3, 'B', $4)`,
			[member.personId, address, title, toldAt]
		);
	return address;
}

it('a worker that runs sends the day in one letter at nine, and nothing after it', async () => {
	vi.setSystemTime(at('2026-11-24T08:30:00'));
	const address = await reader(['Бірінші жауап', 'Екінші жауап'], at('2026-11-23T15:00:00'));
	worker = await runWorker({ holdProcess: false });
	await begun(2);
	expect(mail.letters).toEqual([]);

	vi.setSystemTime(at('2026-11-24T09:00:00'));
	await vi.waitFor(() => expect(mail.letters).not.toEqual([]), 50_000);
	await begun(2);
	expect(mail.letters.map(({ to }) => to)).toEqual([address]);
	const [letter] = mail.letters;
	expect(letter?.words).toContain('• Бірінші жауап');
	expect(letter?.words).toContain('• Екінші жауап');
	expect(letter?.words).toContain('https://jalgas.test/kk/me/notices');

	// The next morning, after a start of its own: there is nothing new to tell.
	await worker.stop();
	vi.setSystemTime(at('2026-11-25T09:00:00'));
	worker = await runWorker({ holdProcess: false });
	await begun(2);
	expect(mail.letters).toHaveLength(1);
});
