/**
 * Pages that the app lets caches keep (Cache-Control with s-maxage, see caching.server.ts), held for a
 * moment in front of it, so that a question that is read by a whole district is made once. Only what goes
 * to visitors without a session; every form that is sent to this process empties it, and what others
 * write is seen seconds later.
 */
import type { IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';

interface Kept {
	headers: OutgoingHttpHeaders;
	body: Buffer;
	madeAt: number;
}

type Next = () => void;

const KEPT_MS = 5_000;
const MOST_PAGES = 300;
const MOST_BYTES = 256 * 1024;

/** A visitor's only cookie is the language: whoever has another one may be somebody. */
const hasSession = (cookies = '') =>
	cookies.split(';').some((cookie) => cookie.trim() !== '' && !/^\s*locale=/.test(cookie));

/** Who prefers another language than the page's gets it remembered: such answers are their own. */
const keyOf = ({ headers, url }: IncomingMessage): string =>
	[
		...[url, headers.host, headers['x-forwarded-host'], headers['x-forwarded-proto']],
		...[headers['accept-encoding'], headers['accept-language'], headers.cookie]
	].join('\n');

function answer({ headers }: IncomingMessage, response: ServerResponse, kept: Kept): void {
	const age = String(Math.floor((Date.now() - kept.madeAt) / 1000));
	const known = kept.headers.etag !== undefined && headers['if-none-match'] === kept.headers.etag;
	const length = known ? {} : { 'content-length': kept.body.length };
	response.writeHead(known ? 304 : 200, { ...kept.headers, ...length, age });
	response.end(known ? undefined : kept.body);
}

/** What the response said, when caches may keep it. */
function keepable(response: ServerResponse, chunks: Buffer[]): Kept | null {
	const headers = response.getHeaders();
	const body = Buffer.concat(chunks);
	const may = /\bs-maxage=[1-9]/.test(String(headers['cache-control']));
	if (response.statusCode !== 200 || !may || headers['set-cookie'] || body.length > MOST_BYTES)
		return null;
	return { headers, body, madeAt: Date.now() };
}

/** Collects what is written to the response; `done` hears once what may be kept of it, or null. */
function listen(response: ServerResponse, done: (kept: Kept | null) => void): void {
	const chunks: Buffer[] = [];
	const { write, end } = response;
	const collect = (chunk: unknown, encoding: unknown) => {
		if (typeof chunk === 'string')
			chunks.push(Buffer.from(chunk, typeof encoding === 'string' ? (encoding as 'utf8') : 'utf8'));
		else if (chunk instanceof Uint8Array) chunks.push(Buffer.from(chunk));
	};
	response.write = function (this: ServerResponse, ...args: unknown[]) {
		collect(args[0], args[1]);
		return write.apply(this, args as never);
	} as typeof write;
	response.end = function (this: ServerResponse, ...args: unknown[]) {
		collect(args[0], args[1]);
		done(keepable(response, chunks));
		return end.apply(this, args as never);
	} as typeof end;
	// Whoever hangs up halfway leaves no page behind.
	response.once('close', () => done(null));
}

/** A middleware to stand before compression: what it keeps is already small. */
export function pageCache() {
	const pages = new Map<string, Kept>();
	const making = new Map<string, Promise<Kept | null>>();
	let writes = 0;

	function forget(): void {
		writes++;
		pages.clear();
		making.clear();
	}

	function keep(key: string, kept: Kept): void {
		pages.delete(key);
		pages.set(key, kept);
		const [oldest] = pages.keys();
		if (pages.size > MOST_PAGES && oldest !== undefined) pages.delete(oldest);
	}

	function make(key: string, response: ServerResponse, next: Next): void {
		const before = writes;
		let tell: (kept: Kept | null) => void = () => undefined;
		const made = new Promise<Kept | null>((resolve) => (tell = resolve));
		making.set(key, made);
		listen(response, (kept) => {
			// Read before somebody wrote: it may lack what they wrote.
			const fresh = kept && before === writes ? kept : null;
			if (fresh) keep(key, fresh);
			if (making.get(key) === made) making.delete(key);
			tell(fresh);
		});
		next();
	}

	return async (request: IncomingMessage, response: ServerResponse, next: Next): Promise<void> => {
		if (request.method !== 'GET') {
			if (request.method !== 'HEAD') {
				const { end } = response;
				response.end = function (this: ServerResponse, ...args: unknown[]) {
					forget();
					return end.apply(this, args as never);
				} as typeof end;
				response.once('close', forget);
			}
			return next();
		}
		if (hasSession(request.headers.cookie)) return next();
		const key = keyOf(request);
		const kept = pages.get(key) ?? (await making.get(key));
		if (kept && Date.now() - kept.madeAt < KEPT_MS) return answer(request, response, kept);
		if (response.destroyed) return;
		make(key, response, next);
	};
}
