import { expect, test } from '@playwright/test';
import { unique } from '../support/checks';
import { t, type Locale } from '../support/messages';
import { stateOf } from '../support/people';

test.use({ storageState: stateOf('graduate') });

for (const locale of ['kk', 'ru'] satisfies Locale[])
	test(`${locale}: a graduate tells how the project is doing and finds it in the history`, async ({
		page
	}) => {
		const note = unique(locale === 'kk' ? 'Екі тігінші алдық' : 'Взяли двух швей');
		await page.goto(`/${locale}/me`);
		await page
			.getByRole('link', { name: t(locale, 'tracker_me_tell') })
			.first()
			.click();
		await page.getByRole('radio', { name: t(locale, 'tracker_state_continuing') }).check();
		await page.getByRole('radio', { name: t(locale, 'tracker_pick_both') }).check();
		await page.getByRole('checkbox', { name: t(locale, 'tracker_need_customers') }).check();
		await page.getByLabel(t(locale, 'tracker_note')).fill(note);
		await page.getByRole('button', { name: t(locale, 'common_send') }).click();

		await expect(page).toHaveURL(new RegExp(`/${locale}/me/project`));
		await expect(page.getByText(t(locale, 'tracker_done_title'))).toBeVisible();
		await expect(page.getByText(note)).toBeVisible();
	});

test('what was typed stays when something is missing', async ({ page }) => {
	await page.goto('/kk/me/project/update');
	await page.getByRole('radio', { name: t('kk', 'tracker_state_stopped') }).check();
	await page.getByLabel(t('kk', 'tracker_note')).fill('Себебін кейін айтамын');
	await page.getByRole('button', { name: t('kk', 'common_send') }).click();
	await expect(page.getByRole('alert')).toContainText(t('kk', 'tracker_error_reason'));
	await expect(page.getByLabel(t('kk', 'tracker_note'))).toHaveValue('Себебін кейін айтамын');
	await expect(page.getByRole('radio', { name: t('kk', 'tracker_state_stopped') })).toBeChecked();
});
