import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from '../support/checks';
import { t } from '../support/messages';
import { stateOf } from '../support/people';

const button = (page: Page, key: string) =>
	page.getByRole('main').getByRole('button', { name: t('kk', key) });

/** axe is a script: it runs where scripts do. */
async function expectWellMade(page: Page, scripts: boolean): Promise<void> {
	if (scripts) await expectAccessible(page);
	await expectNoSidewaysScroll(page);
}

/** The officer makes a letter for somebody without an account: the first of the list, or the last. */
async function printLetter(browser: Browser, scripts: boolean) {
	const context = await browser.newContext({
		storageState: stateOf('officer'),
		javaScriptEnabled: scripts
	});
	const page = await context.newPage();
	await page.goto('/kk/staff/registry?state=unclaimed&contact=some');
	const people = page.getByRole('main').locator('a[href*="/staff/registry/0"]');
	await (scripts ? people.first() : people.last()).click();
	const record = page.url();
	const name = await page.getByRole('heading', { level: 1 }).innerText();
	await page.getByRole('link', { name: t('kk', 'invitations_desk_link') }).click();
	await page.getByLabel(t('kk', 'invitations_letters_office')).fill('');
	await button(page, 'invitations_letters_make').click();
	const office = page.getByLabel(t('kk', 'invitations_letters_office'));
	await expect(office).toHaveAttribute('aria-invalid', 'true');
	await office.fill('Жастар орталығы, 8 725 000 00 00');
	await button(page, 'invitations_letters_make').click();
	const letter = page.getByRole('article');
	await expect(letter).toHaveCount(1);
	await expect(letter).toContainText(name);
	await expect(letter).toContainText('Жастар орталығы');
	await expectWellMade(page, scripts);
	await page.emulateMedia({ media: 'print' });
	await expect(page.getByRole('heading', { level: 1 })).toBeHidden();
	await expect(page.getByRole('banner')).toBeHidden();
	await expect(letter).toBeVisible();
	await page.emulateMedia({ media: 'screen' });
	return { page, record, code: await letter.locator('.font-mono').innerText() };
}

test('a letter is printed, its owner claims with it, and the officer can undo it', async ({
	browser,
	page,
	javaScriptEnabled
}) => {
	const scripts = javaScriptEnabled !== false;
	const officer = await printLetter(browser, scripts);

	await page.goto('/kk/join');
	await page.getByRole('link', { name: t('kk', 'invitations_have_letter') }).click();
	const code = page.getByLabel(t('kk', 'invitations_code_label'));
	await code.fill('7K3');
	await button(page, 'invitations_code_go').click();
	await expect(code).toHaveAttribute('aria-invalid', 'true');
	await expect(code).toHaveValue('7K3');
	await code.fill(officer.code.toLowerCase().replaceAll('-', ' '));
	await button(page, 'invitations_code_go').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		t('kk', 'invitations_open_title')
	);
	await expectWellMade(page, scripts);
	const invitation = page.url();

	await button(page, 'invitations_join').click();
	await expect(page.getByLabel(t('kk', 'identity_password'))).toHaveAttribute(
		'aria-invalid',
		'true'
	);
	const email = `${unique('letter').replace(' ', '-')}@test.kz`;
	await page.getByRole('textbox', { name: t('kk', 'identity_email') }).fill(email);
	await page.getByLabel(t('kk', 'identity_password')).fill('Bes-alma-2026-kok');
	await page.getByRole('checkbox', { name: t('kk', 'identity_terms') }).check();
	await button(page, 'invitations_join').click();
	const mailbox = await page.context().newPage();
	await mailbox.goto('/kk/demo/mailbox');
	const mail = mailbox.getByRole('article').filter({ hasText: email });
	await page
		.getByLabel(t('kk', 'identity_code'))
		.fill(await mail.locator('strong').first().innerText());
	await button(page, 'identity_join_confirm').click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		t('kk', 'identity_claimed_title')
	);

	await officer.page.goto(officer.record);
	await officer.page.getByRole('link', { name: t('kk', 'identity_undo_link') }).click();
	await expect(officer.page.getByRole('main')).toContainText(email);
	await expectWellMade(officer.page, scripts);
	await officer.page.getByLabel(t('kk', 'identity_undo_reason')).fill('Басқа адам екен');
	await button(officer.page, 'identity_undo_button').click();
	await expect(officer.page.getByRole('status')).toContainText(t('kk', 'identity_undo_done'));

	await page.goto('/kk/me');
	await expect(page).toHaveURL(/\/kk\/login/);
	await page.goto(invitation);
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(
		t('kk', 'invitations_used_title')
	);
});

test('codes and links that lead nowhere say so kindly', async ({ page, javaScriptEnabled }) => {
	for (const [path, key] of [
		['/j/ZZZZZZZZZZ', 'invitations_unknown_title'],
		['/j/not-a-code', 'invitations_unknown_title'],
		[`/not-me/${'0'.repeat(32)}`, 'identity_notice_unknown']
	] as const) {
		const response = await page.goto(`/kk${path}`);
		expect(response?.status()).toBe(404);
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(t('kk', key));
		await expectWellMade(page, javaScriptEnabled !== false);
	}
});
