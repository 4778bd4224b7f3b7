/**
 * Loaded before a server that tests start (`--import`): its clock runs ahead by as many hours as the file
 * in JALGAS_TEST_CLOCK says. The embedded database asks the same clock, so that whatever waits for a time
 * comes due as it would. The product knows nothing of it.
 */
import { readFileSync, statSync } from 'node:fs';

const file = process.env.JALGAS_TEST_CLOCK as string;
const RealDate = Date;
const realNow = Date.now.bind(Date);
let ahead = 0;
let changed = 0;

function now(): number {
	const { mtimeMs } = statSync(file);
	if (mtimeMs !== changed) ahead = Number(readFileSync(file, 'utf8')) * 3_600_000;
	changed = mtimeMs;
	return realNow() + ahead;
}

globalThis.Date = class extends RealDate {
	constructor(...parts: unknown[]) {
		if (parts.length === 0) super(now());
		else super(...(parts as [number]));
	}
	static override now = now;
} as DateConstructor;
