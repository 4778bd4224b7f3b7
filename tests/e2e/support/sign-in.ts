import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { expect, test } from '@playwright/test';
import { DEMO_PASSWORD } from '../../../src/lib/demo-accounts';
import { t } from './messages';
import { FIRST_LETTERS, PEOPLE, stateOf } from './people';

// Once a run and person, through the page: attempts to sign in are limited.
for (const { who, email } of PEOPLE)
	test(`${who} signs in`, async ({ page }) => {
		await page.goto('/kk/login');
		const form = page
			.getByRole('main')
			.locator('form')
			.filter({
				has: page.getByLabel(t('kk', 'identity_password'))
			});
		await form.getByRole('textbox', { name: t('kk', 'identity_email') }).fill(email);
		await form.getByLabel(t('kk', 'identity_password')).fill(DEMO_PASSWORD);
		await form.getByRole('button', { name: t('kk', 'nav_login') }).click();
		await expect(page).not.toHaveURL(/login/);
		await expect(page.getByRole('main').getByRole('heading', { level: 1 })).toBeVisible();
		await page.context().storageState({ path: stateOf(who) });
	});

// Read while they are the newest: the mailbox shows fifty, and the tests that follow send more.
test('the worker asks some people whether an address is still theirs', async ({ page }) => {
	let links: string[] = [];
	await expect(async () => {
		await page.goto('/kk/demo/mailbox');
		links = await page
			.getByRole('article')
			.locator('a[href*="/c/"]')
			.evaluateAll((all) => all.map((link) => (link as HTMLAnchorElement).href));
		expect(links.length).toBeGreaterThan(1);
	}).toPass();
	mkdirSync(dirname(FIRST_LETTERS), { recursive: true });
	writeFileSync(FIRST_LETTERS, JSON.stringify(links));
});
