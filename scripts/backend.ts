/**
 * `npm run backend [-- --port N]`: the embedded Supabase alone, for tools that speak to its API.
 * Only this machine reaches it, and whoever holds no key gets nothing.
 */
import { parseArgs } from 'node:util';
import { createClient } from '@supabase/supabase-js';
import type { Database } from '../src/lib/database.types';
import { takeAttempt } from '../src/lib/features/identity/attempts.server';
import { backend } from '../src/lib/server/backend.server';
import { Refusal } from '../src/lib/server/db.server';
import { apiServer } from './lib/api-server';

function stop(message: string): never {
	process.stderr.write(`${message}\n`);
	process.exit(1);
}

const { values } = parseArgs({ options: { port: { type: 'string', default: '54321' } } });
const port = Number(values.port);
if (!Number.isInteger(port) || port < 1 || port > 65_535) stop('--port: must be from 1 to 65535');

const { embedded, url, publishableKey, fetch } = await backend().catch((error: Error) =>
	stop(error.message)
);
if (!embedded)
	stop('SUPABASE_URL: names a Supabase that is served already; unset it for this command');

const db = createClient<Database>(url, publishableKey, {
	auth: { persistSession: false, autoRefreshToken: false },
	global: { fetch }
});
const server = apiServer(embedded.fetch, async ({ kind, account, address }) => {
	try {
		await takeAttempt(db, kind, account, address);
		return 0;
	} catch (cause) {
		if (cause instanceof Refusal && cause.code === 'too_many') return Number(cause.detail);
		throw cause;
	}
});
server.on('error', (error) => stop(error.message));
server.listen(port, '127.0.0.1', () => {
	const { secretKey } = embedded.secrets;
	process.stdout.write(
		`Supabase: http://127.0.0.1:${port}\npublishable key: ${publishableKey}\nsecret key: ${secretKey}\n`
	);
});

const end = () => {
	server.close(() => void embedded.close().then(() => process.exit(0)));
	server.closeAllConnections();
};
process.once('SIGINT', end);
process.once('SIGTERM', end);
