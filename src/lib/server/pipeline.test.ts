import { expect, it, vi } from 'vitest';
import { pipelining } from './pipeline';
import { REQUEST_SETTINGS, SESSION_SETTINGS } from './session-settings';

const CALL = 'select * from public.page_x(p_id := $1::uuid) as "page_x" limit $2';
const CHOSEN = `SELECT current_setting('response.status', true) AS status,
	current_setting('response.headers', true) AS headers`;

/** A connection whose statements are answered when the test says so. */
async function held() {
	const log: { sql: string; prepare: boolean; answer: (error?: Error) => void }[] = [];
	const released: boolean[] = [];
	const connection = {
		unsafe: (sql: string, _: unknown[], { prepare }: { prepare: boolean }) =>
			new Promise((resolve, reject) =>
				log.push({
					sql,
					prepare,
					answer: (error) => (error ? reject(error) : resolve({ sql }))
				})
			),
		release: () => void released.push(true)
	};
	const driver = { reserve: () => Promise.resolve<unknown>(connection) };
	pipelining(driver);
	const { unsafe, release } = (await driver.reserve()) as {
		unsafe: (sql: string, parameters?: unknown[]) => Promise<unknown>;
		release: () => void;
	};
	const settled = () => new Promise((done) => setTimeout(done));
	const sql = () => log.map((statement) => statement.sql);
	return { log, sql, settled, released, release, ask: (text: string) => unsafe(text, []) };
}

it('sends begin and who asks together, and nothing before both are answered', async () => {
	const { log, sql, settled, ask } = await held();
	await ask('begin');
	let known = false;
	const who = ask(SESSION_SETTINGS).then(() => (known = true));
	expect(sql()).toEqual(['begin', SESSION_SETTINGS]);
	log[1]?.answer();
	await settled();
	expect(known).toBe(false);
	log[0]?.answer();
	await who;
	expect(log.map(({ prepare }) => prepare)).toEqual([false, true]);
});

it('asks nothing where no transaction was begun: it would be asked as the owner', async () => {
	const { log, settled, ask } = await held();
	await ask('begin');
	const who = ask(SESSION_SETTINGS);
	log[1]?.answer();
	log[0]?.answer(new Error('no transaction'));
	await expect(who).rejects.toThrow('no transaction');

	const other = await held();
	await other.ask('begin');
	const first = other.ask('select * from public.persons');
	await settled();
	expect(other.sql()).toEqual(['begin']);
	other.log[0]?.answer(new Error('no transaction'));
	await expect(first).rejects.toThrow('no transaction');
	expect(other.sql()).toEqual(['begin']);
});

it.each([
	['ended by its server', { severity: 'FATAL', code: '57P01' }, true],
	['whose line broke', { code: 'CONNECTION_CLOSED' }, true],
	['that was reset', { code: 'ECONNRESET' }, true],
	['that refused a statement', { severity: 'ERROR', code: '42501' }, false],
	['that never got what was wrong', { code: 'UNDEFINED_VALUE' }, false]
])('asks nothing more of a session %s, unless it stands', async (_, failure, isOver) => {
	const { log, sql, ask, released, release } = await held();
	const call = ask('select 1');
	log[0]?.answer(Object.assign(new Error('failed'), failure));
	await expect(call).rejects.toThrow('failed');
	const rollback = ask('rollback');
	log[1]?.answer();
	if (isOver) await expect(rollback).rejects.toThrow('failed');
	else await rollback;
	expect(sql()).toEqual(isOver ? ['select 1'] : ['select 1', 'rollback']);
	release();
	expect(released).toEqual(isOver ? [] : [true]);
});

it('sends a call with what is asked before and after it, and hears the failure of each', async () => {
	const { log, sql, ask } = await held();
	await ask(REQUEST_SETTINGS);
	const call = ask(CALL);
	expect(sql()).toMatchObject([REQUEST_SETTINGS, CALL, expect.stringContaining('response.status')]);
	log[0]?.answer(new Error('heard by the call'));
	log[1]?.answer();
	log[2]?.answer();
	expect(await call).toEqual({ sql: CALL });
	await ask(CHOSEN);
	expect(log).toHaveLength(3);
	const failing = ask('select 1');
	log[3]?.answer(new Error('aborted'));
	await expect(failing).rejects.toThrow('aborted');
});

it('prepares calls and nothing that a stranger words', async () => {
	const { log, ask } = await held();
	const texts = [
		'select "id" from "public"."questions" where "title" = $1 limit $2',
		'select "id" from public.page_x(p_id := $1) as "page_x" limit $2',
		'select * from public.page_x(p_id := $1) as "page_x" where "page_x"."id" = $2 limit $3'
	];
	for (const text of texts) void ask(text);
	expect(log.map(({ prepare }) => prepare)).toEqual([false, false, false]);
});

it('waits for a connection only so long, and gives back one that comes late', async () => {
	vi.useFakeTimers();
	try {
		let give: (connection: unknown) => void = () => undefined;
		const driver = { reserve: () => new Promise<unknown>((resolve) => (give = resolve)) };
		pipelining(driver);
		const asked = driver.reserve();
		const refused = expect(asked).rejects.toMatchObject({ code: 'CONNECT_TIMEOUT' });
		await vi.advanceTimersByTimeAsync(15_000);
		await refused;
		const release = vi.fn();
		give({ release });
		await vi.advanceTimersByTimeAsync(0);
		expect(release).toHaveBeenCalledOnce();
	} finally {
		vi.useRealTimers();
	}
});
