import { AsyncLocalStorage } from 'node:async_hooks';

/** SQLSTATE classes by which the database answers bad input; the caller is told, the log need not be. */
const EXPECTED = /^(P0001|PT400|42501|22|23|40|PGRST)/;
const inside = new AsyncLocalStorage<true>();
let patched = false;

/**
 * Runs work of the embedded API, which prints every database error with its statement and
 * parameters, that is, with what people typed, and has no switch for it. Here such an error leaves
 * at most its code in the log; of anything else the first line is written.
 */
export function quietly<T>(work: () => Promise<T>): Promise<T> {
	if (!patched) patchConsole();
	return inside.run(true, work);
}

function patchConsole(): void {
	patched = true;
	const loud = console.error;
	console.error = (...parts: unknown[]) => {
		if (!inside.getStore()) return loud(...parts);
		for (const part of parts) if (part instanceof Error) report(part);
	};
}

function report(error: Error & { code?: unknown; severity?: unknown }): void {
	const isDatabase = 'severity' in error || 'query' in error;
	const code = String(error.code ?? '');
	if (isDatabase && EXPECTED.test(code)) return;
	const text = isDatabase ? `database error ${code}` : error.message.split('\n')[0];
	process.stderr.write(`embedded backend: ${text}\n`);
}
