import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from './support/checks';
import { t } from './support/messages';
import { stateOf, type Who } from './support/people';

const NOWHERE = `/u/${'0'.repeat(32)}`;
/** Nobody else's tests refer anybody to it. */
const PROGRAMME = 'auyl-amanaty';

test('a link that no message held is answered kindly, in the reader’s language', async ({
	page
}) => {
	const response = await page.goto(NOWHERE);
	expect(response?.status()).toBe(404);
	await expect(page).toHaveURL(new RegExp(`/ru${NOWHERE}$`));
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		t('ru', 'messaging_unknown_title')
	);
	await expectAccessible(page);
	await expectNoSidewaysScroll(page);
});

test('only the link itself takes a form from no site at all', async ({ request }) => {
	const tap = (path: string) =>
		request.post(path, { headers: { origin: '' }, form: { 'List-Unsubscribe': 'One-Click' } });
	expect((await tap(NOWHERE)).status()).toBe(404);
	expect((await tap(`/kk${NOWHERE}`)).status()).toBe(403);
	expect((await tap('/kk/login')).status()).toBe(403);
});

test('the bot’s webhook is not there where no bot is', async ({ request }) => {
	expect((await request.post('/webhooks/telegram', { data: {} })).status()).toBe(404);
});

test.describe('without scripts', () => {
	test.use({ javaScriptEnabled: false });
	const save = async (page: Page, wanted: boolean) => {
		const offers = page.getByRole('checkbox', { name: t('kk', 'messaging_topic_offers') });
		await offers.setChecked(wanted);
		await page.getByRole('button', { name: t('kk', 'messaging_save') }).click();
		await expect(page.getByText(t('kk', 'messaging_saved'))).toBeVisible();
		await expect(offers).toBeChecked({ checked: wanted });
	};

	test('offers of programmes are ended by one tap in the mail, and asked for again', async ({
		browser,
		request
	}) => {
		const as = async (who: Who) =>
			(
				await browser.newContext({ storageState: stateOf(who), javaScriptEnabled: false })
			).newPage();
		const officer = await as('officer');
		await officer.goto('/kk/staff/candidates?q=Kasymova');
		const row = officer.getByRole('listitem').filter({ hasText: 'Айгүл Қасымова' });
		await row.getByRole('link', { name: t('kk', 'programmes_refer') }).click();
		await officer.getByLabel(t('kk', 'programmes_programme')).selectOption(PROGRAMME);
		await officer.getByRole('button', { name: t('kk', 'programmes_refer_send') }).click();
		await expect(officer.getByText(t('kk', 'programmes_refer_done'))).toBeVisible();

		const graduate = await as('graduate');
		const mail = graduate.getByRole('article').filter({ hasText: 'Ауыл аманаты' });
		const link = mail.getByRole('link', { name: /\/u\/[0-9a-f]{32}$/ }).first();
		await expect(async () => {
			await graduate.goto('/kk/demo/mailbox');
			await expect(link).toBeVisible({ timeout: 1000 });
		}).toPass();
		const address = (await link.getAttribute('href')) as string;
		await link.click();
		await expect(graduate).toHaveURL(/\/kk\/u\//);
		await expect(graduate.getByText(t('kk', 'messaging_stop_offers'))).toBeVisible();
		await graduate.getByRole('button', { name: t('kk', 'messaging_stop_button') }).click();
		await expect(graduate.getByRole('heading', { level: 1 })).toHaveText(
			t('kk', 'messaging_stopped_title')
		);

		await graduate.goto('/kk/me/notifications');
		await save(graduate, true);
		// The tap of a mail program: no site, no cookie, and no way on.
		const tap = await request.post(address, {
			form: { 'List-Unsubscribe': 'One-Click' },
			maxRedirects: 0
		});
		expect(tap.status()).toBe(200);
		await graduate.goto('/kk/me/notifications');
		await save(graduate, true);
	});
});
