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

	const send = (sql: string, parameters: unknown[]): Promise<Result> => {
		const answer = Promise.resolve(
			connection.unsafe(sql, parameters, { prepare: mayPrepare(sql) })
		);
		// Heard where it is waited for, or by the statement after it.
		answer.catch(() => undefined);
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
		release: () => connection.release()
	};
}

/** Gives out connections that send together what can be sent together. */
export function pipelining(driver: { reserve: () => Promise<unknown> }): void {
	const reserve = driver.reserve.bind(driver);
	driver.reserve = async () => pipelined((await reserve()) as Reserved);
}
