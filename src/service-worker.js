/// <reference types="@sveltejs/kit" />
/// <reference no-default-lib="true"/>
/// <reference lib="esnext" />
/// <reference lib="webworker" />
// Where no page can be had, the form for a question opens. That one page is kept as a visitor gets it, in
// the reader's language; whatever shows who is signed in is never kept, and with a connection all comes
// from the server.
import { version } from '$service-worker';

const worker = /** @type {ServiceWorkerGlobalScope} */ (/** @type {unknown} */ (self));
const CACHE = `jalgas-offline-${version}`;
const locale = new URL(worker.location.href).searchParams.get('locale') ?? 'kk';
const PAGE = `/${locale}/questions/ask/offline`;

async function keep() {
	const answer = await fetch(PAGE, { credentials: 'omit' });
	if (!answer.ok) throw new Error('no page to keep');
	const parts = (await answer.clone().text()).matchAll(/(?:href|src)="(\/_app\/[^"]+)"/g);
	const cache = await caches.open(CACHE);
	await cache.addAll([...new Set([...parts].map(([, path]) => path ?? PAGE))]);
	await cache.put(PAGE, answer);
}

async function forgetOlder() {
	for (const name of await caches.keys())
		if (name.startsWith('jalgas-offline-') && name !== CACHE) await caches.delete(name);
}

/** @param {Request} request */
async function pageOrForm(request) {
	try {
		return await fetch(request);
	} catch (cause) {
		const kept = await caches.match(PAGE);
		if (!kept) throw cause;
		return kept;
	}
}

worker.addEventListener('install', (event) =>
	event.waitUntil(keep().then(() => worker.skipWaiting()))
);
worker.addEventListener('activate', (event) => event.waitUntil(forgetOlder()));
worker.addEventListener('fetch', (event) => {
	const { request } = event;
	const { origin, pathname } = new URL(request.url);
	if (request.method !== 'GET' || origin !== worker.location.origin) return;
	if (request.mode === 'navigate') event.respondWith(pageOrForm(request));
	// Their names tell what is in them: what is kept is never old.
	else if (pathname.startsWith('/_app/'))
		event.respondWith(caches.match(request).then((kept) => kept ?? fetch(request)));
});
