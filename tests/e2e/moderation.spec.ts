import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from './support/checks';
import { t, type Locale } from './support/messages';
import { stateOf, type Who } from './support/people';

/** With scripts only where axe has to run. */
const open = async (browser: Browser, who: Who, javaScriptEnabled = false): Promise<Page> =>
	(await browser.newContext({ storageState: stateOf(who), javaScriptEnabled })).newPage();
const press = (page: Page, locale: Locale, key: string) =>
	page.getByRole('button', { name: t(locale, key), exact: true }).click();
const says = (page: Page, locale: Locale, key: string) =>
	expect(page.getByText(t(locale, key)).first()).toBeVisible();

async function ask(page: Page, title: string) {
	await page.goto('/kk/questions/ask');
	await page.getByLabel(t('kk', 'common_direction')).selectOption('poultry');
	await page.getByLabel(t('kk', 'forum_field_title')).fill(title);
	await page.getByLabel(t('kk', 'forum_field_body')).fill('Мәтінім сақталуы керек.');
	await press(page, 'kk', 'forum_publish');
	const mineIsOther = page.getByRole('button', { name: t('kk', 'forum_similar_none') });
	await expect(mineIsOther.or(page.getByText(t('kk', 'moderation_own_held')))).toBeVisible();
	if (await mineIsOther.isVisible()) await mineIsOther.click();
}

/** Finds the case in the queue and takes it. */
async function take(page: Page, locale: Locale, title: string) {
	await page.goto(`/${locale}/staff/moderation`);
	await page.getByRole('link', { name: title }).click();
	await press(page, locale, 'moderation_claim');
	await says(page, locale, 'moderation_done_claimed');
}

test('a question waits, stands, is reported, hidden, and comes back on appeal', async ({
	browser
}) => {
	const title = unique('Онлайн казино жайлы кім біледі?');
	const asker = await open(browser, 'graduate');
	await ask(asker, title);
	await says(asker, 'kk', 'moderation_own_words');
	await expect(asker.getByText('Мәтінім сақталуы керек.')).toBeVisible();
	const standing = asker.url();
	const question = standing.replace('/posts/', '/').replace(/\/standing.*/, '');
	const reader = await open(browser, 'expert', true);
	for (const address of [question, standing])
		expect((await reader.goto(address))?.status()).toBe(404);

	const coordinator = await open(browser, 'coordinator', true);
	await take(coordinator, 'ru', title);
	await expectAccessible(coordinator);
	await expectNoSidewaysScroll(coordinator);
	const officer = await open(browser, 'officer');
	await officer.goto(coordinator.url().split('?')[0] as string);
	await says(officer, 'ru', 'moderation_error_claimed');
	await coordinator.getByLabel(t('ru', 'moderation_verdict_kept')).check();
	await press(coordinator, 'ru', 'moderation_verdict_send');
	await says(coordinator, 'ru', 'moderation_done_decided');

	await reader.goto(question);
	await reader
		.getByRole('link', { name: t('kk', 'moderation_flag'), exact: true })
		.first()
		.click();
	await reader.getByLabel(t('kk', 'moderation_reason_other')).check();
	await press(reader, 'kk', 'moderation_flag_send');
	await expect(reader.getByRole('alert')).toContainText(t('kk', 'moderation_error_note'));
	await expectAccessible(reader);
	await expectNoSidewaysScroll(reader);
	await expect(reader.getByLabel(t('kk', 'moderation_reason_other'))).toBeChecked();
	await reader.getByLabel(t('kk', 'moderation_flag_note')).fill('Бұл жарнама сияқты');
	await press(reader, 'kk', 'moderation_flag_send');
	await says(reader, 'kk', 'moderation_flagged_text');

	await take(coordinator, 'ru', title);
	await expect(coordinator.getByText('Бұл жарнама сияқты')).toBeVisible();
	await coordinator.getByLabel(t('ru', 'moderation_verdict_hidden')).check();
	await press(coordinator, 'ru', 'moderation_verdict_send');
	await expect(coordinator.getByRole('alert')).toContainText(t('ru', 'moderation_error_reason'));
	await coordinator.getByLabel(t('ru', 'moderation_verdict_reason')).selectOption('off_topic');
	await press(coordinator, 'ru', 'moderation_verdict_send');
	await says(coordinator, 'ru', 'moderation_done_decided');
	expect((await reader.goto(question))?.status()).toBe(404);

	// The address of the question leads its author to the reason.
	await asker.goto(question);
	await says(asker, 'kk', 'moderation_reason_off_topic');
	await asker.getByLabel(t('kk', 'moderation_appeal_words')).fill('Алданбас үшін сұрап едім');
	await press(asker, 'kk', 'moderation_appeal_send');
	await says(asker, 'kk', 'moderation_appealed');

	await officer.goto('/ru/staff/moderation/restrictions');
	await officer
		.getByRole('listitem')
		.filter({ hasText: 'Алданбас үшін сұрап едім' })
		.getByRole('link')
		.click();
	// A second person sees the post, the decision, and who took it.
	await says(officer, 'ru', 'moderation_reason_off_topic');
	await expect(officer.getByText(title).first()).toBeVisible();
	await expect(officer.getByText('Мәтінім сақталуы керек.')).toBeVisible();
	await expect(officer.getByText('Дина Ахметова').first()).toBeVisible();
	await coordinator.goto(officer.url());
	await says(coordinator, 'ru', 'moderation_appeal_own_act');
	await expectAccessible(coordinator);
	await expectNoSidewaysScroll(coordinator);
	await officer.getByLabel(t('ru', 'moderation_appeal_grant')).check();
	await officer
		.getByLabel(t('ru', 'moderation_appeal_answer_field'))
		.fill('Дұрыс айтасыз, рақмет.');
	await press(officer, 'ru', 'moderation_appeal_answer_send');
	await says(officer, 'ru', 'moderation_done_answered');
	expect((await reader.goto(question))?.status()).toBe(200);

	await coordinator.goto('/ru/staff/moderation/log');
	await expect(
		coordinator
			.getByRole('listitem')
			.filter({ has: coordinator.getByRole('link', { name: title }) })
			.filter({ hasText: t('ru', 'moderation_act_appeal_granted') })
	).toBeVisible();
});
