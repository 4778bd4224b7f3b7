import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from '../support/checks';
import { t, type Locale } from '../support/messages';
import { stateOf, type Who } from '../support/people';

// A profile is one row: of the two ways (scripts on and off) that run at once each writes another's,
// and the languages take turns.
test.describe.configure({ mode: 'serial' });

const PEOPLE = {
	graduate: { name: 'Айгүл Қасымова', spellings: ['Kasymova', 'Касимва'] },
	expert: { name: 'Ерлан Сәбитов', spellings: ['Sabitov', 'Сабитв'] }
};
const open = async (browser: Browser, who: Who): Promise<Page> =>
	(await browser.newContext({ storageState: stateOf(who) })).newPage();

for (const [n, locale] of (['kk', 'ru'] satisfies Locale[]).entries())
	test(`${locale}: one tells about oneself, another finds it and sees what is shown`, async ({
		browser,
		javaScriptEnabled
	}) => {
		const [writes, reads] = javaScriptEnabled
			? (['graduate', 'expert'] as const)
			: (['expert', 'graduate'] as const);
		const { name, spellings } = PEOPLE[writes];
		const now = unique(locale === 'kk' ? 'Жаңа тапсырыс аламын' : 'Беру новые заказы');
		const story = unique(locale === 'kk' ? 'Қиын қыс болды' : 'Была трудная зима');

		const writer = await open(browser, writes);
		await writer.goto(`/${locale}/me/profile`);
		await writer.getByLabel(t(locale, 'profiles_field_now'), { exact: true }).fill(now);
		await writer.getByLabel(t(locale, 'profiles_story'), { exact: true }).fill(story);
		await writer
			.getByLabel(`${t(locale, 'profiles_see')}: ${t(locale, 'profiles_field_story')}`)
			.selectOption(t(locale, 'profiles_level_region'));
		await writer.getByRole('button', { name: t(locale, 'profiles_save') }).click();
		await expect(writer.getByText(t(locale, 'profiles_saved'))).toBeVisible();

		await writer.getByRole('link', { name: t(locale, 'profiles_preview') }).click();
		await expect(writer.getByText(now)).toBeVisible();
		await expect(writer.getByText(story)).toHaveCount(0);
		await writer.getByRole('link', { name: t(locale, 'profiles_preview_region') }).click();
		await expect(writer.getByText(story)).toBeVisible();

		const reader = await open(browser, reads);
		await reader.goto(`/${locale}/people`);
		await reader.getByLabel(t(locale, 'profiles_people_q')).fill(spellings[n] as string);
		await reader.getByRole('button', { name: t(locale, 'common_search') }).click();
		await reader.getByRole('link', { name }).click();
		await expect(reader.getByRole('heading', { level: 1, name })).toBeVisible();
		await expect(reader.getByText(now)).toBeVisible();
		await expect(reader.getByText(story)).toHaveCount(0);
		if (javaScriptEnabled) {
			// The checks themselves are scripts.
			await expectAccessible(reader);
			await expectNoSidewaysScroll(reader);
		}

		await writer.goto(`/${locale}/me/profile`);
		await writer.getByRole('button', { name: t(locale, 'profiles_listed_no') }).click();
		await expect(writer.getByText(t(locale, 'profiles_listed_off'))).toBeVisible();
		expect((await reader.reload())?.status()).toBe(404);
		await writer.getByRole('button', { name: t(locale, 'profiles_listed_yes') }).click();
		await expect(writer.getByText(t(locale, 'profiles_listed_on'))).toBeVisible();
		expect((await reader.reload())?.status()).toBe(200);
	});

test('what was typed stays when something is wrong', async ({ browser, javaScriptEnabled }) => {
	const page = await open(browser, javaScriptEnabled ? 'graduate' : 'expert');
	await page.goto('/kk/me/profile');
	await page.getByLabel(t('kk', 'profiles_skills')).fill('пішу, өлшем алу');
	await page.getByLabel(t('kk', 'profiles_instagram')).fill('javascript:alert(1)');
	await page.getByRole('button', { name: t('kk', 'profiles_save') }).click();
	await expect(page.getByRole('alert')).toContainText(t('kk', 'profiles_error_instagram'));
	await expect(page.getByLabel(t('kk', 'profiles_skills'))).toHaveValue('пішу, өлшем алу');
	await expect(page.getByLabel(t('kk', 'profiles_instagram'))).toHaveValue('javascript:alert(1)');
});

test('a region is chosen on the map with the keyboard', async ({ browser }) => {
	const page = await open(browser, 'officer');
	await page.setViewportSize({ width: 320, height: 640 });
	await page.goto('/kk/people');
	const tile = page
		.getByRole('navigation', { name: t('kk', 'profiles_map_title') })
		.getByRole('link', { name: /^Түркістан облысы: / });
	await tile.focus();
	await page.keyboard.press('Enter');
	await expect(page).toHaveURL(/\/kk\/people\?region=KZ-61$/);
	for (const row of await page
		.getByRole('main')
		.getByRole('listitem')
		.filter({ has: page.getByRole('heading') })
		.all())
		await expect(row).toContainText('Түркістан облысы');
});
