import { json } from '@sveltejs/kit';
import { similarQuestions } from '$lib/features/forum/read.server';
import { askQuery } from '$lib/features/forum/schema';
import { formatNumber } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import { route } from '$lib/route';

/** What was asked before, for a title that is being typed: links in the reader's words, and no page. */
export async function GET({ locals, url }) {
	const { title } = askQuery.parse(Object.fromEntries(url.searchParams));
	const found = title.length < 10 ? [] : await similarQuestions(locals.db, title);
	const links = found.map(({ id, title, locale, answerCount: count, isAccepted }) => ({
		href: route.question(id),
		title,
		locale,
		note:
			count === 0
				? m.forum_waiting()
				: [isAccepted && m.forum_solved(), m.forum_answers({ count, number: formatNumber(count) })]
						.filter(Boolean)
						.join(' · ')
	}));
	return json(links, { headers: { 'cache-control': 'private, max-age=120' } });
}
