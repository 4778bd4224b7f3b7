import { expect, test, type Browser, type Page } from '@playwright/test';
import { expectAccessible, expectNoSidewaysScroll, unique } from './support/checks';
import { t } from './support/messages';
import { stateOf, type Who } from './support/people';

const open = async (browser: Browser, who: Who, javaScriptEnabled = false): Promise<Page> =>
	(await browser.newContext({ storageState: stateOf(who), javaScriptEnabled })).newPage();
const press = (page: Page, key: string) =>
	page.getByRole('button', { name: t('kk', key), exact: true }).click();
const follow = (page: Page, key: string) =>
	page
		.getByRole('link', { name: t('kk', key), exact: true })
		.first()
		.click();
const titleField = (page: Page) => page.getByLabel(t('kk', 'forum_field_title'));

async function fillQuestion(page: Page, title: string, body: string) {
	await page.goto('/kk/questions/ask');
	await page.getByLabel(t('kk', 'common_direction')).selectOption('sewing');
	await titleField(page).fill(title);
	await page.getByLabel(t('kk', 'forum_field_body')).fill(body);
}
async function publish(page: Page) {
	await press(page, 'forum_publish');
	const mineIsOther = page.getByRole('button', { name: t('kk', 'forum_similar_none') });
	await expect(mineIsOther.or(page.getByText(t('kk', 'forum_done_asked')))).toBeVisible();
	if (await mineIsOther.isVisible()) await mineIsOther.click();
	await expect(page.getByText(t('kk', 'forum_done_asked'))).toBeVisible();
}

test('kk, no script: a draft is resumed and published, taken away, brought back and mended by another', async ({
	browser
}) => {
	const title = unique('Былғары тігетін ине қайда бар?');
	const asker = await open(browser, 'graduate');
	await fillQuestion(asker, title, 'Қалың');
	await press(asker, 'forum_drafts_save');
	await expect(asker.getByText(t('kk', 'forum_drafts_done_saved'))).toBeVisible();
	await expect(titleField(asker)).toHaveValue(title);

	await asker.goto('/kk/me/questions');
	await asker.getByRole('link', { name: title }).click();
	await expect(asker.getByLabel(t('kk', 'forum_field_body'))).toHaveValue('Қалың');
	await publish(asker);
	const address = asker.url().replace(/[?#].*/, '');
	await asker.goto('/kk/questions/ask');
	await expect(asker.getByRole('main')).not.toContainText(title);

	await asker.goto(address);
	await follow(asker, 'forum_drafts_withdraw_link');
	await press(asker, 'forum_drafts_withdraw');
	await expect(asker.getByText(t('kk', 'forum_drafts_done_withdrawn'))).toBeVisible();
	const visitor = await browser.newContext();
	expect((await visitor.request.get(address)).status()).toBe(404);
	await asker
		.getByRole('listitem')
		.filter({ hasText: title })
		.getByRole('button', { name: t('kk', 'forum_drafts_return') })
		.click();
	await expect(asker.getByRole('heading', { level: 1, name: title })).toBeVisible();

	// Whoever has the reputation suggests better words, and the asker lets them in.
	const peer = await open(browser, 'expert');
	await peer.goto(address);
	await follow(peer, 'forum_drafts_suggest_link');
	const words = peer.getByLabel(t('kk', 'forum_writing_body'), { exact: true });
	await words.fill('Қалың былғарыға');
	await press(peer, 'forum_drafts_suggest_send');
	await expect(peer.getByRole('alert')).toContainText(t('kk', 'forum_drafts_reason_short'));
	await expect(words).toHaveValue('Қалың былғарыға');
	await peer.getByLabel(t('kk', 'forum_drafts_reason')).fill('Толығырақ болды');
	await press(peer, 'forum_drafts_suggest_send');
	await expect(peer.getByText(t('kk', 'forum_drafts_state_open'))).toBeVisible();
	await asker.goto('/kk/me/questions');
	await asker
		.getByRole('region', { name: t('kk', 'forum_drafts_to_judge') })
		.getByRole('link', { name: title })
		.click();
	await expect(asker.getByRole('insertion').filter({ hasText: 'былғарыға' })).toBeVisible();
	await press(asker, 'forum_drafts_accept');
	await expect(asker.getByText('Қалың былғарыға')).toBeVisible();
	await asker.getByRole('link', { name: t('kk', 'forum_writing_edited', { ago: '' }) }).click();
	await expect(asker.getByText('«Толығырақ болды»')).toBeVisible();

	// Others answer: now the question stays, and only the name can go.
	await peer.goto(address);
	await peer.getByLabel(t('kk', 'forum_your_answer')).fill('Базардан');
	await press(peer, 'forum_answer_submit');
	await expect(peer.getByText(t('kk', 'forum_done_answered'))).toBeVisible();
	await asker.goto(address);
	await follow(asker, 'forum_drafts_withdraw_link');
	await press(asker, 'forum_drafts_hide');
	await peer.goto(address);
	await expect(peer.getByText(t('kk', 'forum_writing_anonymous'))).toBeVisible();
	await follow(peer, 'forum_drafts_withdraw_link');
	await press(peer, 'forum_drafts_withdraw');
	await asker.goto(address);
	await expect(asker.getByText('Базардан')).toBeHidden();
});

test('kk, without a connection: a question is kept on the phone and sent once', async ({
	browser
}) => {
	const title = unique('Ілмек тігетін машина неше теңге?');
	const page = await open(browser, 'expert', true);
	await fillQuestion(page, title, 'Кентауда');
	// The page is lost before anything was sent.
	await page.goto('/kk/questions');
	await page.goto('/kk/questions/ask');
	await expect(page.getByText(t('kk', 'forum_drafts_kept_restored'))).toBeVisible();
	await expect(titleField(page)).toHaveValue(title);

	await page.context().setOffline(true);
	await press(page, 'forum_publish');
	await expect(page.getByText(t('kk', 'forum_drafts_kept_queued'))).toBeVisible();
	const other = await page.context().newPage();
	await page.context().setOffline(false);
	await other.goto('/kk/questions/ask');
	await expect(page.getByText(t('kk', 'forum_drafts_kept_sent'))).toBeVisible();
	await expect(titleField(page)).toBeHidden();
	await page.getByRole('link', { name: t('kk', 'forum_drafts_kept_open') }).click();
	await expect(page.getByRole('heading', { level: 1, name: title })).toBeVisible();
	await follow(page, 'forum_drafts_withdraw_link');
	await expectAccessible(page);
	await expectNoSidewaysScroll(page);
	await page.goto('/kk/me/questions');
	await expect(page.getByRole('link', { name: title })).toHaveCount(1);

	// Without a connection from the start: the form opens in the place of any page, and is sent once.
	const away = unique('Ат жалын неден тоқиды?');
	await other.evaluate(() => navigator.serviceWorker.ready);
	await page.context().setOffline(true);
	await other.goto('/kk/people');
	await other.getByLabel(t('kk', 'common_direction')).selectOption('sewing');
	await titleField(other).fill(away);
	await press(other, 'forum_publish');
	await expect(other.getByText(t('kk', 'forum_drafts_kept_queued'))).toBeVisible();
	// Left while it was sending: nobody knows whether it arrived, so it goes out again.
	await other.evaluate(() => {
		for (const [name, kept] of Object.entries(localStorage))
			localStorage.setItem(name, String(kept).replace('"queued"', '"sending"'));
	});
	await other.goto('/kk/questions');
	await expect(titleField(other)).toHaveValue(away);
	await page.context().setOffline(false);
	await expect(other.getByText(t('kk', 'forum_drafts_kept_sent'))).toBeVisible();
	await page.goto('/kk/me/questions');
	await expect(page.getByRole('link', { name: away })).toHaveCount(1);

	// Signed out meanwhile: the words wait until the same person is back, and go with the sign-out.
	await fillQuestion(page, title, 'Тағы да');
	await page.context().setOffline(true);
	await press(page, 'forum_publish');
	await expect(page.getByText(t('kk', 'forum_drafts_kept_queued'))).toBeVisible();
	const cookies = await page.context().cookies();
	await page.context().clearCookies();
	await page.context().setOffline(false);
	await expect(page.getByText(t('kk', 'forum_drafts_kept_sign_in'))).toBeVisible();
	await page.goto('/kk/questions/ask');
	await expect(page.getByRole('main')).not.toContainText('Тағы да');
	await page.context().addCookies(cookies);
	await page.goto('/kk/questions/ask');
	await expect(titleField(page)).toHaveValue(title);
	await page.getByRole('button', { name: t('kk', 'forum_drafts_kept_clear') }).click();
	await page.reload();
	await expect(titleField(page)).toHaveValue('');
});
