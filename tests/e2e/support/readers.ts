import { test as base, type BrowserContext } from '@playwright/test';
import { stateOf, type Who } from './people';

export type Reader = Who | 'visitor';

/**
 * Tests that only read. To open a context costs the browser a second of work, a page in it a tenth: each
 * worker opens one context a reader, and every test has a page of its own in it.
 */
export const test = base.extend<
	{ reader: Reader },
	{ contextOf: (reader: Reader) => Promise<BrowserContext> }
>({
	reader: ['visitor', { option: true }],
	contextOf: [
		async ({ browser }, use) => {
			const opened = new Map<Reader, Promise<BrowserContext>>();
			await use((reader) => {
				const storageState = reader === 'visitor' ? undefined : stateOf(reader);
				const context = opened.get(reader) ?? browser.newContext({ storageState });
				opened.set(reader, context);
				return context;
			});
			for (const context of opened.values()) await (await context).close();
		},
		{ scope: 'worker' }
	],
	page: async ({ contextOf, reader }, use) => {
		const page = await (await contextOf(reader)).newPage();
		await use(page);
		await page.close();
	}
});
