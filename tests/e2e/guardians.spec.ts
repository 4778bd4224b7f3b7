import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from './support/checks';
import { t } from './support/messages';
import { stateOf, type Who } from './support/people';

/** Under 18, and no other test's: said yes to the directory, and waits for a representative. */
const MINOR = 'Әлихан Бекен';
const MOTHER = 'Сәуле Бекенова';

const open = async (browser: Browser, who?: Who, javaScriptEnabled = false): Promise<Page> =>
	(await browser.newContext({ storageState: who && stateOf(who), javaScriptEnabled })).newPage();
const press = (page: Page, key: string) =>
	page.getByRole('button', { name: t('kk', key), exact: true }).click();

/** The officer's page of the young person's record. */
async function openRecord(page: Page): Promise<void> {
	await page.goto(`/kk/staff/registry?q=${encodeURIComponent(MINOR)}`);
	await page.getByRole('main').getByRole('link', { name: MINOR }).click();
	await expect(page.getByRole('heading', { level: 1, name: MINOR })).toBeVisible();
}

/** Sends the representative's link from the record. */
async function ask(officer: Page, address: string): Promise<void> {
	await openRecord(officer);
	const card = officer.locator('#guardian');
	await expect(card).toContainText(t('kk', 'guardians_card_minor'));
	await card.getByText(t('kk', 'guardians_record_fold')).click();
	await card.getByLabel(t('kk', 'guardians_way_email')).check();
	await card.getByLabel(t('kk', 'guardians_name')).fill(MOTHER);
	await card.getByLabel(t('kk', 'guardians_relation_mother')).check();
	// A letter cannot be sent to a number: the form stands as it was, with the reason.
	await card.getByLabel(t('kk', 'guardians_contact')).fill('8 701 000 00 01');
	await press(officer, 'guardians_save');
	await expect(officer.getByRole('alert')).toContainText(t('kk', 'guardians_error_email'));
	await expect(card.getByLabel(t('kk', 'guardians_name'))).toHaveValue(MOTHER);
	await card.getByLabel(t('kk', 'guardians_contact')).fill(address);
	await press(officer, 'guardians_save');
	await expect(officer.getByText(t('kk', 'guardians_done_asked'))).toBeVisible();
	await expect(officer.locator('#guardian')).toContainText(address);
}

/** Opens the link of the letter in the mailbox of the demo. */
async function followLetter(page: Page, address: string): Promise<void> {
	const letter = page.getByRole('article').filter({ hasText: address });
	await expect(async () => {
		await page.goto('/kk/demo/mailbox');
		await expect(letter).toHaveCount(1, { timeout: 1_000 });
	}).toPass();
	await letter.getByRole('link').first().click();
	await expect(page).toHaveURL(/\/kk\/g\/[0-9a-f]{32}$/);
}

/** What another graduate finds under the young person's name. */
async function expectListed(reader: Page, count: number): Promise<void> {
	await reader.goto(`/kk/people?q=${encodeURIComponent(MINOR)}`);
	await expect(reader.getByRole('main').getByRole('link', { name: MINOR })).toHaveCount(count);
}

test('a mother agrees by the link of her letter, her son is listed, and she takes it back', async ({
	browser
}) => {
	const address = `${unique('saule').replace(' ', '-')}@test.kz`;
	const officer = await open(browser, 'officer');
	const reader = await open(browser, 'graduate');
	await expectListed(reader, 0);
	await ask(officer, address);

	const mother = await open(browser);
	await followLetter(mother, address);
	await expect(mother.getByRole('heading', { level: 1 })).toHaveText(
		t('kk', 'guardians_link_title', { person: MINOR })
	);
	// Opening says nothing yet.
	await expectListed(reader, 0);
	const checked = await open(browser, undefined, true);
	await checked.goto(mother.url());
	await expectAccessible(checked);
	await expectNoSidewaysScroll(checked);

	await press(mother, 'guardians_link_yes');
	await expect(mother.getByRole('heading', { level: 1 })).toHaveText(
		t('kk', 'guardians_agreed_title')
	);
	await expectListed(reader, 1);
	await reader.getByRole('main').getByRole('link', { name: MINOR }).click();
	await expect(reader.getByRole('heading', { level: 1, name: MINOR })).toBeVisible();
	await openRecord(officer);
	await expect(officer.locator('#guardian')).toContainText(MOTHER);
	await expect(officer.locator('#guardian')).toContainText(t('kk', 'guardians_by_email'));

	await press(mother, 'guardians_link_withdraw');
	await expect(mother.getByRole('heading', { level: 1 })).toHaveText(
		t('kk', 'guardians_withdrawn_title')
	);
	expect((await reader.reload())?.status()).toBe(404);
	await expectListed(reader, 0);
	await checked.reload();
	await expectAccessible(checked);
	await officer.reload();
	await expect(officer.locator('#guardian')).toContainText(
		t('kk', 'guardians_card_withdrawn', { date: '' }).trim()
	);
});

test('the record of somebody under 18 can be read by everybody, and is another region’s to nobody', async ({
	browser
}) => {
	const officer = await open(browser, 'officer', true);
	await openRecord(officer);
	await officer.getByText(t('kk', 'guardians_record_fold')).click();
	await expectAccessible(officer);
	await expectNoSidewaysScroll(officer);
	const elsewhere = await open(browser, 'officer2');
	expect((await elsewhere.goto(officer.url()))?.status()).toBe(404);
});
