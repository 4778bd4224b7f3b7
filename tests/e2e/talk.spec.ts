import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from './support/checks';
import { t, type Locale } from './support/messages';
import { stateOf, type Who } from './support/people';

// One pair of people, one conversation at a time.
test.describe.configure({ mode: 'serial' });

const NAMES = { graduate: 'Айгүл Қасымова', expert: 'Ерлан Сәбитов' };
const open = async (browser: Browser, who: Who, javaScriptEnabled = false): Promise<Page> =>
	(await browser.newContext({ storageState: stateOf(who), javaScriptEnabled })).newPage();
const press = (page: Page, locale: Locale, key: string) =>
	page.getByRole('button', { name: t(locale, key), exact: true }).click();
/** The ways out of a conversation lie behind one line. */
const showWaysOut = (page: Page, locale: Locale) =>
	page.getByText(t(locale, 'talk_end_title')).click();

async function findAndWrite(page: Page, locale: Locale, name: string, words: string) {
	await page.goto(`/${locale}/people`);
	await page.getByLabel(t(locale, 'profiles_people_q')).fill(name);
	await press(page, locale, 'common_search');
	await page.getByRole('link', { name }).click();
	await page.getByRole('link', { name: t(locale, 'talk_write'), exact: true }).click();
	await page.getByLabel(t(locale, 'talk_body')).fill('қысқа');
	await press(page, locale, 'common_send');
	await expect(page.getByRole('alert')).toContainText(t(locale, 'talk_error_short'));
	await expect(page.getByLabel(t(locale, 'talk_body'))).toHaveValue('қысқа');
	await page.getByLabel(t(locale, 'talk_body')).fill(words);
	await press(page, locale, 'common_send');
	await expect(page.getByText(t(locale, 'talk_sent'))).toBeVisible();
}

test('kk: one writes, the other answers with a number of theirs, and blocks', async ({
	browser
}) => {
	const question = unique('Инкубаторды қайдан алған дұрыс?');
	const writer = await open(browser, 'graduate');
	await findAndWrite(writer, 'kk', NAMES.expert, question);

	const reader = await open(browser, 'expert');
	await reader.goto('/kk/me/messages');
	const row = reader.getByRole('listitem').filter({ hasText: NAMES.graduate });
	await expect(row.getByText(t('kk', 'talk_unread'), { exact: true })).toBeVisible();
	await row.getByRole('link', { name: NAMES.graduate }).click();
	await expect(reader.getByText(question)).toBeVisible();
	await reader.getByLabel(t('kk', 'talk_reply')).fill('Хабарласыңыз, айтып берейін');
	const share = reader.getByLabel(t('kk', 'talk_share'));
	const number = (await share.getByRole('option').nth(1).textContent()) as string;
	await share.selectOption({ index: 1 });
	await press(reader, 'kk', 'common_send');
	await expect(reader.getByText(t('kk', 'talk_answered'))).toBeVisible();

	await writer.reload();
	await expect(writer.getByRole('link', { name: number })).toBeVisible();
	await showWaysOut(reader, 'kk');
	await press(reader, 'kk', 'talk_block');
	await expect(reader.getByText(t('kk', 'talk_blocked_done'))).toBeVisible();

	// The one who is blocked is told that it has ended, and finds no other way.
	await writer.reload();
	await expect(writer.getByText(t('kk', 'talk_thread_closed'))).toBeVisible();
	await expect(writer.getByLabel(t('kk', 'talk_reply'))).toHaveCount(0);
	await writer.getByRole('heading', { level: 1 }).getByRole('link').click();
	await expect(writer.getByText(t('kk', 'talk_bar_unreachable'))).toBeVisible();

	await reader.goto('/kk/me/messages/blocked');
	await reader
		.getByRole('button', { name: t('kk', 'talk_unblock_whom', { name: NAMES.graduate }) })
		.click();
	await expect(reader.getByText(t('kk', 'talk_unblocked'))).toBeVisible();
});

test('ru: a conversation is reported, an officer suspends its writer, and lifts it again', async ({
	browser
}) => {
	const bait = unique('Пришлите денег, верну завтра');
	const writer = await open(browser, 'expert');
	await findAndWrite(writer, 'ru', NAMES.graduate, bait);

	const reader = await open(browser, 'graduate');
	await reader.goto('/ru/me/messages');
	await reader.getByRole('link', { name: NAMES.expert }).first().click();
	await showWaysOut(reader, 'ru');
	await reader.getByRole('link', { name: t('ru', 'talk_report'), exact: true }).click();
	await press(reader, 'ru', 'talk_report_send');
	await expect(reader.getByRole('alert')).toContainText(t('ru', 'error_choose'));
	await reader.getByLabel(t('ru', 'talk_reason_fraud')).check();
	await press(reader, 'ru', 'talk_report_send');
	await expect(reader.getByText(t('ru', 'talk_reported'))).toBeVisible();

	const officer = await open(browser, 'officer');
	await officer.goto('/ru/staff/registry');
	await officer.locator('summary', { hasText: t('ru', 'programmes_staff_menu') }).click();
	await officer.getByRole('link', { name: t('ru', 'talk_reports') }).click();
	await officer.getByRole('link', { name: NAMES.expert }).first().click();
	await expect(officer.getByText(bait)).toBeVisible();
	await officer.getByLabel(t('ru', 'talk_decision_suspended')).check();
	await press(officer, 'ru', 'talk_decide_button');
	await expect(officer.getByRole('alert')).toContainText(t('ru', 'talk_error_days'));
	await officer.getByLabel(t('ru', 'talk_days'), { exact: true }).selectOption('7');
	await press(officer, 'ru', 'talk_decide_button');
	await expect(officer.getByText(t('ru', 'talk_decided'))).toBeVisible();

	const shut = writer.getByText(t('ru', 'talk_bar_suspended', { date: '' }).trim());
	await writer.reload();
	await expect(shut).toBeVisible();
	await press(officer, 'ru', 'talk_lift');
	await expect(officer.getByRole('status')).toContainText(t('ru', 'talk_lifted'));
	await writer.reload();
	await expect(shut).toHaveCount(0);
	await expect(writer.getByLabel(t('ru', 'talk_reply'))).toBeVisible();
});

test('who has room is found in the directory, by the direction they offer', async ({ browser }) => {
	const mentor = await open(browser, 'expert');
	await mentor.goto('/kk/me/mentoring');
	await mentor.getByRole('main').locator('summary').first().click();
	await mentor.getByRole('checkbox', { name: 'Құс шаруашылығы' }).check();
	await mentor.getByLabel(t('kk', 'talk_mentoring_topics')).fill('Инкубатор, жем');
	await press(mentor, 'kk', 'talk_save');
	await expect(mentor.getByText(t('kk', 'talk_saved'))).toBeVisible();

	const page = await open(browser, 'graduate');
	await page.goto('/kk/people');
	await page.getByText(t('kk', 'common_filters'), { exact: true }).click();
	await page.getByLabel(t('kk', 'common_direction')).selectOption('poultry');
	await page.getByLabel(t('kk', 'profiles_people_mentors')).check();
	await press(page, 'kk', 'common_filter');
	await page.getByRole('link', { name: NAMES.expert }).click();
	await expect(page.getByText('Инкубатор, жем')).toBeVisible();
});

test('the pages of a conversation and of a report can be read by everybody', async ({
	browser
}) => {
	const check = async (page: Page) => {
		await expectAccessible(page);
		await expectNoSidewaysScroll(page);
	};
	const graduate = await open(browser, 'graduate', true);
	await graduate.goto('/kk/me/messages');
	await graduate.getByRole('link', { name: NAMES.expert }).first().click();
	await check(graduate);
	const person = await graduate
		.getByRole('heading', { level: 1 })
		.getByRole('link')
		.getAttribute('href');
	for (const page of [`${graduate.url()}/report`, `${person}`, `${person}/write`]) {
		await graduate.goto(page);
		await check(graduate);
	}
	const officer = await open(browser, 'officer', true);
	await officer.goto('/ru/staff/reports');
	await officer.getByRole('link', { name: NAMES.expert }).first().click();
	await check(officer);
});
