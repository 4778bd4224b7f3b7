import { expect, test, type Browser, type Page } from '@playwright/test';
import { DEMO_PASSWORD } from '../../src/lib/demo-accounts';
import { expectAccessible, expectNoSidewaysScroll } from './support/checks';
import { t } from './support/messages';
import { startOwnServer, type OwnServer } from './support/own-server';
import { BREAKOUT, strangers } from './support/strangers';

// One server for both, and so one worker.
test.describe.configure({ mode: 'default' });
let server: OwnServer;
test.beforeAll(async () => {
	test.setTimeout(120_000);
	server = await startOwnServer();
});
test.afterAll(() => server.stop());

async function signIn(browser: Browser, who: string): Promise<Page> {
	const context = await browser.newContext({ baseURL: server.url, javaScriptEnabled: false });
	const page = await context.newPage();
	await page.goto('/kk/login');
	const form = page
		.locator('main form')
		.filter({ has: page.getByLabel(t('kk', 'identity_password')) });
	await form.getByRole('textbox', { name: t('kk', 'identity_email') }).fill(`${who}@demo.kz`);
	await form.getByLabel(t('kk', 'identity_password')).fill(DEMO_PASSWORD);
	await form.getByRole('button', { name: t('kk', 'nav_login') }).click();
	await expect(page).not.toHaveURL(/login/);
	return page;
}

async function ask(page: Page, title: string): Promise<string> {
	await page.goto('/kk/questions/ask');
	await page.getByLabel(t('kk', 'common_direction')).selectOption('sewing');
	await page.getByLabel(t('kk', 'forum_field_title')).fill(title);
	await page.getByRole('button', { name: t('kk', 'forum_publish'), exact: true }).click();
	// Where there are questions like it, the site shows them before it publishes.
	const mineIsOther = page.getByRole('button', { name: t('kk', 'forum_similar_none') });
	await expect(mineIsOther.or(page.getByText(t('kk', 'forum_done_asked')))).toBeVisible();
	if (await mineIsOther.isVisible()) await mineIsOther.click();
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	return page.url().replace(/[?#].*/, '');
}

/** Where the questions of the first test stand. */
const questions: string[] = [];
const TITLES = ['Оверлок жібін неге үзе береді?', 'Мектеп формасының пішімін қайдан аламын?'];

test('kk, a phone, no script: asked, offered to who knows, answered, marked, and an expert', async ({
	browser
}) => {
	const asker = await signIn(browser, 'expert');
	for (const title of TITLES) questions.push(await ask(asker, title));

	// Twelve hours of silence: the seamstress of another region is asked, too, and told why.
	server.passHours(12.1);
	const helper = await signIn(browser, 'graduate');
	const offered = helper.getByRole('main').getByRole('heading', { level: 2 });
	await expect(async () => {
		await helper.goto('/kk/me');
		await helper.getByRole('link', { name: t('kk', 'routing_title') }).click();
		await expect(offered.filter({ hasText: TITLES[0] })).toBeVisible({ timeout: 500 });
		await expect(offered.filter({ hasText: TITLES[1] })).toBeVisible({ timeout: 500 });
	}).toPass({ timeout: 30_000 });
	await expect(helper.getByText(t('kk', 'routing_why_project')).first()).toBeVisible();
	await expect(helper.getByText(t('kk', 'routing_left_none'))).toBeVisible();

	for (const title of TITLES) {
		await helper.goto('/kk/me/questions-for-you');
		await helper
			.getByRole('listitem')
			.filter({ hasText: title })
			.getByRole('link', { name: t('kk', 'routing_answer') })
			.click();
		await expect(helper.getByRole('heading', { level: 1, name: title })).toBeVisible();
		await expect(helper.getByText(t('kk', 'routing_offered'))).toBeVisible();
		await helper.getByLabel(t('kk', 'forum_your_answer')).fill('Инесін ауыстырып, майлап көріңіз.');
		await helper.getByRole('button', { name: t('kk', 'forum_answer_submit') }).click();
		await expect(helper.getByText(t('kk', 'forum_done_answered'))).toBeVisible();
		await expect(helper.getByText(t('kk', 'routing_offered'))).toHaveCount(0);
	}

	for (const question of questions) {
		await asker.goto(question);
		await asker.getByRole('button', { name: t('kk', 'forum_accept'), exact: true }).click();
		await expect(asker.getByText(t('kk', 'forum_accepted')).first()).toBeVisible();
	}
	await asker.getByRole('button', { name: t('kk', 'forum_gone_thanks_worked') }).click();
	await expect(asker.locator('#answers')).toContainText(t('kk', 'forum_gone_thanks_worked'));
	await expect(
		asker.getByRole('button', { name: t('kk', 'forum_gone_thanks_back') })
	).toBeVisible();

	await helper.goto('/kk/me/notices');
	await expect(helper.getByRole('link', { name: 'Сізге рақмет айтты' })).toBeVisible();
	await helper.getByRole('link', { name: 'Сіз енді сарапшысыз' }).click();
	await expect(helper).toHaveURL(/\/kk\/me\/mentoring/);
	await helper.goto('/kk/experts?direction=sewing');
	await expect(helper.getByRole('listitem').filter({ hasText: 'Айгүл' }).first()).toBeVisible();
	await asker.goto(questions[0] as string);
	await expect(asker.locator('#answers')).toContainText(t('kk', 'forum_expert'));
});

test('kk, no script: "not for me" and one’s own limit; the pages can be read by everybody', async ({
	browser
}) => {
	const page = await signIn(browser, 'graduate');
	await page.goto('/kk/me/questions-for-you');
	await page.getByLabel(t('kk', 'routing_until')).fill('2020-01-01');
	await page.getByRole('button', { name: t('kk', 'routing_save') }).click();
	await expect(page.getByRole('alert')).toContainText(t('kk', 'routing_until_bad'));
	await page.getByLabel(t('kk', 'routing_until')).fill('');
	await page.getByText(t('kk', 'routing_weekly_1'), { exact: true }).click();
	await page.getByRole('button', { name: t('kk', 'routing_save') }).click();
	await expect(page.getByText(t('kk', 'routing_saved'))).toBeVisible();
	await expect(page.getByLabel(t('kk', 'routing_weekly_1'), { exact: true })).toBeChecked();

	const expert = await signIn(browser, 'expert');
	await expert.goto('/kk/me/questions-for-you');
	await expert
		.getByRole('button', { name: t('kk', 'routing_pass') })
		.first()
		.click();
	await expect(expert.getByText(t('kk', 'routing_passed'))).toBeVisible();
	const seen = await (
		await browser.newContext({
			baseURL: server.url,
			storageState: await expert.context().storageState()
		})
	).newPage();
	await seen.goto('/kk/me/questions-for-you');
	await expectAccessible(seen);
	await expectNoSidewaysScroll(seen);
});

test('kk: a name that breaks out of nothing is shown as it was typed, wherever names are', async ({
	browser
}) => {
	const owner = await signIn(browser, 'graduate');
	const rename = async (name: string): Promise<string> => {
		await owner.goto('/kk/me/record');
		const field = owner.locator('[name=full_name]');
		const before = await field.inputValue();
		await field.fill(name);
		await field.locator('xpath=ancestor::form').getByRole('button').first().click();
		await expect(owner).toHaveURL(/done|saved|record/);
		return before;
	};
	// Of a full name others see the first word and a letter: all of it in one word.
	const hostile = BREAKOUT.replaceAll(' ', '/').slice(0, 110);
	const name = await rename(hostile);
	const as = async (who: string) =>
		(
			await browser.newContext({
				baseURL: server.url,
				storageState: who ? await (await signIn(browser, who)).context().storageState() : undefined
			})
		).newPage();
	const dialogs: string[] = [];
	const walk: [who: string, shows: string[], also: string[]][] = [
		['', [questions[0] as string, '/kk/experts?direction=sewing'], ['/kk', '/kk/questions']],
		['expert', [questions[0] as string], ['/kk/me/notices', '/kk/people', '/kk/me/reputation']],
		['graduate', ['/kk/me', '/kk/me/record'], ['/kk/me/questions', '/kk/me/mentoring']],
		['coordinator', ['/kk/staff/registry?q=img'], ['/kk/staff/moderation', '/kk/demo/mailbox']]
	];
	for (const [who, shows, also] of walk) {
		const page = await as(who);
		page.on('dialog', (dialog) => (dialogs.push(page.url()), dialog.dismiss()));
		for (const path of [...shows, ...also]) {
			await page.goto(path);
			expect([path, await strangers(page)]).toEqual([path, []]);
			if (shows.includes(path))
				expect([path, await page.content()]).toEqual([
					path,
					expect.stringContaining('onerror=alert')
				]);
		}
	}
	expect(dialogs).toEqual([]);
	await rename(name);
});

test('kk, no script: two accounts become one, and whoever leaves is gone from the page just read', async ({
	browser
}) => {
	const visitor = await (
		await browser.newContext({ baseURL: server.url, javaScriptEnabled: false })
	).newPage();
	await visitor.goto(questions[0] as string);
	for (const name of ['Айгүл', 'Ерлан'])
		await expect(visitor.getByRole('main')).toContainText(name);

	const page = await signIn(browser, 'expert');
	await page.goto('/kk/me/data');
	await page.getByRole('link', { name: t('kk', 'forum_gone_join_read') }).click();
	const join = async (password: string) => {
		await page.getByLabel(t('kk', 'forum_gone_join_password')).fill(password);
		await page.getByRole('button', { name: t('kk', 'forum_gone_join_button') }).click();
	};
	const email = page.getByLabel(t('kk', 'forum_gone_join_email'));
	await email.fill('graduate@demo.kz');
	await join('not-the-password-1');
	await expect(page.getByRole('alert')).toContainText(t('kk', 'forum_gone_join_wrong'));
	await expect(email).toHaveValue('graduate@demo.kz');
	await join(DEMO_PASSWORD);
	await expect(page.getByText(t('kk', 'forum_gone_joined'))).toBeVisible();
	await page.goto('/kk/me/reputation');
	await expect(page.getByText(t('kk', 'reputation_joined'))).toBeVisible();
	await expect(page.getByText(t('kk', 'reputation_merged')).first()).toBeVisible();

	// The page that is kept for visitors is made anew, with the name that one of them typed herself.
	await visitor.goto(questions[0] as string);
	await expect(visitor.getByRole('main')).not.toContainText('Ерлан');
	await expect(visitor.getByRole('main')).toContainText('Айгүл');
	await page.goto('/kk/me/data/erase?forum=keep');
	await page.getByLabel(t('kk', 'privacy_erase_password')).fill(DEMO_PASSWORD);
	await page.getByRole('button', { name: t('kk', 'privacy_erase_button') }).click();
	await expect(page.getByRole('heading', { name: t('kk', 'privacy_erased_title') })).toBeVisible();
	await visitor.goto(questions[0] as string);
	await expect(visitor.getByRole('main')).toContainText(TITLES[0] as string);
	for (const name of ['Айгүл', 'Ерлан'])
		await expect(visitor.getByRole('main')).not.toContainText(name);
});
