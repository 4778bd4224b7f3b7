import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from './support/checks';
import { pattern, t } from './support/messages';
import { stateOf, type Who } from './support/people';

const open = async (browser: Browser, who: Who): Promise<Page> => {
	const context = await browser.newContext({
		storageState: stateOf(who),
		javaScriptEnabled: false,
		viewport: { width: 360, height: 740 }
	});
	return context.newPage();
};
/** Looks a page over with the tools that need scripts. */
async function inspect(browser: Browser, who: Who, address: string): Promise<void> {
	const context = await browser.newContext({ storageState: stateOf(who) });
	const page = await context.newPage();
	await page.goto(address);
	await expectAccessible(page);
	await expectNoSidewaysScroll(page);
	await context.close();
}
const button = (page: Page, name: string | RegExp) => page.getByRole('button', { name });

test('what a person says of their record outlives the next roster, until staff decide', async ({
	browser
}) => {
	const [own, listed] = [unique('Мақат'), unique('Индер')];
	const expert = await open(browser, 'expert');
	await expert.goto('/kk/me/record');
	const number = pattern('kk', 'conflicts_record_number');
	const no = (await expert.getByText(number).innerText()).split(': ')[1]?.split(' ')[0];
	await expert.getByLabel(t('kk', 'conflicts_record_birth_year')).fill('1890');
	await expert.getByLabel(t('kk', 'conflicts_record_district')).fill(own);
	await button(expert, t('kk', 'conflicts_record_save')).click();
	const year = expert.getByLabel(t('kk', 'conflicts_record_birth_year'));
	await expect(year).toHaveAttribute('aria-invalid', 'true');
	await expect(expert.getByLabel(t('kk', 'conflicts_record_district'))).toHaveValue(own);
	await year.fill('1996');
	await button(expert, t('kk', 'conflicts_record_save')).click();
	await expect(expert.getByText(t('kk', 'conflicts_record_saved'))).toBeVisible();

	const staff = await open(browser, 'coordinator');
	await staff.goto('/kk/staff/registry/import');
	await staff.getByLabel(t('kk', 'alumni_import_file')).setInputFiles({
		name: 'roster.csv',
		mimeType: 'text/csv',
		buffer: Buffer.from(`id,district\n${no},${listed}\n`)
	});
	await button(staff, t('kk', 'alumni_import_read')).click();
	await button(staff, t('kk', 'alumni_import_check')).click();
	await expect(staff.getByText(pattern('kk', 'conflicts_import_kept'))).toBeVisible();
	await button(staff, t('kk', 'conflicts_import_run', { n: 1 })).click();
	await expect(staff.getByRole('link', { name: t('kk', 'conflicts_import_queue') })).toBeVisible();
	await staff.goto('/kk/staff');
	await staff.getByRole('link', { name: t('kk', 'programmes_today_conflicts') }).click();
	const card = staff.getByRole('listitem').filter({ hasText: listed });
	await expect(card).toContainText(own);
	await inspect(browser, 'coordinator', staff.url());
	await card.getByRole('button', { name: t('kk', 'conflicts_take') }).click();
	await expect(staff.getByText(t('kk', 'conflicts_done_taken', { n: 1 }))).toBeVisible();
	await expect(staff.getByText(listed)).toHaveCount(0);

	await expert.goto('/kk/me/record');
	await expect(expert.getByLabel(t('kk', 'conflicts_record_district'))).toHaveValue(listed);
	const change = t('kk', 'conflicts_change', { was: own, value: listed });
	await expect(expert.getByText(change)).toBeVisible();
	await inspect(browser, 'expert', expert.url());
});

test('ticked people get a district at once, and those that were picked a file', async ({
	browser
}) => {
	const district = unique('Ертіс');
	const page = await open(browser, 'officer2');
	await page.goto('/ru/staff/registry?state=unclaimed');
	const names: string[] = [];
	for (const tick of (await page.getByRole('checkbox', { name: /^Отметить/ }).all()).slice(0, 2)) {
		await tick.check();
		names.push((await tick.getAttribute('value')) as string);
	}
	await page.getByLabel(t('ru', 'bulk_do')).selectOption('place');
	await button(page, t('ru', 'bulk_next')).click();
	await expect(page.getByText(t('ru', 'bulk_count', { n: 2 }))).toBeVisible();
	await button(page, t('ru', 'bulk_place_button', { n: 2 })).click();
	await expect(page.getByLabel(t('ru', 'bulk_place_district'))).toHaveAttribute(
		'aria-invalid',
		'true'
	);
	await page.getByLabel(t('ru', 'bulk_place_district')).fill(district);
	await button(page, t('ru', 'bulk_place_button', { n: 2 })).click();
	await expect(page.getByText(pattern('ru', 'bulk_done_place'))).toBeVisible();

	const picked = names.join(',');
	for (const act of ['place', 'export'])
		await inspect(browser, 'officer2', `/ru/staff/registry/bulk?do=${act}&pick=${picked}`);
	const file = await page.request.get(`/ru/staff/registry/export.csv?pick=${picked}`);
	const lines = (await file.text()).trimEnd().split('\r\n').slice(1);
	expect(lines.every((line) => line.includes(district))).toBe(true);
	const wave = await page.request.get(`/ru/staff/registry/bulk?do=wave&pick=${picked}`);
	expect(wave.status()).toBe(404);
});
