import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/checks';
import { t, type Locale } from './support/messages';
import { stateOf } from './support/people';

test.use({ javaScriptEnabled: false });

for (const locale of ['kk', 'ru'] satisfies Locale[]) {
	test(`${locale}: my points with their reasons, and the post behind one`, async ({ browser }) => {
		const page = await (
			await browser.newContext({ storageState: stateOf('expert'), javaScriptEnabled: false })
		).newPage();
		await page.goto(`/${locale}/me`);
		await page.getByRole('link', { name: t(locale, 'reputation_title') }).click();
		await expect(
			page.getByRole('heading', { level: 1, name: t(locale, 'reputation_title') })
		).toBeVisible();
		await expect(page.getByText(t(locale, 'reputation_act_vote_down'))).toBeVisible();
		const helped = page
			.getByRole('listitem')
			.filter({ hasText: t(locale, 'reputation_answer_accepted'), has: page.getByRole('link') })
			.first();
		await expect(helped).toContainText('+15');
		await helped.getByRole('link').click();
		await expect(page).toHaveURL(new RegExp(`/${locale}/questions/`));
	});

	test(`${locale}: experts and the leaders of a month, by direction and region`, async ({
		browser
	}) => {
		const context = await browser.newContext({ javaScriptEnabled: false });
		const page = await context.newPage();
		await page.goto(`/${locale}/questions`);
		await page.getByRole('link', { name: t(locale, 'reputation_experts_title') }).click();
		await page.getByText(t(locale, 'common_filters'), { exact: true }).click();
		await page.getByLabel(t(locale, 'common_direction'), { exact: true }).selectOption('poultry');
		await page.getByRole('button', { name: t(locale, 'common_filter'), exact: true }).click();
		await expect(page).toHaveURL(/direction=poultry/);
		await expect(page.getByText(t(locale, 'reputation_experts_rule'))).toBeVisible();
		const experts = page
			.getByRole('region', { name: t(locale, 'reputation_experts') })
			.getByRole('listitem');
		await expect(experts.first()).toBeVisible();
		// Profiles are for alumni.
		await expect(experts.getByRole('link')).toHaveCount(0);
		await context.close();
		const seen = await (await browser.newContext({ javaScriptEnabled: true })).newPage();
		await seen.goto(`/${locale}/experts?direction=poultry`);
		await expectAccessible(seen);
		await expectNoSidewaysScroll(seen);
	});
}
