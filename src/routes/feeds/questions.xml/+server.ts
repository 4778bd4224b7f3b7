import { questionFeed } from '$lib/features/forum/feed';
import { readQuestions } from '$lib/features/forum/read.server';
import { isLocale } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import { route } from '$lib/route';
import { xml } from '$lib/server/xml';

/** The newest questions for feed readers. What makes no sense in the query is left out. */
export async function GET({ locals, url }) {
	const asked = url.searchParams.get('locale');
	const locale = isLocale(asked) ? asked : undefined;
	const { questions } = await readQuestions(locals.db, { locale });
	const feed = questionFeed({
		origin: url.origin,
		locale: locale ?? 'kk',
		title: `${m.forum_title({}, { locale: locale ?? 'kk' })} · Jalgas`,
		self: route.questionFeed(locale),
		questions
	});
	return xml('application/atom+xml', feed, 300);
}
