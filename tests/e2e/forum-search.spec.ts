import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/checks';
import { t } from './support/messages';
import { stateOf } from './support/people';

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });

	test('a visitor searches with a slip and another ending, filters, and is told the order', async ({
		page
	}) => {
		await page.goto('/kk/questions');
		await page.getByRole('searchbox').fill('тауыктарым жұмырқаламай');
		await page.getByRole('button', { name: t('kk', 'forum_find') }).click();
		await expect(page.getByText(t('kk', 'forum_search_order_words'))).toBeVisible();
		await expect(
			page.getByRole('link', { name: 'Тауықтар қарашада жұмыртқалауды қойды' })
		).toBeVisible();
		await page.goto('/kk/questions?locale=ru&state=solved');
		const languages = await page
			.getByRole('main')
			.locator('li a > span:first-child')
			.evaluateAll((titles) => titles.map((title) => title.getAttribute('lang')));
		expect(languages.length).toBeGreaterThan(0);
		expect(new Set(languages)).toEqual(new Set(['ru']));
		await expect(page.getByLabel(t('kk', 'forum_search_state'))).toHaveValue('solved');
		await expectNoSidewaysScroll(page);
	});
});

test.describe('a graduate without scripts', () => {
	test.use({ javaScriptEnabled: false, storageState: stateOf('expert') });

	test('sees questions like hers before hers is published, with all that she typed', async ({
		page
	}) => {
		await page.goto('/kk/questions/ask');
		const title = page.getByLabel(t('kk', 'forum_field_title'));
		await page.getByLabel(t('kk', 'common_direction')).selectOption('poultry');
		await title.fill('Тауыктарым карашада жумырткаламай кетти');
		await page.getByLabel(t('kk', 'forum_field_body')).fill('Елу тауық, жемі жақсы.');
		await page.getByRole('button', { name: t('kk', 'forum_publish') }).click();
		await expect(page.getByText(t('kk', 'forum_similar_title'))).toBeVisible();
		await expect(page.getByRole('link', { name: 'жұмыртқалауды қойды' })).toBeVisible();
		await expect(title).toHaveValue('Тауыктарым карашада жумырткаламай кетти');
		await expect(page.getByLabel(t('kk', 'forum_field_body'))).toHaveValue(
			'Елу тауық, жемі жақсы.'
		);
		await expect(page.getByRole('button', { name: t('kk', 'forum_similar_none') })).toBeVisible();
	});

	test('finds nothing, looks for one word of it, asks it, and is led to each mistake', async ({
		page
	}) => {
		const words = 'түйеқұс балапаны';
		await page.goto(`/kk/questions?q=${words}&state=solved`);
		await expect(page).toHaveTitle(new RegExp(words));
		await expect(page.getByRole('link', { name: 'балапаны', exact: true })).toHaveAttribute(
			'href',
			`/kk/questions?${new URLSearchParams({ q: 'балапаны' })}`
		);
		await expect(page.getByRole('link', { name: t('kk', 'forum_none_unfiltered') })).toBeVisible();
		await page.getByRole('link', { name: t('kk', 'forum_none_ask') }).click();
		const title = page.getByLabel(t('kk', 'forum_field_title'));
		await expect(title).toHaveValue(words);
		await page.getByRole('button', { name: t('kk', 'forum_publish') }).click();
		await expect(page.getByRole('alert')).toBeFocused();
		await expect(page).toHaveTitle(new RegExp(t('kk', 'common_error_summary')));
		await page.keyboard.press('Tab');
		await page.keyboard.press('Enter');
		await page.keyboard.press('Tab');
		await expect(title).toBeFocused();
		await expect(title).toHaveValue(words);
	});
});

test('kk: questions like it are shown while a title is typed, and the region is a choice', async ({
	browser
}) => {
	const page = await (await browser.newContext({ storageState: stateOf('expert') })).newPage();
	await page.goto('/kk/questions/ask');
	const region = page.getByLabel(t('kk', 'forum_field_region'));
	await expect(region).toHaveValue('KZ-23');
	await region.selectOption('');
	const title = page.getByLabel(t('kk', 'forum_field_title'));
	await title.fill('Тауыктарым карашада жумырткаламай кетти');
	await expect(page.getByRole('status').getByText(t('kk', 'forum_similar_typed'))).toBeVisible();
	const old = page.getByRole('link', { name: 'жұмыртқалауды қойды' });
	await expect(old).toBeVisible();
	await expectAccessible(page);
	await expectNoSidewaysScroll(page);
	await title.fill('Сиыр');
	await expect(old).toBeHidden();
	await page.getByLabel(t('kk', 'common_direction')).selectOption('other');
	await page.getByRole('button', { name: t('kk', 'forum_writing_preview') }).click();
	await expect(region).toHaveValue('');
});

test('machines find the question at home, its other languages, its answers, and no name', async ({
	page,
	request
}) => {
	await page.goto('/ru/questions?q=тауық&state=solved');
	const path = await page
		.getByRole('main')
		.locator('li a[href*="/questions/0"]')
		.first()
		.getAttribute('href');
	await page.goto(path as string);
	const name = await page
		.getByRole('article')
		.first()
		.locator('.font-semibold')
		.first()
		.innerText();
	const home = (path as string).replace('/ru/', '/kk/');
	// The same words in a page of each language: each stands for itself, and one of them is at home.
	const [canonical, otherwise] = ['[rel=canonical]', '[hreflang=x-default]'];
	await expect(page.locator(`link${canonical}`)).toHaveAttribute('href', new RegExp(`${path}$`));
	await expect(page.locator(`link${otherwise}`)).toHaveAttribute('href', new RegExp(`${home}$`));
	await expect(page.locator('link[hreflang]')).toHaveCount(4);
	const json = await page.locator('script[type="application/ld+json"]').textContent();
	const { mainEntity } = JSON.parse(json as string);
	expect(mainEntity.name).toBe(await page.getByRole('heading', { level: 1 }).innerText());
	expect(mainEntity.acceptedAnswer.text.length).toBeGreaterThan(10);
	await expectAccessible(page);

	const feed = await request.get('/feeds/questions.xml?locale=kk');
	expect(feed.headers()['content-type']).toContain('application/atom+xml');
	expect((await feed.text()).match(/<entry/g)?.length).toBe(20);
	for (const text of [json as string, await feed.text()]) expect(text).not.toContain(name);
	const robots = await (await request.get('/robots.txt')).text();
	expect(robots).toContain('Disallow: /kk/people');
	const [, sitemap = ''] = /Sitemap: https?:\/\/[^/]+(\S+)/.exec(robots) ?? [];
	expect(await (await request.get(sitemap)).text()).toContain(home);
});

test('caches may keep what a visitor reads, and nothing of anybody who is signed in', async ({
	playwright,
	baseURL
}) => {
	const headers = async (storageState?: string) => {
		const reader = await playwright.request.newContext({ baseURL, storageState });
		const response = await reader.get('/kk/questions');
		await reader.dispose();
		return response.headers();
	};
	const open = await headers();
	expect(open['cache-control']).toContain('s-maxage=60');
	expect(open.vary).toContain('Cookie');
	expect(open.etag).toBeTruthy();
	expect((await headers(stateOf('graduate')))['cache-control']).toBe('private, no-cache');
});
