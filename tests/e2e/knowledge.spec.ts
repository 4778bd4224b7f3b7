import { expect, test, type Browser, type Page } from '@playwright/test';
import {
	expectAccessible,
	expectNoSidewaysScroll,
	expectReadableInTheDark,
	unique
} from './support/checks';
import { t, type Locale } from './support/messages';
import { stateOf, type Who } from './support/people';

const open = async (browser: Browser, who?: Who, javaScriptEnabled = false): Promise<Page> =>
	(
		await browser.newContext({ javaScriptEnabled, ...(who && { storageState: stateOf(who) }) })
	).newPage();
const press = (page: Page, locale: Locale, key: string) =>
	page.getByRole('button', { name: t(locale, key), exact: true }).click();
/** As it is seen by somebody, now. The checks themselves need scripts. */
const check = async (browser: Browser, address: string, who?: Who) => {
	const page = await open(browser, who, true);
	await page.goto(address);
	await expectNoSidewaysScroll(page);
	await expectAccessible(page);
	await expectReadableInTheDark(page);
	await page.context().close();
};

test('kk, no script: an expert puts answers into steps, the coordinator returns and publishes, all can read and print', async ({
	browser
}) => {
	const title = unique('<b>Тауық</b> ұстаудың жолы');
	const expert = await open(browser, 'expert');
	await expert.goto('/kk/guides');
	await expert.getByRole('link', { name: t('kk', 'collections_desk') }).click();
	await expert.getByLabel(t('kk', 'collections_field_title')).fill('Қысқа');
	await press(expert, 'kk', 'collections_begin');
	await expect(expert.getByRole('alert')).toContainText(t('kk', 'collections_title_short'));
	await expert.getByLabel(t('kk', 'collections_field_title')).fill(title);
	await expert.getByLabel(t('kk', 'common_direction')).selectOption('poultry');
	await press(expert, 'kk', 'collections_begin');

	// What is typed survives a search, and each answer found becomes a step.
	await expert.getByLabel(t('kk', 'collections_field_intro')).fill('Қысқа');
	await expert.getByRole('searchbox').fill('жұмыртқа');
	await press(expert, 'kk', 'forum_find');
	await expect(expert.getByLabel(t('kk', 'collections_field_intro'))).toHaveValue('Қысқа');
	await expert
		.getByRole('button', { name: t('kk', 'collections_add') })
		.first()
		.click();
	await expect(expert.getByText(t('kk', 'collections_done_added'))).toBeVisible();
	await press(expert, 'kk', 'collections_send');
	await expect(expert.getByRole('alert')).toContainText(t('kk', 'collections_intro_short'));
	await expert
		.getByLabel(t('kk', 'collections_field_intro'))
		.fill('Жаңа бастағандарға: [су](javascript:alert(1)) мен **жем** туралы.');
	await expert.getByRole('searchbox').fill('балапан');
	await press(expert, 'kk', 'forum_find');
	await expert
		.getByRole('button', { name: t('kk', 'collections_add') })
		.first()
		.click();
	const headings = expert.getByLabel(t('kk', 'collections_heading'));
	await headings.nth(1).fill('Балапанды жылы ұстаңыз');
	await expert.getByLabel(t('kk', 'collections_place')).nth(1).fill('0');
	await press(expert, 'kk', 'collections_keep');
	await expect(headings.first()).toHaveValue('Балапанды жылы ұстаңыз');
	await check(browser, expert.url(), 'expert');
	await press(expert, 'kk', 'collections_send');
	await expect(expert.getByText(t('kk', 'collections_done_sent'))).toBeVisible();

	const reader = await open(browser, 'coordinator');
	await reader.goto('/kk/guides/desk');
	const waiting = reader.getByRole('link', { name: title });
	await expect(waiting).toContainText('Тексеруге жіберілді');
	await waiting.click();
	await check(browser, reader.url(), 'coordinator');
	await press(reader, 'kk', 'collections_return');
	await expect(reader.getByRole('alert')).toContainText(t('kk', 'collections_note_short'));
	await reader.getByLabel(t('kk', 'collections_review_note')).fill('Қандай жем екенін жазыңыз');
	await press(reader, 'kk', 'collections_return');
	await expect(reader.getByText(t('kk', 'collections_done_returned'))).toBeVisible();

	await expert.goto('/kk/me/notices');
	await expert.getByRole('link', { name: 'Нұсқаулығыңызды аздап толықтыру керек' }).first().click();
	await expect(expert.getByRole('status').getByText('Қандай жем екенін жазыңыз')).toBeVisible();
	await press(expert, 'kk', 'collections_send');
	await reader.reload();
	await reader.getByRole('link', { name: title }).click();
	await press(reader, 'kk', 'collections_publish');
	await expect(reader.getByText(t('kk', 'collections_done_published'))).toBeVisible();

	const visitor = await open(browser);
	await visitor.goto(reader.url().replace(/\?.*/, ''));
	await expect(visitor.getByRole('heading', { level: 1, name: title })).toBeVisible();
	expect(await visitor.locator('main b, main [href^="javascript"]').count()).toBe(0);
	const step = visitor.getByRole('heading', { level: 2, name: '1. Балапанды жылы ұстаңыз' });
	await expect(step).toBeVisible();
	await check(browser, visitor.url());
	await visitor.emulateMedia({ media: 'print', colorScheme: 'dark' });
	await expect(visitor.getByRole('navigation')).toBeHidden();
	await expect(visitor.locator('body')).toHaveCSS('background-color', 'rgb(255, 255, 255)');
	await expect(step).toHaveCSS('color', 'rgb(0, 0, 0)');
	await visitor.emulateMedia({ media: 'screen' });
	await visitor.locator('ol').getByRole('link').first().click();
	await expect(visitor.getByRole('link', { name: title })).toBeVisible();
});

test('ru, no script: a repeated question leads to the one that is kept, and stands by itself again when that is undone', async ({
	browser
}) => {
	const ask = async (title: string) => {
		const page = await open(browser, 'graduate');
		await page.goto('/ru/questions/ask');
		await page.getByLabel(t('ru', 'common_direction')).selectOption('poultry');
		await page.getByLabel(t('ru', 'forum_field_title')).fill(title);
		await press(page, 'ru', 'forum_publish');
		const mineIsOther = page.getByRole('button', { name: t('ru', 'forum_similar_none') });
		await expect(mineIsOther.or(page.getByText(t('ru', 'forum_done_asked')))).toBeVisible();
		if (await mineIsOther.isVisible()) await mineIsOther.click();
		await expect(page.getByText(t('ru', 'forum_done_asked'))).toBeVisible();
		return page.url().replace(/\?.*/, '');
	};
	const words = unique('Индюшата хромают');
	const [kept, repeated] = [`${words}: чем помочь?`, `${words} <i>что делать</i>?`];
	const [first, second] = [await ask(kept), await ask(repeated)];
	const peer = await open(browser, 'expert');
	await peer.goto(second);
	await peer.getByLabel(t('ru', 'forum_your_answer')).fill('Добавьте рыбий жир и мел.');
	await press(peer, 'ru', 'forum_answer_submit');

	const officer = await open(browser, 'coordinator');
	await officer.goto(second);
	await officer.getByRole('link', { name: t('ru', 'forum_duplicates_ask') }).click();
	await officer.getByRole('searchbox').fill(words);
	await press(officer, 'ru', 'forum_find');
	await check(browser, officer.url(), 'coordinator');
	await officer
		.getByRole('button', { name: `${t('ru', 'forum_duplicates_join')}: ${kept}` })
		.click();
	await expect(officer.getByText(t('ru', 'forum_duplicates_done_joined'))).toBeVisible();

	// The old address leads on, and the answer given there is read and thanked for here.
	const visitor = await open(browser);
	await visitor.goto(second);
	await expect(visitor).toHaveURL(first);
	await expect(visitor.getByRole('heading', { level: 1, name: kept })).toBeVisible();
	await expect(visitor.getByRole('heading', { level: 2, name: repeated })).toBeVisible();
	await expect(visitor.getByText('Добавьте рыбий жир и мел.')).toBeVisible();
	await check(browser, first);
	await officer.getByRole('link', { name: t('ru', 'forum_duplicates_ask') }).click();
	await press(officer, 'ru', 'forum_duplicates_undo');
	await expect(officer.getByText(t('ru', 'forum_duplicates_done_undone'))).toBeVisible();
	await visitor.context().close();
	const later = await open(browser);
	await later.goto(second);
	await expect(later.getByRole('heading', { level: 1, name: repeated })).toBeVisible();
	await expect(later.getByText('Добавьте рыбий жир и мел.')).toBeVisible();
});
