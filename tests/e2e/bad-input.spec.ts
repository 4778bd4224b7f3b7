import { randomUUID } from 'node:crypto';
import {
	expect,
	test,
	type APIResponse,
	type Browser,
	type BrowserContext
} from '@playwright/test';
import sharp from 'sharp';
import { SCRIPTS } from '../../src/lib/markdown/scripts.fixture';
import { unique } from './support/checks';
import { t } from './support/messages';
import { stateOf, type Who } from './support/people';
import { BREAKOUT, strangers } from './support/strangers';

const BODY = SCRIPTS.join('\n\n').slice(0, 9900);
const UUID = /[0-9a-f]{8}-[0-9a-f-]{27}/;

const as = (browser: Browser, who?: Who, javaScriptEnabled = true): Promise<BrowserContext> =>
	browser.newContext({ javaScriptEnabled, ...(who && { storageState: stateOf(who) }) });
/** Sends a form as the page would, without one: what a page's own script checks is not asked. */
type Sent = Record<string, string | { name: string; mimeType: string; buffer: Buffer }>;
const send = (context: BrowserContext, path: string, form: Sent) =>
	context.request.post(`/kk${path}`, {
		multipart: form,
		headers: { origin: origin(), accept: 'text/html' },
		maxRedirects: 0
	});
const origin = () => test.info().project.use.baseURL as string;
const leadsTo = (response: APIResponse): string => {
	expect(response.status()).toBe(303);
	return response.headers().location as string;
};
const ask = async (context: BrowserContext, title: string, body = '', more: Sent = {}) => {
	const form = { key: randomUUID(), direction: 'other', title, body, locale: 'kk', tags: '' };
	return UUID.exec(
		leadsTo(await send(context, '/questions/ask', { ...form, ...more, sure: '1' }))
	)?.[0] as string;
};
const photo = async () => ({
	name: `${BREAKOUT}.png`,
	mimeType: 'image/png',
	buffer: await sharp({ create: { width: 9, height: 9, channels: 3, background: 'red' } })
		.png()
		.toBuffer()
});
const answer = async (context: BrowserContext, question: string, body: string) => {
	const form = { key: randomUUID(), body, locale: 'kk' };
	const to = leadsTo(await send(context, `/questions/${question}?/answer`, form));
	return to.split('#')[1] as string;
};

test('known families of script injection run nowhere and make no element', async ({ browser }) => {
	const [asker, helper, staff, visitor] = [
		await as(browser, 'expert'),
		await as(browser, 'graduate'),
		await as(browser, 'coordinator'),
		await as(browser)
	];
	const question = await ask(asker, unique(BREAKOUT), BODY, { photo: await photo() });
	// A topic is letters: what is more comes back as it was typed.
	const topics = await send(asker, '/questions/ask', { key: randomUUID(), tags: BREAKOUT });
	expect(topics.status()).toBe(400);
	const form = await asker.newPage();
	await form.setContent(await topics.text());
	await expect(form.locator('[name=tags]')).toHaveValue(BREAKOUT);
	expect(await strangers(form)).toEqual([]);
	await form.close();
	const reply = await answer(helper, question, BODY);
	const comment = { key: randomUUID(), comment: BREAKOUT };
	leadsTo(await send(asker, `/questions/posts/${reply}/comments?/add`, comment));
	const edit = { base: '1', title: unique(BREAKOUT), body: `${BODY} жаңа`, tags: '' };
	leadsTo(await send(asker, `/questions/posts/${question}/edit`, edit));
	leadsTo(await send(asker, `/questions/posts/${reply}/flag`, { reason: 'other', note: BREAKOUT }));
	const better = { key: randomUUID(), base: '1', body: BREAKOUT, reason: BREAKOUT };
	const suggestion = leadsTo(
		await send(asker, `/questions/posts/${reply}/suggest`, better)
	).replace(/^\/kk/, '');
	const q = encodeURIComponent(BREAKOUT);
	const walk: [BrowserContext, string[]][] = [
		[
			visitor,
			[`/questions/${question}`, '/questions', `/questions?q=${q}`, `/questions?direction=${q}`]
		],
		[
			asker,
			[`/questions/posts/${question}/history`, `/questions/posts/${question}/edit`, suggestion]
		],
		[
			asker,
			[`/questions/posts/${reply}/comments`, '/me/questions', '/me/notices', `/people?q=${q}`]
		],
		[helper, [`/questions/posts/${question}/suggest`, `/questions/posts/${question}/flag`]],
		[
			staff,
			[`/questions/${question}/duplicate?q=${q}`, '/staff/moderation', '/staff/moderation/log']
		]
	];
	const dialogs: string[] = [];
	for (const [context, paths] of walk) {
		const page = await context.newPage();
		page.on('dialog', (dialog) => (dialogs.push(page.url()), dialog.dismiss()));
		for (const path of paths) {
			expect([path, (await page.goto(`/kk${path}`))?.status()]).toEqual([path, 200]);
			expect([path, await strangers(page)]).toEqual([path, []]);
		}
		if (context === visitor) {
			await page.goto(`/kk/questions/${question}`);
			await expect(page.getByRole('heading', { level: 1 })).toContainText(BREAKOUT);
			await expect(page).toHaveTitle(new RegExp('%sveltekit\\.body%'));
		}
		if (context === staff) {
			await page.goto('/kk/staff/moderation');
			await page.getByRole('main').getByRole('link', { name: 'onerror' }).first().click();
			await expect(page.getByText(BREAKOUT).first()).toBeVisible();
			expect(await strangers(page)).toEqual([]);
		}
		if (context === helper) {
			await page.goto('/kk/questions/ask');
			await page.getByLabel(t('kk', 'forum_field_title')).fill(BREAKOUT);
			await page.getByLabel(t('kk', 'forum_field_body')).fill(BODY);
			await page.getByRole('button', { name: t('kk', 'forum_writing_preview') }).click();
			await expect(page.getByText('{{7*7}}').first()).toBeVisible();
			expect(await strangers(page)).toEqual([]);
		}
	}
	const reader = await visitor.newPage();
	// What was told of it by mail; the name of a file is kept nowhere.
	await reader.goto('/kk/demo/mailbox');
	expect(await strangers(reader)).toEqual([]);
	await reader.goto(`/kk/questions/${question}`);
	await expect(reader.locator('article img')).toHaveCount(1);
	expect(await reader.locator('article img').first().getAttribute('alt')).not.toContain('onerror');
	const typed = await visitor.request.get(`/kk/questions/similar?title=${q}`);
	expect(typed.headers()['content-type']).toContain('application/json');
	for (const feed of ['/feeds/questions.xml', '/sitemap.xml']) {
		const text = await (await visitor.request.get(feed)).text();
		const faults = await reader.evaluate((xml) => {
			const parsed = new DOMParser().parseFromString(xml, 'application/xml');
			return [...parsed.querySelectorAll('parsererror, script, svg, img')].map((e) => e.outerHTML);
		}, text);
		expect([feed, faults]).toEqual([feed, []]);
	}
	expect(dialogs).toEqual([]);
});

test('kk, no script: what is too much, too late or one’s own is refused in words, and two tabs leave one mark', async ({
	browser
}) => {
	const [asker, helper] = [
		await as(browser, 'expert', false),
		await as(browser, 'graduate', false)
	];
	const question = await ask(asker, unique('Елу мың жұлдызша сыйса қайтер еді?'));
	const answers = [
		await answer(helper, question, 'Бір хабарға он мың таңба сыяды.'),
		await answer(asker, question, 'Өзім де таптым.')
	];
	const stars = '*'.repeat(50_000);
	for (const [context, path, form] of [
		[asker, '/questions/ask', { direction: 'other', title: 'Жұлдызшаларды қайда саламыз?' }],
		[asker, '/questions/ask', { direction: 'other', title: 'Сол', preview: '1' }],
		[helper, `/questions/${question}?/answer`, {}],
		[asker, `/questions/posts/${answers[0]}/suggest`, { base: '1', reason: 'Себеп' }]
	] as [BrowserContext, string, Record<string, string>][]) {
		const sent = { key: randomUUID(), locale: 'kk', tags: '', ...form, body: stars };
		const response = await send(context, path, sent);
		expect([path, response.status()]).toEqual([path, 400]);
		const page = await context.newPage();
		await page.setContent(await response.text());
		await expect(page.locator('[name=body]').first()).toHaveValue(stars);
		await expect(page.locator('[name=body]').first()).toHaveAttribute('aria-invalid', 'true');
		await page.close();
	}
	const names = Object.fromEntries(Array.from({ length: 20_000 }, (_, i) => [`k${i}`, '']));
	const crowd = await asker.request.post('/kk/questions/ask', {
		form: names,
		headers: { origin: origin() }
	});
	expect(crowd.status()).toBeLessThan(500);

	const own = await send(asker, `/questions/${question}?/vote`, {
		...{ kind: 'question', post: question, value: '1' }
	});
	expect(own.status()).toBe(400);
	expect(await own.text()).toContain(t('kk', 'forum_own_post'));
	const accept = (id: string) => send(asker, `/questions/${question}?/accept`, { answer: id });
	for (const response of await Promise.all(answers.map(accept))) leadsTo(response);
	const page = await asker.newPage();
	await page.goto(`/kk/questions/${question}`);
	await expect(page.getByText(t('kk', 'forum_accepted'), { exact: true })).toHaveCount(1);

	leadsTo(await send(helper, `/questions/posts/${answers[0]}/withdraw?/withdraw`, {}));
	expect((await accept(answers[0] as string)).status()).toBe(404);
});
