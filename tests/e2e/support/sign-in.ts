import { expect, test } from '@playwright/test';
import { DEMO_PASSWORD } from '../../../src/lib/demo-accounts';
import { t } from './messages';
import { PEOPLE, stateOf } from './people';

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
