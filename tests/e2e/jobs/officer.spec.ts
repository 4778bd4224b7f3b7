import { expect, test } from '@playwright/test';
import { unique } from '../support/checks';
import { pattern, t, type Locale } from '../support/messages';
import { stateOf } from '../support/people';

// One person can be referred to a programme once at a time: each run takes another programme.
const RUNS: Record<string, { locale: Locale; programme: string }> = {
	js: { locale: 'kk', programme: 'youth-resource-centre' },
	'no-js': { locale: 'ru', programme: 'youth-microcredit' }
};

test('an officer refers a graduate, who sees what the partner would see and agrees', async ({
	browser
}, { project }) => {
	const { locale, programme } = RUNS[project.name] as (typeof RUNS)[string];
	const message = unique(locale === 'kk' ? 'Осыны қарап көріңіз' : 'Посмотрите, вам подойдёт');

	const officer = await (await browser.newContext({ storageState: stateOf('officer') })).newPage();
	await officer.goto(`/${locale}/staff/candidates?q=Kasymova`);
	const row = officer.getByRole('listitem').filter({ hasText: 'Айгүл Қасымова' });
	await row.getByRole('link', { name: t(locale, 'programmes_refer') }).click();
	const choice = officer.getByLabel(t(locale, 'programmes_programme'));
	const name = await choice.locator(`option[value="${programme}"]`).innerText();
	await choice.selectOption(programme);
	await officer.getByLabel(t(locale, 'programmes_refer_message')).fill(message);
	await officer.getByRole('button', { name: t(locale, 'programmes_refer_send') }).click();
	await expect(officer.getByText(t(locale, 'programmes_refer_done'))).toBeVisible();

	const graduate = await (
		await browser.newContext({ storageState: stateOf('graduate') })
	).newPage();
	await graduate.goto(`/${locale}/me/referrals`);
	await graduate.getByRole('link', { name }).click();
	await expect(graduate.getByText(message)).toBeVisible();
	await expect(
		graduate.getByRole('heading', { name: t(locale, 'programmes_partner_sees'), exact: true })
	).toBeVisible();
	await graduate.getByRole('button', { name: t(locale, 'programmes_accept') }).click();
	await expect(graduate.getByText(t(locale, 'programmes_answered'))).toBeVisible();
	await expect(graduate.getByText(pattern(locale, 'programmes_consent_given'))).toBeVisible();

	await officer.goto(`/${locale}/staff/referrals`);
	const referral = officer.getByRole('listitem').filter({ hasText: name }).first();
	await expect(referral).toContainText(t(locale, 'programmes_referral_staff_sent'));
});

test('an officer of another region does not find her', async ({ browser }) => {
	const page = await (await browser.newContext({ storageState: stateOf('officer2') })).newPage();
	await page.goto('/kk/staff/candidates?q=Kasymova');
	await expect(page.getByRole('main')).not.toContainText('Айгүл Қасымова');
});
