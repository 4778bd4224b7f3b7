import { expect, it } from 'vitest';
import { bodyLimit } from './body-limit';

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
