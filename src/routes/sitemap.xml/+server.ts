import { readSitemap } from '$lib/features/forum/read.server';
import { LOCALES } from '$lib/i18n';
import { route } from '$lib/route';
import { escapeXml, xml } from '$lib/server/xml';

/** Pages that anybody may read, in every language. */
const PAGES = ['', '/questions', '/questions/tags', '/guides', '/programmes'];

/** For search engines: the public pages, topics, guides and the newest questions, these in their own language. */
export async function GET({ locals, url }) {
	const { questions, guides, tags } = await readSitemap(locals.db);
	const pages = [...PAGES, ...tags.map((slug) => `/questions/tags/${slug}`)];
	const addresses = [
		...pages.flatMap((path) => LOCALES.map((locale) => `/${locale}${path}`)),
		...guides.map(({ locale, id }) => route.guideHome(locale, id)),
		...questions.map(({ locale, id }) => route.questionHome(locale, id))
	];
	const entries = addresses.map((path) => `<url><loc>${escapeXml(url.origin + path)}</loc></url>`);
	return xml(
		'application/xml',
		`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n${entries.join('\n')}\n</urlset>`,
		3600
	);
}
