import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, beforeEach, expect, it, vi } from 'vitest';
import { pageCache } from './page-cache';

const OPEN = { 'cache-control': 'public, s-maxage=60', etag: '"one"', 'content-type': 'text/html' };
let made: string[] = [];
let url: string;
const waiting: (() => void)[] = [];

/** An app that says how often it was asked; /slow waits to be let go. */
function app(request: IncomingMessage, response: ServerResponse): void {
	made.push(`${request.method} ${request.url}`);
	const own = request.url === '/own' ? { 'cache-control': 'private, no-cache' } : OPEN;
	const cookie = request.url === '/cookie' ? { 'set-cookie': 'a=b' } : {};
	const say = () => {
		for (const [name, value] of Object.entries({ ...own, ...cookie }))
			response.setHeader(name, value);
		response.write(`<p>${made.length}`);
		response.end('</p>');
	};
	if (request.url === '/slow') waiting.push(say);
	else say();
}

const cache = pageCache();
const server = createServer((request, response) => {
	void cache(request, response, () => app(request, response));
});
const read = async (path: string, headers: Record<string, string> = {}) =>
	(await fetch(url + path, { headers })).text();

beforeAll(async () => {
	await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
	url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
	server.close();
	server.closeAllConnections();
});
beforeEach(async () => {
	await fetch(`${url}/form`, { method: 'POST' });
	made = [];
});

it('makes a page once for visitors, and once for those who chose a language', async () => {
	expect([await read('/a'), await read('/a')]).toEqual(['<p>1</p>', '<p>1</p>']);
	const chosen = { cookie: 'locale=kk' };
	expect([await read('/a', chosen), await read('/a', chosen)]).toEqual(['<p>2</p>', '<p>2</p>']);
});

it('keeps nothing of a session, nothing private, and nothing that sets a cookie', async () => {
	await read('/a');
	expect(await read('/a', { cookie: 'locale=kk; jalgas-auth=x' })).toBe('<p>2</p>');
	for (const path of ['/own', '/own', '/cookie', '/cookie']) await read(path);
	expect(made).toHaveLength(6);
	expect(await read('/a')).toBe('<p>1</p>');
});

it('keeps encodings and hosts apart', async () => {
	await read('/a', { 'accept-encoding': 'gzip' });
	await read('/a', { 'accept-encoding': 'identity' });
	await read('/a', { 'x-forwarded-host': 'other.kz' });
	expect(made).toHaveLength(3);
});

it('answers 304 to whoever has the page', async () => {
	await read('/a');
	const again = await fetch(`${url}/a`, { headers: { 'if-none-match': '"one"' } });
	expect([again.status, await again.text(), again.headers.get('age')]).toEqual([304, '', '0']);
});

it('shows what was written through it at once, and what others wrote after a moment', async () => {
	await read('/a');
	await fetch(`${url}/form`, { method: 'POST' });
	expect(await read('/a')).toBe('<p>3</p>');
	const clock = vi.spyOn(Date, 'now').mockReturnValue(Date.now() + 5_001);
	expect(await read('/a')).toBe('<p>4</p>');
	clock.mockRestore();
});

/** Lets the next slow page go, once it has been asked for. */
async function letGo(): Promise<void> {
	await vi.waitFor(() => expect(waiting).toHaveLength(1));
	waiting.pop()?.();
}

it('asks once for many who come at the same time', async () => {
	const pages = Array.from({ length: 20 }, () => read('/slow'));
	await letGo();
	expect(new Set(await Promise.all(pages))).toEqual(new Set(['<p>1</p>']));
	expect(made).toEqual(['GET /slow']);
});

it('forgets a page that was read before somebody wrote', async () => {
	const early = read('/slow');
	await vi.waitFor(() => expect(waiting).toHaveLength(1));
	await fetch(`${url}/form`, { method: 'POST' });
	await letGo();
	await early;
	const late = read('/slow');
	await letGo();
	expect(await late).toBe('<p>3</p>');
});
