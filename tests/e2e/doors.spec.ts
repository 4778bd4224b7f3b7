import { expect, test } from '@playwright/test';
import { t } from './support/messages';
import { stateOf } from './support/people';

const NOBODY = '00000000-0000-7000-8000-000000000000';

test('the language switch keeps the page and its query', async ({ page }) => {
	await page.goto('/kk/questions?direction=poultry');
	await page.getByRole('banner').locator('summary').click();
	await page.getByRole('link', { name: t('kk', 'common_language_ru') }).click();
	await expect(page).toHaveURL(/\/ru\/questions\?direction=poultry$/);
	await expect(page.locator('html')).toHaveAttribute('lang', 'ru');
});

test('an address without a language leads to the reader’s own', async ({ request }) => {
	const go = (headers: Record<string, string>) =>
		request.get('/questions?q=x', { headers, maxRedirects: 0 });
	const russian = await go({ 'accept-language': 'ru-RU,ru;q=0.9' });
	expect([russian.status(), russian.headers().location]).toEqual([307, '/ru/questions?q=x']);
	const unknown = await go({ 'accept-language': 'de-DE' });
	expect(unknown.headers().location).toBe('/kk/questions?q=x');
});

test('an unknown page is 404, in the reader’s language', async ({ page }) => {
	const response = await page.goto('/kk/no-such-page');
	expect(response?.status()).toBe(404);
	await expect(
		page.getByRole('heading', { level: 1, name: t('kk', 'error_404_title') })
	).toBeVisible();
});

for (const path of [
	'/me',
	'/me/project',
	'/me/contacts',
	'/me/notifications',
	'/me/referrals',
	'/staff',
	'/staff/waves'
])
	test(`a visitor of ${path} is sent to sign in, and back`, async ({ request }) => {
		const response = await request.get(`/kk${path}`, { maxRedirects: 0 });
		expect(response.status()).toBe(303);
		expect(response.headers().location).toBe(`/kk/login?to=${encodeURIComponent(`/kk${path}`)}`);
	});

test.describe('a graduate', () => {
	test.use({ storageState: stateOf('graduate') });
	for (const path of [
		'/staff',
		'/staff/registry',
		'/staff/registry/import',
		'/staff/candidates',
		'/staff/waves',
		`/staff/waves/${NOBODY}/results`,
		`/me/referrals/${NOBODY}`,
		`/questions/${NOBODY}`,
		'/questions/not-an-id',
		`/s/${'x'.repeat(32)}`,
		`/c/${'0'.repeat(32)}`,
		'/me/contacts/edit?kind=pigeon'
	])
		test(`is told nothing of ${path}`, async ({ request }) => {
			const response = await request.get(`/kk${path}`, { maxRedirects: 0 });
			expect(response.status()).toBe(404);
		});
});

test('a partner’s desk is the list of referrals', async ({ browser }) => {
	const page = await (await browser.newContext({ storageState: stateOf('partner') })).newPage();
	await page.goto('/kk/staff');
	await expect(page).toHaveURL(/\/kk\/staff\/referrals$/);
});

test('a form sent from another site is refused', async ({ request, baseURL }) => {
	const send = (origin: string) =>
		request.post('/kk/login', {
			headers: { origin, accept: 'text/html' },
			form: { email: 'nobody@demo.kz', password: 'wrong-password-1' }
		});
	expect((await send('https://evil.example')).status()).toBe(403);
	expect((await send(baseURL as string)).status()).toBe(400);
});

test('a form sent to a question that cannot be is answered as one that is not there', async ({
	request,
	baseURL
}) => {
	const key = '019aa000-0000-4000-8000-000000000001';
	for (const [act, form] of [
		['answer', { key, body: 'Жарық керек', locale: 'kk' }],
		['accept', { answer: key }]
	] as const) {
		const answer = await request.post(`/kk/questions/nonsense?/${act}`, {
			headers: { origin: baseURL as string, accept: 'text/html' },
			form
		});
		expect(answer.status()).toBe(404);
	}
});

test('every answer carries the headers that keep it safe', async ({ request }) => {
	const headers = (await request.get('/kk/login')).headers();
	expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
	expect(headers['content-security-policy']).not.toContain('unsafe-inline');
	expect(headers['x-content-type-options']).toBe('nosniff');
	expect(headers['cache-control']).toContain('private');
});

test('healthz answers machines', async ({ request }) => {
	const response = await request.get('/healthz');
	expect(response.status()).toBe(200);
	expect(await response.json()).toMatchObject({ status: 'ok' });
});
