import { expect, test, type Page } from '@playwright/test';
import { readFileSync } from 'node:fs';
import { strFromU8, unzipSync } from 'fflate';
import { expectAccessible, unique } from '../support/checks';
import { t, type Locale } from '../support/messages';
import { stateOf, type Who } from '../support/people';

const LOCALES: Locale[] = ['kk', 'ru'];
/** Each run answers another question, and none on which another test relies. */
const QUESTIONS: Record<string, string> = {
	js: 'privacy_purpose_referrals',
	'no-js': 'privacy_purpose_followup'
};
/** Each run downloads somebody else's data: downloads are counted. */
const SPEAKERS: Record<string, Who> = {
	js: 'graduate',
	'no-js': 'expert'
};
const PASSWORD = 'Kokshetau-71-kol';

/** One after the other: both languages answer the same question of one person. */
test('a person takes a consent back, gives it again, and finds both in the history', async ({
	browser
}, { project }) => {
	const context = await browser.newContext({
		storageState: stateOf('expert'),
		javaScriptEnabled: project.name === 'js'
	});
	const page = await context.newPage();
	for (const locale of LOCALES) {
		await page.goto(`/${locale}/me/privacy`);
		const card = page.getByRole('region', { name: t(locale, QUESTIONS[project.name] as string) });
		const give = card.getByRole('button', { name: t(locale, 'privacy_give') });
		const withdraw = card.getByRole('button', { name: t(locale, 'privacy_withdraw') });
		if (await give.isVisible()) await give.click();
		await expect(card).toContainText(t(locale, 'privacy_holds'));
		await withdraw.click();
		await expect(page.getByRole('status')).toContainText(t(locale, 'privacy_done'));
		await expect(card).toContainText(t(locale, 'privacy_refused'));
		await give.click();
		await expect(card).toContainText(t(locale, 'privacy_holds'));
		await page.locator('summary', { hasText: historyOf(locale) }).click();
		const history = page.locator('details ol');
		await expect(history).toContainText(t(locale, `common_language_${locale}`));
	}
	await context.close();
});

const historyOf = (locale: Locale) => t(locale, 'privacy_history').split('{')[0] as string;

for (const locale of LOCALES)
	test(`${locale}: a person downloads everything and can read it`, async ({ browser }, {
		project
	}) => {
		const who = SPEAKERS[project.name] as Who;
		const context = await browser.newContext({
			storageState: stateOf(who),
			javaScriptEnabled: project.name === 'js'
		});
		const page = await context.newPage();
		await page.goto(`/${locale}/me/data`);
		const waiting = page.waitForEvent('download');
		await page.getByRole('button', { name: t(locale, 'privacy_export_button') }).click();
		const file = await waiting;
		expect(file.suggestedFilename()).toBe('jalgas.zip');
		const files = unzipSync(readFileSync(await file.path()));
		const readable = strFromU8(files['data.html'] as Uint8Array);
		expect(readable).toContain(`<html lang="${locale}">`);
		expect(readable).toContain(t(locale, 'privacy_section_contacts'));
		expect(readable).toContain(`${who}@demo.kz`);
		const data = JSON.parse(strFromU8(files['data.json'] as Uint8Array));
		expect(data.account[0].email).toBe(`${who}@demo.kz`);
		await context.close();
	});

/** A new account, by the code in its mail. */
async function join(page: Page, locale: Locale): Promise<string> {
	const email = `${unique('leaver').replace(' ', '-')}@test.kz`;
	await page.goto(`/${locale}/join`);
	await page.getByRole('textbox', { name: t(locale, 'identity_email') }).fill(email);
	await page.getByLabel(t(locale, 'identity_password')).fill(PASSWORD);
	await page.getByRole('checkbox', { name: t(locale, 'identity_terms') }).check();
	await page
		.getByRole('main')
		.getByRole('button', { name: t(locale, 'identity_join_title') })
		.click();
	await expect(page).toHaveURL(/\/join\/code/);
	const mailbox = await page.context().newPage();
	await mailbox.goto(`/${locale}/demo/mailbox`);
	const code = await mailbox
		.getByRole('article')
		.filter({ hasText: email })
		.locator('strong')
		.first()
		.innerText();
	await mailbox.close();
	await page.getByLabel(t(locale, 'identity_code')).fill(code);
	await page.getByRole('button', { name: t(locale, 'identity_join_confirm') }).click();
	await expect(page).toHaveURL(/\/join\/claim/);
	return email;
}

for (const locale of LOCALES)
	test(`${locale}: a person leaves for good`, async ({ page }) => {
		const email = await join(page, locale);
		await page.goto(`/${locale}/me/data`);
		await page.getByRole('link', { name: t(locale, 'privacy_erase_read') }).click();
		await page.getByRole('radio', { name: t(locale, 'privacy_forum_delete') }).check();
		await page.getByRole('button', { name: t(locale, 'privacy_erase_next') }).click();
		await expect(page.getByRole('main')).toContainText(t(locale, 'privacy_erase_with_delete'));

		const password = page.getByLabel(t(locale, 'privacy_erase_password'), { exact: true });
		await password.fill('Not-my-password-1');
		await page.getByRole('button', { name: t(locale, 'privacy_erase_button') }).click();
		await expect(page.getByRole('alert')).toContainText(t(locale, 'privacy_erase_password_wrong'));

		await password.fill(PASSWORD);
		await page.getByRole('button', { name: t(locale, 'privacy_erase_button') }).click();
		await expect(
			page.getByRole('heading', { level: 1, name: t(locale, 'privacy_erased_title') })
		).toBeVisible();
		await page.goto(`/${locale}/me`);
		await expect(page).toHaveURL(/\/login/);

		const form = page
			.getByRole('main')
			.locator('form')
			.filter({ has: page.getByLabel(t(locale, 'identity_password')) });
		await form.getByRole('textbox', { name: t(locale, 'identity_email') }).fill(email);
		await form.getByLabel(t(locale, 'identity_password')).fill(PASSWORD);
		await form.getByRole('button', { name: t(locale, 'nav_login') }).click();
		await expect(page.getByRole('alert')).toContainText(t(locale, 'identity_wrong_password'));
	});

test('staff are told to end their role first', async ({ browser }) => {
	const context = await browser.newContext({
		storageState: stateOf('ombudsman'),
		// axe itself is a script.
		javaScriptEnabled: true
	});
	const page = await context.newPage();
	await page.goto('/ru/me/data/erase?forum=keep');
	await page
		.getByLabel(t('ru', 'privacy_erase_password'), { exact: true })
		.fill('jalgas-demo-2026');
	await page.getByRole('button', { name: t('ru', 'privacy_erase_button') }).click();
	await expect(page.getByRole('alert')).toContainText(t('ru', 'privacy_erase_staff'));
	await expectAccessible(page);
	await context.close();
});
