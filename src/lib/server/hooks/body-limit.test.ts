import { expect, it } from 'vitest';
import { bodyLimit, isTooLarge } from './body-limit';

it.each([
	['/questions', 256 * 1024],
	['/questions/ask', 7 * 1024 * 1024],
	['/questions/01a209d0-51cb-7a17-810f-6ca3240e4817', 7 * 1024 * 1024],
	['/questions/posts/01a209d0-51cb-7a17-810f-6ca3240e4817/edit', 256 * 1024],
	['/webhooks/telegram', 64 * 1024],
	['/me/project/update', 7 * 1024 * 1024],
	['/staff/registry/import', 17 * 1024 * 1024],
	['/staff/waves/import', 17 * 1024 * 1024],
	['/staff/registry/import/other', 256 * 1024]
])('%s takes at most %i bytes', (path, bytes) => expect(bodyLimit(path)).toBe(bytes));

it.each([
	['a form with a photo', 'multipart/form-data; boundary=x', 5_000_000, false],
	['a photo that is too large', 'multipart/form-data; boundary=x', 8_000_000, true],
	['a million names without a file', 'application/x-www-form-urlencoded', 5_000_000, true],
	['a text', 'application/x-www-form-urlencoded', 100_000, false],
	['a body of no declared length', 'multipart/form-data; boundary=x', null, true]
])('%s', (_, type, length, refused) => {
	const headers = { 'content-type': type, ...(length && { 'content-length': String(length) }) };
	const request = new Request('http://x/', { method: 'POST', body: 'a', headers });
	expect(isTooLarge(request, '/questions/ask')).toBe(refused);
	expect(isTooLarge(new Request('http://x/'), '/questions/ask')).toBe(false);
});
