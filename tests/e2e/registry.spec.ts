import { readFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from './support/checks';
import { t } from './support/messages';
import { stateOf } from './support/people';

test.describe('the coordinator', () => {
	test.use({ storageState: stateOf('coordinator') });

	for (const locale of ['kk', 'ru'] as const)
		test(`${locale}: finds a record in any spelling and goes on to a team-mate`, async ({
			page
		}) => {
			await page.goto(`/${locale}/staff/registry?q=Kasymova+Aigul`);
			await page.getByRole('link', { name: 'Айгүл Қасымова' }).first().click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText('Айгүл Қасымова');
			await expect(
				page.getByRole('heading', { name: t(locale, 'alumni_person_flags') })
			).toBeVisible();
			await expectAccessible(page);
			await expectNoSidewaysScroll(page);
			const mate = page.getByRole('main').getByRole('list').getByRole('link').last();
			const name = await mate.innerText();
			await mate.click();
			await expect(page.getByRole('heading', { level: 1 })).toHaveText(name);
		});

	test('keeps a selection and comes back to it', async ({ page }) => {
		const name = unique('Түркістан');
		await page.goto('/kk/staff/registry?region=KZ-61&round=2019');
		await page.getByText(t('kk', 'alumni_view_save'), { exact: true }).click();
		await page.getByRole('button', { name: t('kk', 'alumni_view_keep') }).click();
		await expect(page.getByLabel(t('kk', 'alumni_view_name'))).toHaveAttribute(
			'aria-invalid',
			'true'
		);
		await page.getByLabel(t('kk', 'alumni_view_name')).fill(name);
		await page.getByRole('button', { name: t('kk', 'alumni_view_keep') }).click();
		await page.goto('/kk/staff/registry');
		await page.getByRole('link', { name }).click();
		await expect(page).toHaveURL(/region=KZ-61.*round=2019|round=2019.*region=KZ-61/);
		await expectAccessible(page);
		await page.getByText(t('kk', 'alumni_view_change'), { exact: true }).click();
		await page.getByRole('button', { name: t('kk', 'alumni_view_drop', { name }) }).click();
		await expect(page.getByRole('link', { name })).toHaveCount(0);
	});

	test('takes a filtered list along, as text and as a workbook', async ({ page }) => {
		await page.goto('/ru/staff/registry?region=KZ-61');
		const [csv] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: 'CSV' }).click()
		]);
		const lines = readFileSync(await csv.path(), 'utf8')
			.trimEnd()
			.split('\r\n');
		expect(lines.length).toBeGreaterThan(10);
		expect(lines.slice(1).every((line) => line.includes(',KZ-61,'))).toBe(true);
		const [xlsx] = await Promise.all([
			page.waitForEvent('download'),
			page.getByRole('link', { name: 'XLSX' }).click()
		]);
		expect(xlsx.suggestedFilename()).toBe('registry.xlsx');
		expect(
			readFileSync(await xlsx.path())
				.subarray(0, 2)
				.toString()
		).toBe('PK');
	});
});

test('an officer of another region gets neither the record nor its region', async ({ browser }) => {
	const coordinator = await (
		await browser.newContext({ storageState: stateOf('coordinator') })
	).newPage();
	await coordinator.goto('/kk/staff/registry?q=Kasymova+Aigul');
	const record = await coordinator
		.getByRole('link', { name: 'Айгүл Қасымова' })
		.first()
		.getAttribute('href');
	const officer = await browser.newContext({ storageState: stateOf('officer2') });
	const answer = await officer.request.get(record as string);
	expect(answer.status()).toBe(404);
	const file = await officer.request.get('/kk/staff/registry/export.csv?region=KZ-61');
	expect((await file.text()).trimEnd().split('\r\n')).toHaveLength(1);
});

test('a visitor is asked to sign in, and a graduate finds no such page', async ({ browser }) => {
	const visitor = await browser.newContext({ storageState: undefined });
	const asked = await visitor.request.get('/kk/staff/registry/export.csv', { maxRedirects: 0 });
	expect(asked.status()).toBe(303);
	expect(asked.headers().location).toContain('/kk/login?to=');
	const graduate = await browser.newContext({ storageState: stateOf('graduate') });
	expect((await graduate.request.get('/kk/staff/registry/export.csv')).status()).toBe(404);
});
