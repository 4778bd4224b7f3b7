/** Serves the built app: a short-lived cache and compression before adapter-node's handler, and a word for the newcomer. */
import compression from 'compression';
import { createServer } from 'node:http';
import { readEnv } from '../src/lib/server/env.server';
import { pageCache } from '../src/lib/server/page-cache';
import { DEMO_ACCOUNTS, DEMO_PASSWORD } from '../src/lib/demo-accounts';

let env;
try {
	env = readEnv();
} catch (error) {
	process.stderr.write(`${(error as Error).message}\n`);
	process.exit(1);
}

process.env.BODY_SIZE_LIMIT ??= '20M';
// Without ORIGIN (a demo on this machine) the address is what the browser calls it, over plain HTTP.
if (!env.ORIGIN) {
	// Set but empty is not set; the adapter would refuse to start.
	delete process.env.ORIGIN;
	process.env.PROTOCOL_HEADER = 'x-jalgas-protocol';
}

const { handler } = (await import('../build/handler.js' as string)) as {
	handler: (request: unknown, response: unknown, next: () => void) => void;
};
const cache = pageCache();
const compress = compression({ threshold: 512 });

const server = createServer((request, response) => {
	request.headers['x-jalgas-protocol'] = 'http';
	void cache(request, response, () =>
		compress(request as never, response as never, () =>
			handler(request, response, () => response.writeHead(404).end())
		)
	);
});
server.keepAliveTimeout = 65_000;
server.listen(env.PORT, () => {
	const lines = [`Jalgas: ${env.ORIGIN ?? `http://localhost:${env.PORT}`}`];
	if (!env.SUPABASE_URL && env.JALGAS_DEMO !== '0')
		lines.push(
			`Demo accounts (password ${DEMO_PASSWORD}):`,
			...DEMO_ACCOUNTS.map((account) => `  ${account.email}`)
		);
	process.stdout.write(`${lines.join('\n')}\n`);
});

const stop = () => {
	server.close(() => process.exit(0));
	server.closeIdleConnections();
	setTimeout(() => process.exit(0), 3000).unref();
};
process.once('SIGINT', stop);
process.once('SIGTERM', stop);
