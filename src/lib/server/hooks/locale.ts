import { redirect, type Handle } from '@sveltejs/kit';
import { isLocale, type Locale } from '$lib/i18n';
import { baseLocale } from '$lib/paraglide/runtime';
import { paraglideMiddleware } from '$lib/paraglide/server';

/** Paths that have no language: machines read them, or the reader's language is in the data. */
const WITHOUT_LANGUAGE =
	/^\/(healthz|api|feeds|webhooks|u|photos|_app|robots\.txt|sitemap\.xml|favicon\.svg)(\/|$)/;

/** The reader's language where the address does not tell: their last choice, their browser, Kazakh. */
export function preferredLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
	if (isLocale(cookie)) return cookie;
	let best: { locale: Locale; weight: number } = { locale: 'kk', weight: 0 };
	for (const part of (acceptLanguage ?? '').split(',')) {
		const [tag, ...parameters] = part.trim().toLowerCase().split(';');
		const weight = Number(/q=([\d.]+)/.exec(parameters.join())?.[1] ?? 1);
		const language = tag?.split('-')[0];
		if (isLocale(language) && weight > best.weight) best = { locale: language, weight };
	}
	return best.locale;
}

/** Every page has its language in its address; an address without one leads to the right one. */
export const locale: Handle = ({ event, resolve }) => {
	const { pathname, search } = event.url;
	if (WITHOUT_LANGUAGE.test(pathname))
		return resolve(event, {
			transformPageChunk: ({ html }) => html.replace('%lang%', baseLocale)
		});
	const first = pathname.split('/')[1];
	const preferred = preferredLocale(
		event.cookies.get('locale'),
		event.request.headers.get('accept-language')
	);
	if (!isLocale(first)) redirect(307, `/${preferred}${pathname === '/' ? '' : pathname}${search}`);
	// Only a choice is remembered: an answer that sets no cookie may be kept by caches.
	if (preferred !== first)
		event.cookies.set('locale', first, {
			path: '/',
			maxAge: 31_536_000,
			httpOnly: true,
			sameSite: 'lax',
			secure: event.url.protocol === 'https:'
		});
	return paraglideMiddleware(event.request, ({ locale: current }) =>
		resolve(event, { transformPageChunk: ({ html }) => html.replace('%lang%', current) })
	);
};
