import { expect, test } from '@playwright/test';
import { unique } from '../support/checks';
import { t, type Locale } from '../support/messages';
import { stateOf } from '../support/people';

for (const locale of ['kk', 'ru'] satisfies Locale[])
	test(`${locale}: one asks, another answers, the answer is thanked and accepted`, async ({
		browser
	}) => {
		const title = unique(
			locale === 'kk'
				? 'Тауықтар күзде неге жұмыртқаламай қойды?'
				: 'Почему куры перестали нестись?'
		);
		const advice = unique(locale === 'kk' ? 'Жарықты көбейтіңіз' : 'Добавьте света');
		const asker = await (await browser.newContext({ storageState: stateOf('graduate') })).newPage();
		await asker.goto(`/${locale}/questions/ask`);
		await asker.getByLabel(t(locale, 'common_direction')).selectOption('poultry');
		await asker.getByLabel(t(locale, 'forum_field_title')).fill(title);
		await asker
			.getByRole('button', { name: t(locale, 'forum_publish') })
			.first()
			.click();
		// Where there are questions like it, the site shows them before it publishes.
		const mineIsOther = asker.getByRole('button', { name: t(locale, 'forum_similar_none') });
		await expect(mineIsOther.or(asker.getByText(t(locale, 'forum_done_asked')))).toBeVisible();
		if (await mineIsOther.isVisible()) await mineIsOther.click();
		await expect(asker.getByRole('heading', { level: 1, name: title })).toBeVisible();

		const expert = await (await browser.newContext({ storageState: stateOf('expert') })).newPage();
		await expert.goto(`/${locale}/questions`);
		await expert.getByRole('link', { name: title }).click();
		await expert.getByLabel(t(locale, 'forum_your_answer')).fill(advice);
		await expert.getByRole('button', { name: t(locale, 'forum_answer_submit') }).click();
		await expect(expert.getByText(t(locale, 'forum_done_answered'))).toBeVisible();

		await asker.reload();
		const answer = () => asker.getByRole('article').filter({ hasText: advice });
		await answer()
			.getByRole('button', { name: t(locale, 'forum_thanks') })
			.click();
		await expect(answer().getByRole('button', { name: t(locale, 'forum_thanks') })).toHaveAttribute(
			'aria-pressed',
			'true'
		);
		await answer()
			.getByRole('button', { name: t(locale, 'forum_accept') })
			.click();
		await expect(answer().getByText(t(locale, 'forum_accepted'))).toBeVisible();
	});

test('a visitor reads, and is shown the way in before writing', async ({ page }) => {
	await page.goto('/kk/questions');
	// A question's address ends in its id, which begins with its time.
	await page.getByRole('main').locator('a[href^="/kk/questions/0"]').first().click();
	await expect(page.getByText(t('kk', 'forum_act_sign_in'))).toBeVisible();
	await expect(page.getByRole('button', { name: t('kk', 'forum_answer_submit') })).toHaveCount(0);
});
