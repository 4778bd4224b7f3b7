import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from '../support/checks';
import { pattern, t } from '../support/messages';
import { stateOf } from '../support/people';

/** A number that no operator hands out, and that no other run has used. */
const someNumber = () => `8 701 0${String(Math.floor(Math.random() * 1e6)).padStart(6, '0')}`;
const shown = (typed: string) => typed.replace(/^8 (\d{3}) (\d{3})(\d\d)(\d\d)$/, '+7 $1 $2 $3 $4');

/** axe is itself a script: where scripts are off, the same page is judged by its width alone. */
async function expectWellMade(page: Page, scripts: boolean | undefined): Promise<void> {
	if (scripts !== false) await expectAccessible(page);
	await expectNoSidewaysScroll(page);
}

test.describe('an officer calls through the list', () => {
	test.use({ storageState: stateOf('officer') });

	test('kk: notes an outcome in place and goes on to the next', async ({
		page,
		javaScriptEnabled
	}, { project }) => {
		const note = unique('кешке');
		await page.goto('/kk/staff/registry');
		await page.locator('summary', { hasText: t('kk', 'programmes_staff_menu') }).click();
		await page.getByRole('link', { name: t('kk', 'contacts_calls_link') }).click();
		await expectWellMade(page, javaScriptEnabled);
		// Each project has a person of its own: a button pressed twice counts once.
		const cards = page.getByRole('main').getByRole('listitem');
		const card = cards.nth(project.name === 'no-js' ? 3 : 1);
		const name = await card.getByRole('heading').innerText();
		await expect(card.getByRole('link', { name: /\+7/ }).first()).toHaveAttribute(
			'href',
			/^(tel:\+7\d{10}|https:\/\/wa\.me\/7\d{10})$/
		);
		await card.getByText(t('kk', 'contacts_call_note_add')).first().click();
		await card.getByLabel(t('kk', 'contacts_call_note'), { exact: true }).first().fill(note);
		await card
			.getByRole('button', { name: t('kk', 'contacts_call_no_answer') })
			.first()
			.click();
		await expect(page).toHaveURL(/done=no_answer.*#p-/);
		await expect(
			page.getByText(t('kk', 'contacts_call_done', { what: t('kk', 'contacts_call_no_answer') }))
		).toBeVisible();
		await expect(page.getByText(pattern('kk', 'contacts_called')).first()).toBeVisible();
		await page.getByRole('link', { name, exact: true }).first().click();
		await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
		await expect(page.locator('#history').getByText(note)).toBeVisible();
		await expectWellMade(page, javaScriptEnabled);
	});
});

test('ru: a graduate passes a newer number on, and the officer takes it over', async ({
	browser,
	javaScriptEnabled
}) => {
	const number = someNumber();
	const graduate = await (
		await browser.newContext({ storageState: stateOf('graduate') })
	).newPage();
	await graduate.goto('/ru/me/project');
	await graduate
		.getByRole('link', { name: t('ru', 'contacts_mate_link') })
		.first()
		.click();
	const mate = (await graduate.getByRole('heading', { level: 1 }).innerText()).split(':')[0] ?? '';
	await expectWellMade(graduate, javaScriptEnabled);
	await graduate.getByLabel(t('ru', 'contacts_mate_value')).fill('8701');
	await graduate.getByLabel(t('ru', 'contacts_mate_how')).fill('недавно созванивались');
	await graduate.getByRole('button', { name: t('ru', 'common_send') }).click();
	await expect(graduate.getByLabel(t('ru', 'contacts_mate_value'))).toHaveValue('8701');
	await expect(graduate.locator('#agreed-error')).toHaveText(t('ru', 'contacts_mate_agreed_first'));
	await expectWellMade(graduate, javaScriptEnabled);
	await graduate.getByLabel(t('ru', 'contacts_mate_value')).fill(number);
	await graduate.getByLabel(t('ru', 'contacts_mate_agreed')).check();
	await graduate.getByRole('button', { name: t('ru', 'common_send') }).click();
	await expect(graduate.getByText(t('ru', 'contacts_mate_done'))).toBeVisible();
	await expect(graduate.getByText(shown(number))).toHaveCount(0);

	const officer = await (await browser.newContext({ storageState: stateOf('officer') })).newPage();
	await officer.goto(`/ru/staff/registry?q=${encodeURIComponent(mate)}`);
	await officer.getByRole('link', { name: mate }).first().click();
	const report = officer
		.locator('section')
		.filter({ hasText: shown(number) })
		.last();
	await report.getByRole('button', { name: t('ru', 'contacts_told_accept') }).click();
	await expect(officer.getByText(t('ru', 'contacts_told_accepted'))).toBeVisible();
	await expect(officer.locator('#contacts').getByText(shown(number)).first()).toBeVisible();
	await expectWellMade(officer, javaScriptEnabled);
});
