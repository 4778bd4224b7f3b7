import { expect, test, type Page } from '@playwright/test';
import { unique } from '../support/checks';
import { pattern, t, type Locale } from '../support/messages';
import { stateOf } from '../support/people';

test.use({ storageState: stateOf('coordinator') });

/** Each run asks another region and direction, and until another day: its letters are known by it. */
const RUNS: Record<string, { locale: Locale; region: string; direction: string; day: string }> = {
	js: { locale: 'kk', region: 'KZ-61', direction: 'sewing', day: '31' },
	'no-js': { locale: 'ru', region: 'KZ-23', direction: 'poultry', day: '30' }
};

test('a coordinator imports a roster: what would change is shown first, twice changes nothing', async ({
	page
}, { project }) => {
	const { locale } = RUNS[project.name] as (typeof RUNS)[string];
	const number = unique('E2E').replace(' ', '-');
	const roster = [
		'Номер;ФИО;Область;Раунд;Роль',
		`${number};Сынақова Әсел;Туркестанская область;2019;лидер`,
		`${number};Сынақова Әсел;Туркестанская область;2019;лидер`,
		`${number}-2;Пробный Тимур;Атлантида;2019;участник`
	].join('\r\n');
	const upload = async () => {
		await page.goto(`/${locale}/staff/registry/import`);
		await page
			.getByLabel(t(locale, 'alumni_import_file'))
			.setInputFiles({ name: 'roster.csv', mimeType: 'text/csv', buffer: Buffer.from(roster) });
		await page.getByRole('button', { name: t(locale, 'alumni_import_read') }).click();
		await page.getByRole('button', { name: t(locale, 'alumni_import_check'), exact: true }).click();
		await expect(
			page.getByRole('heading', { name: t(locale, 'alumni_import_report_title') })
		).toBeVisible();
	};
	await upload();
	await expect(page.getByRole('main')).toContainText('Атлантида');
	await page.getByRole('checkbox', { name: t(locale, 'alumni_import_without_wrong') }).check();
	await page.getByRole('button', { name: pattern(locale, 'alumni_import_run') }).click();
	await expect(
		page.getByText(t(locale, 'alumni_import_done_title'), { exact: true })
	).toBeVisible();

	await page.goto(`/${locale}/staff/registry?q=${number}`);
	await expect(page.getByRole('main')).toContainText('Сынақова Әсел');
	await expect(page.getByRole('main')).not.toContainText('Пробный Тимур');

	await upload();
	await expect(page.getByText(t(locale, 'alumni_import_nothing'), { exact: true })).toBeVisible();
});

/** The link of a new survey mail with these words; mail is delivered within seconds. */
async function newestLink(page: Page, locale: Locale, words: string, known: string[]) {
	const link = page
		.getByRole('article')
		.filter({ hasText: words })
		.getByRole('link', { name: /\/s\/[0-9a-f]{32}/ });
	let fresh = '';
	await expect(async () => {
		await page.goto(`/${locale}/demo/mailbox`);
		const all = await link.evaluateAll((found) => found.map((a) => a.getAttribute('href') ?? ''));
		fresh = all.find((href) => !known.includes(href)) ?? '';
		expect(fresh).not.toBe('');
	}).toPass({ timeout: 20_000 });
	return fresh;
}

test('a coordinator sends a wave; it is answered by its link, without an account, and counted', async ({
	page,
	browser
}, { project }) => {
	const { locale, region, direction, day } = RUNS[project.name] as (typeof RUNS)[string];
	const title = unique('Wave');
	const visitor = await (await browser.newContext()).newPage();
	await visitor.goto(`/${locale}/demo/mailbox`);
	const known = await visitor
		.getByRole('link', { name: /\/s\/[0-9a-f]{32}/ })
		.evaluateAll((found) => found.map((a) => a.getAttribute('href') ?? ''));

	await page.goto(`/${locale}/staff/waves/new`);
	await page.getByLabel(t(locale, 'surveys_field_title')).fill(title);
	await page.getByLabel(t(locale, 'surveys_field_closes')).fill(`2031-12-${day}`);
	for (const [legend, name, value] of [
		['common_region', 'regions', region],
		['common_direction', 'directions', direction]
	] as const) {
		await page
			.getByRole('main')
			.locator('summary', { hasText: t(locale, legend) })
			.click();
		await page.locator(`input[name="${name}"][value="${value}"]`).check();
	}
	await page.getByRole('button', { name: t(locale, 'surveys_count_button') }).click();
	await page.getByRole('button', { name: pattern(locale, 'surveys_send_button') }).click();
	await expect(page.getByText(t(locale, 'surveys_sent_notice'))).toBeVisible();
	const wave = new URL(page.url()).pathname;

	const link = await newestLink(visitor, locale, `${day}.12.2031`, known);
	// The mail is in the reader's language; the page is there in all three.
	const survey = link.replace(/^.*\/s\//, `/${locale}/s/`);
	await visitor.goto(survey);
	for (const [question, answer] of [
		['who', 'me'],
		['q22_continuing', 'yes'],
		['q23_basis', 'paid'],
		['q24_other_business', 'none']
	])
		await visitor.locator(`input[name="${question}"][value="${answer}"]`).check();
	await visitor.locator('textarea').first().fill(title);
	for (const other of [locale === 'kk' ? 'ru' : 'kk', locale] satisfies Locale[]) {
		await visitor.getByRole('banner').locator('summary').click();
		await visitor
			.getByRole('banner')
			.getByRole('button', { name: t(other, `common_language_${other}`) })
			.click();
		await expect(visitor).toHaveURL(new RegExp(survey.replace(/^\/../, `/${other}`)));
		await expect(visitor.locator('html')).toHaveAttribute('lang', other);
		await expect(visitor.locator('input[name="q23_basis"][value="paid"]')).toBeChecked();
		await expect(visitor.locator('textarea').first()).toHaveValue(title);
		await expect(visitor.getByRole('alert')).toHaveCount(0);
		await expect(visitor).not.toHaveTitle(new RegExp(t(other, 'common_error_summary')));
	}
	await visitor.getByRole('button', { name: t(locale, 'surveys_submit') }).click();
	await expect(
		visitor.getByRole('heading', { level: 1, name: t(locale, 'surveys_thanks_title') })
	).toBeVisible();
	await visitor.goto(survey);
	await expect(
		visitor.getByRole('heading', { level: 1, name: t(locale, 'surveys_used_title') })
	).toBeVisible();

	await page.goto(`${wave}/results`);
	await expect(page.getByText(t(locale, 'surveys_respondents', { n: 1 }))).toBeVisible();
	await expect(
		page.getByRole('heading', { name: t(locale, 'surveys_t_continuing'), exact: true })
	).toBeVisible();
});
