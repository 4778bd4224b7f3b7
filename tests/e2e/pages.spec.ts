import { expect } from '@playwright/test';
import {
	expectAccessible,
	expectNoSidewaysScroll,
	expectReadableInTheDark
} from './support/checks';
import { test, type Reader } from './support/readers';

/** Pages by who may see them; an address is written without its language. */
const PAGES: Record<Reader, string[]> = {
	visitor: [
		...['', '/login', '/login/code', '/login/reset', '/join', '/demo/mailbox'],
		...['/questions', '/questions/ask', '/programmes', '/programmes/bastau-business'],
		'/questions/ask/offline',
		...['/me/data/erased', '/j', '/experts', '/guides'],
		...['/questions/tags', '/questions/tags/jem']
	],
	graduate: [
		...['', '/me', '/me/project', '/me/project/update', '/me/referrals'],
		...['/me/privacy', '/me/data', '/me/data/erase', '/me/data/erase?forum=keep'],
		'/me/data/join',
		...['/questions', '/questions/ask', '/join/claim'],
		...['/me/profile', '/me/record', '/me/contacts', '/me/notices'],
		...['/me/notifications', '/me/following', '/people'],
		...[
			'/me/messages',
			'/me/messages/blocked',
			'/me/mentoring',
			'/people?mentors=1',
			'/me/reputation',
			'/me/questions-for-you',
			'/me/questions',
			'/me/moderation'
		]
	],
	expert: ['/me', '/guides/desk'],
	officer: [
		...['/staff', '/staff/candidates', '/staff/referrals', '/staff/registry/claims'],
		...['/staff/registry/letters', '/staff/registry/calls', '/staff/reports', '/staff/forum']
	],
	officer2: [],
	coordinator: [
		...[
			'/staff',
			'/staff/registry',
			'/staff/registry/health',
			'/staff/registry/duplicates',
			'/staff/registry/import',
			'/staff/registry/conflicts',
			'/staff/registry/bulk?do=wave&all=1&region=KZ-61',
			'/staff/candidates'
		],
		...['/staff/waves', '/staff/waves/new', '/staff/waves/import', '/staff/votes'],
		...['', '/log', '/restrictions', '/moderators', '/words'].map(
			(page) => `/staff/moderation${page}`
		)
	],
	partner: ['/staff/referrals'],
	ombudsman: ['/me']
};

for (const [reader, paths] of Object.entries(PAGES) as [Reader, string[]][])
	test.describe(`${reader}`, () => {
		test.use({ reader });

		for (const path of paths)
			test(`${path || '/'} in Kazakh and in Russian`, async ({ page }) => {
				const failures: string[] = [];
				page.on('pageerror', (error) => failures.push(error.message));
				page.on('console', (line) => {
					if (line.type() === 'error') failures.push(line.text());
				});
				for (const locale of ['kk', 'ru']) {
					const response = await page.goto(`/${locale}${path}`);
					expect(response?.status()).toBe(200);
					expect(new URL(page.url()).pathname).toBe(`/${locale}${path.split('?')[0]}`);
					await expect(page.locator('html')).toHaveAttribute('lang', locale);
					await expect(page).toHaveTitle(/\S/);
					await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toHaveCount(1);
					await expectNoSidewaysScroll(page);
					// Its structure and its colours are those of every language: judged once.
					if (locale === 'kk') {
						await expectAccessible(page);
						await expectReadableInTheDark(page);
					}
				}
				expect(failures).toEqual([]);
			});
	});
