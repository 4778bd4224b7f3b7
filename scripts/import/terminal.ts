/** What the imports from a terminal share: words, the file, and an orderly end. */
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { backend } from '../../src/lib/server/backend.server';

let opened: ReturnType<typeof backend> | undefined;

/** Says one line and ends with status 1. */
export function stop(message: string): never {
	process.stderr.write(`${message}\n`);
	process.exit(1);
}

export const print = (line: string): void => void process.stdout.write(`${line}\n`);

/** Opens the same backend as the app. Fails with one line while an app holds the data folder. */
export async function openBackend(): Promise<void> {
	opened = backend();
	await opened;
}

/** Gives the data folder back. */
export async function closeBackend(): Promise<void> {
	const held = await opened?.catch(() => undefined);
	await held?.embedded?.close();
}

export function fileAt(path: string): { name: string; bytes: Uint8Array } {
	try {
		return { name: basename(path), bytes: readFileSync(path) };
	} catch (error) {
		throw new Error(`${path}: cannot be read (${(error as NodeJS.ErrnoException).code})`, {
			cause: error
		});
	}
}

const messages = new Map<string, Record<string, string>>();

/** A message of the pages in English; the pages' own compiler is not needed in a terminal. */
export function say(key: string, inputs: Record<string, string | number> = {}): string {
	const domain = key.split('_')[0] as string;
	const file = new URL(`../../messages/en/${domain}.json`, import.meta.url);
	const known = messages.get(domain) ?? JSON.parse(readFileSync(file, 'utf8'));
	messages.set(domain, known);
	const text = known[key] ?? key;
	return text.replace(/\{(\w+)\}/g, (_: string, name: string) => String(inputs[name] ?? ''));
}
