/**
 * What a page costs the first time, on a cheap phone with a slow network: bytes over the wire and the
 * time until the largest thing is painted. Over the DevTools protocol, as Lighthouse does it.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import puppeteer, { type CDPSession, type Page } from 'puppeteer-core';

export interface Weight {
	status: number;
	totalKb: number;
	jsKb: number;
	requests: number;
	lcpMs: number;
}

/** slow4g: 1.6 Mbit/s down, 0.75 up, 150 ms more a request, a processor four times slower. */
const NETWORK = {
	offline: false,
	latency: 150,
	downloadThroughput: 1.6e6 / 8,
	uploadThroughput: 0.75e6 / 8
};
const CPU_SLOWDOWN = 4;
const PHONE = { width: 360, height: 740, deviceScaleFactor: 2, isMobile: true, hasTouch: true };
const FLAGS = [
	...['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run'],
	...['--disable-background-networking', '--disable-component-update', '--disable-sync']
];
/** A page is settled when nothing was fetched or painted anew for so long. */
const QUIET_MS = 1500;

const median = (values: number[]): number =>
	[...values].sort((a, b) => a - b)[(values.length - 1) >> 1] ?? Number.NaN;
const kb = (bytes: number): number => Math.round(bytes / 102.4) / 10;

interface Transfer {
	requests: number;
	bytes: number;
	scriptBytes: number;
	/** When something last happened on the network. */
	last: number;
}

async function listen(session: CDPSession): Promise<Transfer> {
	const seen: Transfer = { requests: 0, bytes: 0, scriptBytes: 0, last: Date.now() };
	const scripts = new Set<string>();
	session.on('Network.requestWillBeSent', ({ request, requestId, type }) => {
		if (/^(data|blob):/.test(request.url)) return;
		seen.requests++;
		if (type === 'Script') scripts.add(requestId);
		seen.last = Date.now();
	});
	session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		seen.bytes += encodedDataLength;
		if (scripts.has(requestId)) seen.scriptBytes += encodedDataLength;
		seen.last = Date.now();
	});
	await session.send('Network.enable');
	return seen;
}

/** Remembers the largest paint; runs in the page before anything of its own. */
const rememberPaint = `
	window.lcp = 0;
	new PerformanceObserver((list) => {
		for (const entry of list.getEntries()) window.lcp = entry.startTime;
	}).observe({ type: 'largest-contentful-paint', buffered: true });`;

async function visit(page: Page, url: string, cookie: string): Promise<Weight> {
	await page.setViewport(PHONE);
	const session = await page.createCDPSession();
	const seen = await listen(session);
	if (cookie) await session.send('Network.setExtraHTTPHeaders', { headers: { cookie } });
	await page.evaluateOnNewDocument(rememberPaint);
	await session.send('Network.emulateNetworkConditions', NETWORK);
	await session.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN });
	const response = await page.goto(url, { waitUntil: 'load', timeout: 120_000 });
	while (Date.now() - seen.last < QUIET_MS) await new Promise((done) => setTimeout(done, 100));
	const lcpMs = Math.round((await page.evaluate('window.lcp')) as number);
	return {
		status: response?.status() ?? 0,
		totalKb: kb(seen.bytes),
		jsKb: kb(seen.scriptBytes),
		requests: seen.requests,
		lcpMs
	};
}

/** The median of some first visits, each with a new browser and an empty cache. */
export async function weigh(
	url: string,
	{ cookie = '', runs = 3, chromium = '/usr/bin/chromium' } = {}
): Promise<Weight> {
	const visits: Weight[] = [];
	for (let run = 0; run < runs; run++) {
		const userDataDir = mkdtempSync(join(tmpdir(), 'jalgas-bench-'));
		const browser = await puppeteer.launch({ executablePath: chromium, args: FLAGS, userDataDir });
		try {
			visits.push(await visit(await browser.newPage(), url, cookie));
		} finally {
			await browser.close();
			rmSync(userDataDir, { recursive: true, force: true });
		}
	}
	const of = (key: keyof Weight) => median(visits.map((one) => one[key]));
	return {
		status: of('status'),
		totalKb: of('totalKb'),
		jsKb: of('jsKb'),
		requests: of('requests'),
		lcpMs: of('lcpMs')
	};
}
