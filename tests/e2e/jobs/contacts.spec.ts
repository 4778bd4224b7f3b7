import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from '../support/checks';
import { t, type Locale } from '../support/messages';
import { FIRST_LETTERS, stateOf } from '../support/people';

/** A number nobody else in this run uses. */
const number = () => `0${Math.floor(100_000 + Math.random() * 899_999)}`;
const spoken = (tail: string) => `+7 702 ${tail.slice(0, 3)} ${tail.slice(3, 5)} ${tail.slice(5)}`;
const card = (page: Page, text: string) => page.getByRole('listitem').filter({ hasText: text });
const press = (page: Page, locale: Locale, key: string) =>
	page.getByRole('button', { name: t(locale, key) }).click();
/** axe is itself a script: where scripts are off, the same page is judged by its width alone. */
async function expectWellMade(page: Page, scripts: boolean | undefined): Promise<void> {
	if (scripts !== false) await expectAccessible(page);
	await expectNoSidewaysScroll(page);
}

test.describe('a graduate’s contacts', () => {
	test.use({ storageState: stateOf('graduate') });

	for (const locale of ['kk', 'ru'] satisfies Locale[])
		test(`${locale}: a number is added, put right and removed`, async ({
			page,
			javaScriptEnabled
		}) => {
			const [first, second] = [number(), number()];
			await page.goto(`/${locale}/me/contacts`);
			await expectWellMade(page, javaScriptEnabled);
			await page.getByRole('link', { name: t(locale, 'contacts_add_phone') }).click();
			await page.getByLabel(t(locale, 'contacts_label_phone')).fill(`8 (702) ${first}`);
			await press(page, locale, 'contacts_save');
			await expect(page.getByRole('status')).toContainText(t(locale, 'contacts_done_saved'));
			await expect(card(page, spoken(first))).toContainText(t(locale, 'contacts_state_new'));

			await card(page, spoken(first)).getByRole('link').click();
			await expectWellMade(page, javaScriptEnabled);
			await page.getByLabel(t(locale, 'contacts_label_phone')).fill(`702${second}`);
			await press(page, locale, 'contacts_save');
			await expect(card(page, spoken(second))).toBeVisible();
			await expect(card(page, spoken(first))).toHaveCount(0);

			await card(page, spoken(second)).getByRole('link').click();
			await press(page, locale, 'contacts_remove');
			await expect(page.getByRole('status')).toContainText(t(locale, 'contacts_done_removed'));
			await expect(card(page, spoken(second))).toHaveCount(0);
		});

	test('a number that is none is answered beside its field, and stays typed', async ({
		page,
		javaScriptEnabled
	}) => {
		await page.goto('/kk/me/contacts/edit?kind=phone');
		await page.getByLabel(t('kk', 'contacts_label_phone')).fill('+7 916 123 45 67');
		await press(page, 'kk', 'contacts_save');
		await expect(page.getByRole('alert')).toContainText(t('kk', 'contacts_wrong_phone_foreign'));
		await expect(page.getByLabel(t('kk', 'contacts_label_phone'))).toHaveValue('+7 916 123 45 67');
		await expectWellMade(page, javaScriptEnabled);
	});

	test('a trusted person needs a name and a relation', async ({ page }) => {
		await page.goto('/ru/me/contacts/edit?kind=trusted_person');
		await expect(page.getByText(t('ru', 'contacts_trusted_ask'))).toBeVisible();
		await press(page, 'ru', 'contacts_save');
		await expect(page.getByRole('alert').getByRole('link')).toHaveCount(3);
		const tail = number();
		await page.getByLabel(t('ru', 'contacts_trusted_name')).fill('Гүлнар апай');
		await page.getByLabel(t('ru', 'contacts_trusted_relation')).fill('мама');
		await page.getByLabel(t('ru', 'contacts_label_trusted_person')).fill(`8702${tail}`);
		await press(page, 'ru', 'contacts_save');
		await expect(card(page, spoken(tail))).toContainText('Гүлнар апай · мама');
	});

	test('somebody else’s contact is not there', async ({ page }) => {
		const response = await page.goto(
			'/kk/me/contacts/edit?kind=phone&id=00000000-0000-7000-8000-000000000000'
		);
		expect(response?.status()).toBe(404);
	});
});

test('an e-mail is added with the code from the letter', async ({ browser, javaScriptEnabled }, {
	project
}) => {
	// A person has one open code, and both projects run at the same time: each has its own person.
	const storageState = stateOf(project.name === 'js' ? 'expert' : 'graduate');
	const page = await (await browser.newContext({ storageState })).newPage();
	const address = `${unique('post').replace(' ', '-')}@poshta.kz`;
	await page.goto('/kk/me/contacts/edit?kind=email');
	await page.getByLabel(t('kk', 'contacts_label_email')).fill(address.toUpperCase());
	await press(page, 'kk', 'contacts_send_code');
	await expect(page.getByText(t('kk', 'contacts_code_sent', { address }))).toBeVisible();
	await expectWellMade(page, javaScriptEnabled);
	await page.getByLabel(t('kk', 'identity_code')).fill('12');
	await press(page, 'kk', 'contacts_code_confirm');
	await expect(page.getByRole('alert')).toContainText(t('kk', 'contacts_code_length'));

	const code = await inMailbox(page, async () => {
		const mail = page.getByRole('article').filter({ hasText: address });
		return /\b\d{6}\b/.exec((await mail.textContent({ timeout: 500 })) ?? '')?.[0];
	});
	await page.goto('/kk/me/contacts/code');
	await page.getByLabel(t('kk', 'identity_code')).fill(code);
	await press(page, 'kk', 'contacts_code_confirm');
	await expect(page.getByRole('status')).toContainText(t('kk', 'contacts_done_confirmed'));
	await expect(card(page, address)).toBeVisible();
});

test('whoever holds the link of a letter answers with one button', async ({
	page,
	javaScriptEnabled
}, { project }) => {
	// The worker asked some of the demo's people when it began; each project answers for another one.
	const links = JSON.parse(readFileSync(FIRST_LETTERS, 'utf8')) as string[];
	const href = links[project.name === 'js' ? 0 : 1] as string;
	const locale = href.split('/').at(-3) as Locale;
	const path = new URL(href, 'http://localhost').pathname;
	for (let look = 0; look < 2; look++) {
		await page.goto(path);
		await expect(
			page.getByRole('heading', { level: 1, name: t(locale, 'contacts_check_title') })
		).toBeVisible();
	}
	await expectWellMade(page, javaScriptEnabled);
	await press(page, locale, 'contacts_check_yes');
	await expect(page.getByText(t(locale, 'contacts_check_yes_text'))).toBeVisible();
	await expectWellMade(page, javaScriptEnabled);

	await page.goto(path);
	await expect(page.getByText(t(locale, 'contacts_check_used'))).toBeVisible();
	const forged = await page.goto(path.replace(/.{8}$/, '00000000'));
	expect(forged?.status()).toBe(404);
	await expect(page.getByText(t(locale, 'contacts_check_unknown_text'))).toBeVisible();
});

/** Looks into the demo's mailbox until the worker has delivered what is wanted. */
async function inMailbox(
	page: Page,
	find: () => Promise<string | null | undefined>
): Promise<string> {
	let found = '';
	await expect(async () => {
		await page.goto('/kk/demo/mailbox');
		found = (await find()) ?? '';
		expect(found).not.toBe('');
	}).toPass();
	return found;
}
