/**
 * Three journeys to PostgreSQL a request in the place of nine. The library waits for each of a request's
 * statements (begin, who asks, what is asked, the statement itself, what it says of the answer, commit)
 * and has each parsed and described anew, which costs both sides as much as a page.
 */
import { REQUEST_SETTINGS, SESSION_SETTINGS } from './session-settings';

interface Result {
	command: string;
	count: number;
	values: () => IterableIterator<unknown>;
}

/** A connection held for one transaction, of postgres.js what is used of it. */
interface Reserved {
	unsafe: (
		sql: string,
		parameters: unknown[],
		options?: { prepare: boolean }
	) => PromiseLike<Result>;
	release: () => void;
}

/** The call of one function, as pages make it: there are as many texts of it as functions. */
const CALL =
	/^select \* from public\.\w+\((?:\w+ := \$\d+(?:::[a-z_]+(?:\[\])?)?(?:, )?)*\) as "\w+" limit \$\d+$/;
/** What the library asks after each call: whether the function chose a status or headers. */
const CHOSEN =
	"select current_setting('response.status', true) as status, current_setting('response.headers', true) as headers";
const asksForChosen = (sql: string) => sql.trim().replace(/\s+/g, ' ').toLowerCase() === CHOSEN;

/** A prepared statement stays as long as its connection: whoever asks at the API must not grow them. */
const MOST_PREPARED = 600;
const prepared = new Set([SESSION_SETTINGS, REQUEST_SETTINGS]);

function mayPrepare(sql: string): boolean {
	if (prepared.has(sql)) return true;
	if (prepared.size >= MOST_PREPARED || !CALL.test(sql)) return false;
	prepared.add(sql);
	return true;
}

/** The session is over (its server stopped or ended it, or the line broke), and not the statement alone. */
const isLost = (error: { severity?: string; code?: string }): boolean =>
	['FATAL', 'PANIC'].includes(error.severity ?? '') ||
	/^(CONNECTION_|CONNECT_|E[A-Z]+$)/.test(error.code ?? '');

const sent: Result = { command: '', count: 0, values: () => [].values() };

/**
 * Sends what needs no answer together with what follows it. Who asks is waited for: a statement that
 * came after a `begin` which failed would run as the owner of the database. Inside a transaction a
 * setting that fails makes everything after it fail, so nobody has to wait for it.
 */
function pipelined(connection: Reserved): Reserved {
	let begun: Promise<Result> | undefined;
	let chosen: Promise<Result> | undefined;
	let isCall = false;
	let lost: Error | undefined;

	const send = (sql: string, parameters: unknown[]): Promise<Result> => {
		// The driver gives a lost connection to whoever asks next: a rollback sent after it would end the
		// transaction of a stranger, whose next statement would run as the owner. Without a line it throws
		// where nobody can catch it.
		if (lost) return Promise.reject(lost);
		const answer = Promise.resolve(
			connection.unsafe(sql, parameters, { prepare: mayPrepare(sql) })
		);
		// Heard where it is waited for, or by the statement after it.
		answer.catch((error: Error & { severity?: string; code?: string }) => {
			if (isLost(error)) lost = error;
		});
		return answer;
	};

	return {
		unsafe: async (sql, parameters) => {
			if (sql === 'begin') {
				begun = send(sql, parameters);
				return sent;
			}
			if (begun) {
				const before = begun;
				begun = undefined;
				if (sql !== SESSION_SETTINGS) await before;
				const answer = send(sql, parameters);
				await before;
				return answer;
			}
			if (sql === REQUEST_SETTINGS) {
				void send(sql, parameters);
				isCall = true;
				return sent;
			}
			if (chosen && asksForChosen(sql)) return chosen;
			const answer = send(sql, parameters);
			chosen = isCall && CALL.test(sql) ? send(CHOSEN, []) : undefined;
			isCall = false;
			return answer;
		},
		// The driver has a lost one back already.
		release: () => {
			if (!lost) connection.release();
		}
	};
}

/** So long a request waits for a connection: one that broke may keep whoever is first to ask for it for ever. */
const PATIENCE_MS = 15_000;

async function inTime(reserved: Promise<Reserved>): Promise<Reserved> {
	let timer: NodeJS.Timeout | undefined;
	const late = new Promise<never>((_, reject) => {
		timer = setTimeout(() => {
			reject(Object.assign(new Error('no connection in time'), { code: 'CONNECT_TIMEOUT' }));
			reserved.then(
				(connection) => connection.release(),
				() => undefined
			);
		}, PATIENCE_MS);
	});
	try {
		return await Promise.race([reserved, late]);
	} finally {
		clearTimeout(timer);
	}
}

/** Gives out connections that send together what can be sent together. */
export function pipelining(driver: { reserve: () => Promise<unknown> }): void {
	const reserve = driver.reserve.bind(driver);
	driver.reserve = async () => pipelined(await inTime(reserve() as Promise<Reserved>));
}
