import { LOCALES } from '$lib/i18n';
import { route } from '$lib/route';
import { text } from '@sveltejs/kit';

/** Pages about people and behind personal links are nobody's to list. */
const CLOSED = ['/people', '/s/'];

export const GET = ({ url }) =>
	text(
		[
			'User-agent: *',
			...CLOSED.flatMap((path) => LOCALES.map((locale) => `Disallow: /${locale}${path}`)),
			`Sitemap: ${url.origin}${route.sitemap()}`,
			''
		].join('\n'),
		{ headers: { 'cache-control': 'public, max-age=86400' } }
	);
