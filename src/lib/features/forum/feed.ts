import { escapeXml } from '$lib/server/xml';
import type { Locale } from '$lib/i18n';
import { route } from '$lib/route';
import type { QuestionCard } from './types';

interface Feed {
	origin: string;
	locale: Locale;
	title: string;
	/** The feed's own address. */
	self: string;
	questions: QuestionCard[];
}

/**
 * The newest questions as Atom: titles alone. Names and texts stay on the page, where they can still be
 * corrected or taken back; whoever read the feed keeps it.
 */
export function questionFeed({ origin, locale, title, self, questions }: Feed): string {
	const entries = questions.map((question) => {
		const address = escapeXml(origin + route.questionHome(question.locale, question.id));
		return `<entry xml:lang="${question.locale}">
<id>${address}</id>
<title>${escapeXml(question.title)}</title>
<link href="${address}"/>
<published>${question.createdAt}</published>
<updated>${question.createdAt}</updated>
<category term="${escapeXml(question.direction[question.locale])}"/>
</entry>`;
	});
	return `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">
<id>${escapeXml(origin + self)}</id>
<title>${escapeXml(title)}</title>
<author><name>Jalgas</name></author>
<link rel="self" href="${escapeXml(origin + self)}"/>
<link href="${escapeXml(`${origin}/${locale}/questions`)}"/>
<updated>${questions[0]?.createdAt ?? '2026-01-01T00:00:00Z'}</updated>
${entries.join('\n')}
</feed>`;
}
