import { expect, test, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll } from '../support/checks';
import { pattern, t, type Locale } from '../support/messages';
import { stateOf } from '../support/people';

test.use({ storageState: stateOf('coordinator') });

/** Two spellings of one name that nobody else has, in a roster of two records. */
function twins() {
	const tail = Math.random().toString(36).slice(2, 8).replace(/\d/g, 'x');
	const numbers = [`TWIN-${tail}-1`, `TWIN-${tail}-2`] as const;
	return {
		numbers,
		roster: [
			'Номер;ФИО;Год рождения;Телефон;Область;Раунд;Роль',
			`${numbers[0]};Сынақова Гүл${tail};1998;8 701 000 11 22;Туркестанская область;2019;участник`,
			`${numbers[1]};Gul${tail} Synakova;1998;;Туркестанская область;2020;лидер`
		].join('\r\n')
	};
}

async function importRoster(page: Page, locale: Locale, roster: string) {
	await page.goto(`/${locale}/staff/registry/import`);
	await page
		.getByLabel(t(locale, 'alumni_import_file'))
		.setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(roster) });
	await page.getByRole('button', { name: t(locale, 'alumni_import_read') }).click();
	await page.getByRole('button', { name: t(locale, 'alumni_import_check'), exact: true }).click();
}

/** The scanner of accessibility needs scripts to run. */
async function expectWellMade(page: Page, scripts: boolean | undefined) {
	if (scripts !== false) await expectAccessible(page);
	await expectNoSidewaysScroll(page);
}

test('two records become one, an old roster knows it, and they are two again', async ({
	page,
	javaScriptEnabled
}) => {
	const locale: Locale = javaScriptEnabled === false ? 'ru' : 'kk';
	const { numbers, roster } = twins();
	await importRoster(page, locale, roster);
	await page.getByRole('button', { name: pattern(locale, 'alumni_import_run') }).click();
	await expect(
		page.getByText(t(locale, 'alumni_import_done_title'), { exact: true })
	).toBeVisible();

	await page.goto(`/${locale}/staff/registry/duplicates`);
	const pair = page
		.getByRole('listitem')
		.filter({ hasText: numbers[0] })
		.filter({ hasText: numbers[1] });
	await expect(pair.first()).toContainText(t(locale, 'merge_reason_name_same'));
	await pair
		.first()
		.getByRole('link', { name: t(locale, 'merge_compare') })
		.click();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(t(locale, 'merge_pair_title'));
	await expectWellMade(page, javaScriptEnabled);
	const old = await page.getByRole('link', { name: numbers[1] }).getAttribute('href');

	// The first record stays, under the name of the second.
	await page
		.getByRole('group', { name: t(locale, 'merge_survivor') })
		.getByLabel(numbers[0])
		.check();
	await page
		.getByRole('group', { name: t(locale, 'alumni_field_full_name') })
		.getByLabel(numbers[1])
		.check();
	await page.getByRole('button', { name: t(locale, 'merge_submit') }).click();
	await expect(page.getByText(t(locale, 'merge_done'))).toBeVisible();
	await expect(page.getByRole('heading', { level: 1 })).toHaveText(/Synakova/);
	await expect(page.getByRole('main')).toContainText(numbers[1]);
	await expectWellMade(page, javaScriptEnabled);

	await page.goto(String(old));
	await expect(page.getByRole('main')).toContainText(numbers[0]);

	await importRoster(page, locale, roster);
	await expect(page.getByText(t(locale, 'alumni_import_nothing'), { exact: true })).toBeVisible();
	await expect(page.getByRole('main')).toContainText(
		t(locale, 'alumni_reason_merged', { other: numbers[0] })
	);

	await page.goto(`/${locale}/staff/registry?q=${numbers[0]}`);
	await page
		.getByRole('main')
		.getByRole('link', { name: /Synakova/ })
		.click();
	await page.getByRole('button', { name: t(locale, 'merge_undo') }).click();
	await expect(page.getByText(t(locale, 'merge_undone'))).toBeVisible();
	await expect(page.getByRole('main')).toContainText(numbers[1]);
});
