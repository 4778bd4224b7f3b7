/** How often the question that somebody means is among the five that the site shows for what they typed. */
import {
	LABELLED_LOCALES,
	askLabelled,
	recallOf
} from '../../../tests/fixtures/labelled-questions';
import { openServer } from './open-server';

export async function measureRecall(server: string) {
	const { database, close } = await openServer(server, 'jalgas_bench_recall', { anew: true });
	const similar = async (typed: string) => {
		const [row] = await database.query<{ cards: { title: string }[] }>(
			'select public.similar_questions($1) as cards',
			[typed]
		);
		return (row?.cards ?? []).map(({ title }) => title);
	};
	try {
		await askLabelled(database.query);
		const found = [];
		for (const locale of LABELLED_LOCALES)
			found.push({ locale, ...(await recallOf(locale, similar)) });
		return found;
	} finally {
		await close();
	}
}
