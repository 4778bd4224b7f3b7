import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, unique } from './support/checks';
import { t, type Locale } from './support/messages';
import { stateOf, type Who } from './support/people';

// Both read as one person, who at the end of the first lets go of everything.
test.describe.configure({ mode: 'serial' });

const open = async (browser: Browser, who: Who, javaScriptEnabled = false): Promise<Page> =>
	(await browser.newContext({ storageState: stateOf(who), javaScriptEnabled })).newPage();
const press = (page: Page, locale: Locale, key: string) =>
	page.getByRole('button', { name: t(locale, key), exact: true }).click();

/** Asks with these topics, and comes to the page of the question. */
async function ask(page: Page, locale: Locale, title: string, topics: string[]) {
	await page.goto(`/${locale}/questions/ask`);
	await page.getByLabel(t(locale, 'common_direction')).selectOption('crafts');
	await page.getByLabel(t(locale, 'forum_field_title')).fill(title);
	for (const typed of topics) {
		await page.getByLabel(t(locale, 'forum_tags_field')).fill(typed);
		await press(page, locale, 'forum_publish');
		if (typed !== topics.at(-1)) {
			await expect(page.getByRole('alert')).toContainText(t(locale, 'forum_tags_letters'));
			await expect(page.getByLabel(t(locale, 'forum_tags_field'))).toHaveValue(typed);
			await expect(page.getByLabel(t(locale, 'forum_field_title'))).toHaveValue(title);
		}
	}
	const mineIsOther = page.getByRole('button', { name: t(locale, 'forum_similar_none') });
	await expect(mineIsOther.or(page.getByText(t(locale, 'forum_done_asked')))).toBeVisible();
	if (await mineIsOther.isVisible()) await mineIsOther.click();
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

test('kk, no script: a question with topics, one of which is followed and let go', async ({
	browser
}) => {
	const word = unique('киіз');
	const asker = await open(browser, 'graduate');
	await ask(asker, 'kk', unique('Киіз басуды кім үйретеді?'), [
		'<script>alert(1)</script>',
		`${word}, ${word.toUpperCase()}, сату`
	]);
	const topics = asker.getByRole('list', { name: t('kk', 'forum_tags') }).getByRole('link');
	await expect(topics).toHaveCount(2);

	const reader = await open(browser, 'expert');
	await reader.goto(asker.url());
	await reader.getByRole('link', { name: word }).click();
	await press(reader, 'kk', 'forum_following_tag');
	await expect(reader.getByRole('heading', { level: 1, name: word })).toBeVisible();
	await expect(reader.getByRole('button', { name: t('kk', 'forum_following_stop') })).toBeVisible();
	await reader.goto('/kk/me/following');
	await expect(reader.getByRole('link', { name: word })).toBeVisible();
	await press(reader, 'kk', 'forum_following_weekly_start');
	await expect(reader.getByText(t('kk', 'forum_following_weekly_on'))).toBeVisible();
	await press(reader, 'kk', 'forum_following_weekly_end');
	await press(reader, 'kk', 'forum_following_stop_all');
	await expect(reader.getByText(t('kk', 'forum_following_empty'), { exact: true })).toBeVisible();
});

test('ru: a topic is suggested, and added by the asker; who follows hears of the answer', async ({
	browser
}) => {
	const asker = await open(browser, 'expert');
	await ask(asker, 'ru', unique('Кто научит валять войлок?'), ['войлок']);
	const address = asker.url().split('?')[0] as string;

	const expert = await open(browser, 'graduate', true);
	await expert.goto(address);
	await press(expert, 'ru', 'forum_following_question');
	await expert.getByRole('link', { name: t('ru', 'forum_tags_suggest') }).click();
	await expectAccessible(expert);
	await expert.getByLabel(t('ru', 'forum_tags'), { exact: true }).fill('обучение');
	await press(expert, 'ru', 'forum_tags_suggest_send');
	await expect(expert.getByText(t('ru', 'forum_tags_done_suggested'))).toBeVisible();

	await asker.goto(address);
	await asker.getByRole('link', { name: /^Предложено тем/ }).click();
	await press(asker, 'ru', 'forum_tags_accept');
	await asker.goto(address);
	await expect(asker.getByRole('link', { name: 'обучение' })).toBeVisible();

	await asker.getByLabel(t('ru', 'forum_your_answer')).fill('Нашла курс в Шымкенте.');
	await press(asker, 'ru', 'forum_answer_submit');
	await expect(asker.getByText(t('ru', 'forum_done_answered'))).toBeVisible();
	await expert.goto('/ru/me/notices');
	await expect(
		expert.getByText('На вопрос, за которым вы следите, написали новый ответ.').first()
	).toBeVisible();
});
