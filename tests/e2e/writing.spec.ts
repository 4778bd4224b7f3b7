import { expect, test, type Browser, type Page } from '@playwright/test';
import {
	expectAccessible,
	expectNoSidewaysScroll,
	expectReadableInTheDark,
	unique
} from './support/checks';
import { t, type Locale } from './support/messages';
import { stateOf, type Who } from './support/people';

const open = async (browser: Browser, who: Who, javaScriptEnabled = false): Promise<Page> =>
	(await browser.newContext({ storageState: stateOf(who), javaScriptEnabled })).newPage();
const press = (page: Page, locale: Locale, key: string) =>
	page.getByRole('button', { name: t(locale, key), exact: true }).click();
const follow = (page: Page, locale: Locale, key: string) =>
	page
		.getByRole('link', { name: t(locale, key), exact: true })
		.first()
		.click();

async function publish(page: Page, locale: Locale, title: string) {
	await press(page, locale, 'forum_publish');
	// Where there are questions like it, the site shows them before it publishes.
	const mineIsOther = page.getByRole('button', { name: t(locale, 'forum_similar_none') });
	await expect(mineIsOther.or(page.getByText(t(locale, 'forum_done_asked')))).toBeVisible();
	if (await mineIsOther.isVisible()) await mineIsOther.click();
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
}

/** Where the site shows questions like it first, a browser has forgotten the file: it is chosen again. */
async function publishWithPhoto(
	page: Page,
	locale: Locale,
	file: { name: string; mimeType: string; buffer: Buffer }
) {
	const choose = () => page.getByLabel(t(locale, 'tracker_photo')).setInputFiles(file);
	await choose();
	const gone = page.waitForEvent('framenavigated');
	await press(page, locale, 'forum_publish');
	await gone;
	const mineIsOther = page.getByRole('button', { name: t(locale, 'forum_similar_none') });
	await expect(
		page.getByRole('alert').or(page.getByText(t(locale, 'forum_done_asked')))
	).toBeVisible();
	if (!(await mineIsOther.isVisible())) return;
	await choose();
	await mineIsOther.click();
}

async function fillQuestion(page: Page, locale: Locale, title: string, body: string) {
	await page.goto(`/${locale}/questions/ask`);
	await page.getByLabel(t(locale, 'common_direction')).selectOption('poultry');
	await page.getByLabel(t(locale, 'forum_field_title')).fill(title);
	await page.getByLabel(t(locale, 'forum_field_body')).fill(body);
}

test('kk, no script: asked without a name after a preview, commented on, mended and brought back', async ({
	browser
}) => {
	const title = unique('Жемді өзіміз қалай араластырамыз?');
	const asker = await open(browser, 'graduate');
	await fillQuestion(asker, 'kk', title, 'Бізде бар:\n\n- арпа\n- **бидай**');
	await asker.getByLabel(t('kk', 'forum_writing_anonymous_ask')).check();
	await press(asker, 'kk', 'forum_writing_preview');
	await expect(asker.getByRole('strong').filter({ hasText: 'бидай' })).toBeVisible();
	await expect(asker.getByLabel(t('kk', 'forum_field_title'))).toHaveValue(title);
	await expect(asker.getByLabel(t('kk', 'forum_writing_anonymous_ask'))).toBeChecked();
	await publish(asker, 'kk', title);
	await expect(asker.getByText(t('kk', 'forum_writing_anonymous_me'))).toBeVisible();

	const peer = await open(browser, 'expert');
	await peer.goto(asker.url());
	await expect(peer.getByRole('listitem').filter({ hasText: 'бидай' })).toBeVisible();
	await expect(peer.getByText(t('kk', 'forum_writing_anonymous'))).toBeVisible();
	await expect(peer.getByRole('main')).not.toContainText('Айгүл');
	await follow(peer, 'kk', 'forum_writing_comment_add');
	await press(peer, 'kk', 'forum_writing_comment_send');
	await expect(peer.getByRole('alert')).toContainText(t('kk', 'forum_writing_comment_short'));
	await peer.getByLabel(t('kk', 'forum_writing_comment_field')).fill('Қанша тауық бар?');
	await press(peer, 'kk', 'forum_writing_comment_send');
	await expect(peer.getByRole('listitem').filter({ hasText: 'Қанша тауық' })).toBeVisible();

	await follow(peer, 'kk', 'forum_writing_to_question');
	await peer.getByLabel(t('kk', 'forum_your_answer')).fill('Үштен бірі — жүгері');
	await press(peer, 'kk', 'forum_answer_submit');
	await expect(peer.getByText(t('kk', 'forum_done_answered'))).toBeVisible();

	await asker.reload();
	await press(asker, 'kk', 'forum_writing_worked_me');
	await expect(asker.getByText(t('kk', 'forum_writing_worked', { count: 1 }))).toBeVisible();
	await asker.getByText(t('kk', 'forum_writing_outdated_ask')).click();
	await asker.getByLabel(t('kk', 'forum_writing_outdated_note')).fill('Жүгері қымбаттады');
	await press(asker, 'kk', 'forum_writing_outdated_send');
	await expect(asker.getByText(t('kk', 'forum_writing_outdated_mine'))).toBeVisible();

	// Two tabs: the one that comes late sees what stands there now, and keeps its words.
	await follow(asker, 'kk', 'forum_writing_edit');
	const late = await asker.context().newPage();
	await late.goto(asker.url());
	await asker.getByLabel(t('kk', 'forum_writing_body'), { exact: true }).fill('Бізде тек арпа бар');
	await press(asker, 'kk', 'forum_writing_save');
	await expect(asker.getByText(t('kk', 'forum_writing_done_edited'))).toBeVisible();
	await expect(asker.getByText('Қанша тауық бар?')).toBeVisible();
	await late.getByLabel(t('kk', 'forum_writing_body'), { exact: true }).fill('Бізде жүгері бар');
	await press(late, 'kk', 'forum_writing_save');
	await expect(late.getByRole('alert')).toContainText(t('kk', 'forum_writing_conflict'));
	await expect(late.getByRole('region', { name: t('kk', 'forum_writing_now') })).toContainText(
		'Бізде тек арпа бар'
	);
	await expect(late.getByLabel(t('kk', 'forum_writing_body'), { exact: true })).toHaveValue(
		'Бізде жүгері бар'
	);
	await press(late, 'kk', 'forum_writing_save');
	await expect(late.getByText(t('kk', 'forum_writing_done_edited'))).toBeVisible();

	await late.getByRole('link', { name: t('kk', 'forum_writing_edited', { ago: '' }) }).click();
	await expect(late.getByRole('insertion').filter({ hasText: 'жүгері' })).toBeVisible();
	await late.getByRole('button', { name: t('kk', 'forum_writing_restore', { number: 1 }) }).click();
	await expect(
		late.getByText(t('kk', 'forum_writing_restores', { number: 1 }), { exact: false })
	).toBeVisible();
	await asker.goto(late.url().replace(/posts\/([^/]+)\/history/, '$1'));
	await expect(asker.getByRole('listitem').filter({ hasText: 'бидай' })).toBeVisible();
});

test('ru: scripts in title, text and link stay words, and too deep a list is refused', async ({
	browser
}) => {
	const page = await open(browser, 'expert', true);
	const failures: string[] = [];
	page.on('dialog', (dialog) => {
		failures.push(dialog.message());
		void dialog.dismiss();
	});
	const svg = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg" onload="alert(6)"/>'.padEnd(99));
	const title = unique('<img src=x onerror=alert(1)> Куры?');
	await fillQuestion(page, 'ru', title, `${'- '.repeat(300)}корм`);
	await press(page, 'ru', 'forum_publish');
	await expect(page.getByRole('alert')).toContainText(t('ru', 'forum_writing_too_deep'));
	await page
		.getByLabel(t('ru', 'forum_field_body'))
		.fill(
			'<script>alert(2)</script> [сюда](javascript:alert(3)) <svg onload=alert(4)>\n\n' +
				'[eGov](https://egov.kz "\\" onmouseover=alert(5)") ![вид](https://egov.kz/a.png)'
		);
	await publishWithPhoto(page, 'ru', { name: 'a.jpg', mimeType: 'image/jpeg', buffer: svg });
	await expect(page.getByRole('alert')).toContainText(t('ru', 'tracker_photo_not_image'));
	const seen = await page.screenshot();
	await publishWithPhoto(page, 'ru', { name: 'a.png', mimeType: 'image/png', buffer: seen });
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	await expect(page.getByRole('img', { name: t('ru', 'forum_writing_photo_alt') })).toBeVisible();
	const text = page.locator('.prose').first();
	await expect(text).toContainText('<script>alert(2)</script>');
	expect(await text.locator('script, svg, img, [onmouseover], [onload]').count()).toBe(0);
	expect(
		await text.getByRole('link').evaluateAll((links) => links.map((link) => link.outerHTML))
	).toEqual(
		['https://egov.kz/', 'https://egov.kz/a.png'].map((href, i) =>
			expect.stringMatching(
				new RegExp(`^<a href="${href}" rel="ugc nofollow noopener"[^>]*>.*${['eGov', 'вид'][i]}`)
			)
		)
	);
	expect(failures).toEqual([]);
});

test('the pages of comments, of an edit and of its history can be read by everybody', async ({
	browser
}) => {
	const page = await open(browser, 'expert', true);
	await fillQuestion(page, 'kk', unique('Инкубатор неге қызып кетеді?'), '## Не болды\n\nҚызады');
	await publish(page, 'kk', 'Инкубатор неге қызып кетеді?');
	const check = async () => {
		await expectAccessible(page);
		await expectReadableInTheDark(page);
		await expectNoSidewaysScroll(page);
	};
	const question = page.url().replace(/[?#].*/, '');
	await check();
	await follow(page, 'kk', 'forum_writing_comment_add');
	await page.getByLabel(t('kk', 'forum_writing_comment_field')).fill('Желдеткіші бар ма?');
	await press(page, 'kk', 'forum_writing_comment_send');
	await check();
	await page.goto(question);
	await follow(page, 'kk', 'forum_writing_edit');
	await check();
	await page
		.getByLabel(t('kk', 'forum_writing_body'), { exact: true })
		.fill('## Не болды\n\nҚатты қызады');
	await press(page, 'kk', 'forum_writing_save');
	await page.getByRole('link', { name: t('kk', 'forum_writing_edited', { ago: '' }) }).click();
	await check();
});
