import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from './support/checks';
import { t, type Locale } from './support/messages';
import { stateOf, type Who } from './support/people';

test.use({ javaScriptEnabled: false });

const TITLES = {
	kk: 'Тігін машинасының майын қашан ауыстырамын?',
	ru: 'Когда менять масло в швейной машине?',
	en: ''
};

for (const locale of ['kk', 'ru'] satisfies Locale[])
	test(`${locale}: an answer to my question is counted in the head, opened, and then is read`, async ({
		browser
	}) => {
		const as = async (who: Who): Promise<Page> =>
			(
				await browser.newContext({ storageState: stateOf(who), javaScriptEnabled: false })
			).newPage();
		const title = unique(TITLES[locale]);
		const asker = await as('graduate');
		await asker.goto(`/${locale}/questions/ask`);
		await asker.getByLabel(t(locale, 'common_direction')).selectOption('sewing');
		await asker.getByLabel(t(locale, 'forum_field_title')).fill(title);
		await asker
			.getByRole('button', { name: t(locale, 'forum_publish') })
			.first()
			.click();
		const mineIsOther = asker.getByRole('button', { name: t(locale, 'forum_similar_none') });
		await expect(mineIsOther.or(asker.getByText(t(locale, 'forum_done_asked')))).toBeVisible();
		if (await mineIsOther.isVisible()) await mineIsOther.click();
		await expect(asker.getByRole('heading', { level: 1, name: title })).toBeVisible();
		const question = new URL(asker.url()).pathname;

		const expert = await as('expert');
		await expert.goto(question);
		await expert.getByLabel(t(locale, 'forum_your_answer')).fill(unique('Алты ай сайын'));
		await expert.getByRole('button', { name: t(locale, 'forum_answer_submit') }).click();
		await expect(expert.getByText(t(locale, 'forum_done_answered'))).toBeVisible();

		await asker.goto(`/${locale}/me`);
		const head = asker.getByRole('banner').locator(`a[href="/${locale}/me/notices"]`);
		await expect(head).toHaveAccessibleName(/\d/);
		await head.click();
		const entry = asker.getByRole('listitem').filter({ hasText: title });
		const isNew = entry.getByText(t(locale, 'notices_is_new'), { exact: true });
		await expect(isNew).toBeVisible();
		// Axe needs scripts of its own; looking at the list changes nothing.
		const withScripts = await browser.newContext({
			storageState: stateOf('graduate'),
			javaScriptEnabled: true
		});
		const list = await withScripts.newPage();
		await list.goto(`/${locale}/me/notices`);
		await expectAccessible(list);
		await expectNoSidewaysScroll(list);

		await entry.getByRole('link').click();
		await expect(asker).toHaveURL(new RegExp(`${question}$`));
		await asker.goto(`/${locale}/me/notices`);
		await expect(entry).toBeVisible();
		await expect(isNew).toHaveCount(0);
	});

test('how often is chosen, kept, and shown again', async ({ browser }) => {
	const context = { storageState: stateOf('ombudsman'), javaScriptEnabled: false };
	const page = await (await browser.newContext(context)).newPage();
	await page.goto('/kk/me/notices');
	await page.getByRole('link', { name: t('kk', 'messaging_title') }).click();
	for (const choice of ['messaging_delivery_weekly', 'messaging_delivery_each'] as const) {
		const radio = page.getByRole('radio', { name: t('kk', choice) });
		await radio.check();
		await page.getByRole('button', { name: t('kk', 'messaging_save') }).click();
		await expect(page.getByText(t('kk', 'messaging_saved'))).toBeVisible();
		await expect(radio).toBeChecked();
	}
});
