import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';

type Fetch = (request: Request) => Promise<Response>;
/** An attempt to get in that has to be counted before it is let through. */
export interface Entry {
	kind: 'password' | 'code' | 'mail';
	account: string;
	address: string;
}

const BODY_LIMIT = 1024 * 1024;
const KINDS: Record<string, Entry['kind']> = {
	'/auth/v1/token': 'password',
	'/auth/v1/verify': 'code',
	'/auth/v1/signup': 'mail',
	'/auth/v1/otp': 'mail',
	'/auth/v1/magiclink': 'mail',
	'/auth/v1/resend': 'mail',
	'/auth/v1/recover': 'mail'
};

/** What a request to the auth server tries, or null when there is nothing to guess or to send. */
export function entryOf(url: URL, body: string, address: string): Entry | null {
	const kind = KINDS[url.pathname.replace(/\/+$/, '')];
	if (!kind || url.searchParams.get('grant_type') === 'refresh_token') return null;
	let account = '';
	try {
		const sent = JSON.parse(body) as { email?: unknown; phone?: unknown } | null;
		account = String(sent?.email ?? sent?.phone ?? '');
	} catch {
		// Not JSON: the address alone is counted, and the auth server says what is wrong.
	}
	return { kind, account: account.trim().toLowerCase(), address };
}

async function readBody(request: IncomingMessage): Promise<Buffer | null> {
	const chunks: Buffer[] = [];
	let size = 0;
	for await (const chunk of request as AsyncIterable<Buffer>) {
		size += chunk.length;
		if (size > BODY_LIMIT) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks);
}

/** Serves an API that is a function. `limit` gives the seconds to wait, 0 lets the attempt pass. */
export function apiServer(fetch: Fetch, limit: (entry: Entry) => Promise<number>): Server {
	const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		const say = (status: number, message: string, headers: Record<string, string> = {}) => {
			response.writeHead(status, { 'content-type': 'application/json', ...headers });
			response.end(JSON.stringify({ message }));
		};
		const body = await readBody(request);
		if (!body) return say(413, 'The body is larger than 1 MB.', { connection: 'close' });
		const url = new URL(request.url ?? '/', 'http://127.0.0.1');
		const entry = entryOf(url, body.toString(), request.socket.remoteAddress ?? '');
		const wait = entry ? await limit(entry) : 0;
		if (wait > 0) return say(429, 'Too many attempts.', { 'retry-after': String(wait) });
		const headers = new Headers();
		for (const [name, value] of Object.entries(request.headers))
			if (value !== undefined) headers.set(name, String(value));
		const bodiless = request.method === 'GET' || request.method === 'HEAD' || body.length === 0;
		const answered = await fetch(
			new Request(url, {
				method: request.method,
				headers,
				body: bodiless ? undefined : new Uint8Array(body)
			})
		);
		// The library answers whatever it does not know with the page of its own workbench.
		if (answered.headers.get('content-type')?.startsWith('text/html'))
			return say(404, 'Not found.');
		response.writeHead(answered.status, Object.fromEntries(answered.headers));
		response.end(Buffer.from(await answered.arrayBuffer()));
	};
	return createServer((request, response) => {
		answer(request, response).catch((error: Error) => {
			process.stderr.write(`${request.method} ${error.message.split('\n')[0]}\n`);
			if (!response.headersSent) response.writeHead(500);
			response.end();
		});
	});
}
