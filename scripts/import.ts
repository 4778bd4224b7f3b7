/**
 * `npm run import -- registry FILE [--dry-run] [--without-wrong]` and `npm run import -- wave FILE`:
 * the imports of the staff pages, from a terminal.
 */
import { closeBackend, stop } from './import/terminal';

const KINDS: Record<string, () => Promise<{ run: (args: string[]) => Promise<void> }>> = {
	registry: () => import('./import/registry'),
	wave: () => import('./import/wave')
};

const [kind = '', ...args] = process.argv.slice(2);
const load = KINDS[kind];
if (!load)
	stop(`${kind || 'import'}: say what to import: ${Object.keys(KINDS).join(' FILE | ')} FILE`);
try {
	const { run } = await load();
	await run(args);
} catch (error) {
	await closeBackend();
	stop((error as Error).message);
}
await closeBackend();
