/** What people do in the forum: turn pages, filter, look for words, and ask what was asked before. */
import type { Embedded } from '../../../src/lib/server/embedded.server';
import type { Cost } from './searches';

interface Sample {
	id: string;
	direction: string;
	region: string;
	/** In some forty titles, whatever the size. */
	rare: string;
	middling: string;
	common: string;
	/** The slug of one: the first are on many questions. */
	topic: string;
	/** A title as it stands and one with other words between. */
	title: string;
}

const SAMPLES = `
	with words as (
		select w.word, row_number() over (order by v.questions desc, w.n) as place, count(*) over () as n,
			row_number() over (order by abs(v.questions - 40), w.n) as by_forty
		from bench.words w join private.forum_vocabulary v on v.stem = w.stem and v.in_title)
	select q.id, q.direction, q.region_code as region, q.title,
		(select w.word from words w where w.by_forty = q.i) as rare,
		(select w.word from words w where w.place = w.n / 20 + q.i) as middling,
		(select w.word from words w where w.place = 1 + q.i % 20) as common,
		(select t.slug from private.tags t where t.slug = 'topic-' || q.i % 200) as topic
	from (select *, row_number() over (order by id) as i from public.questions order by id limit $1) q`;

type Query = Partial<Record<'q' | 'direction' | 'locale' | 'state' | 'region' | 'after', string>>;
const quoted = (value: string) => `'${value.replaceAll("'", "''")}'`;
const list = (query: Query) =>
	`select public.page_questions(${Object.entries(query)
		.map(([key, value]) => `p_${key} => ${quoted(value)}`)
		.join(', ')})`;
const similar = (title: string) => `select public.similar_questions(${quoted(title)})`;
/** Without the third letter: a slip of the pen. */
const slip = (word: string) => word.slice(0, 2) + word.slice(3);

export const LISTS: Record<string, (sample: Sample) => string> = {
	'a question': ({ id }) => `select public.page_question('${id}')`,
	"a question: a reader's own part": ({ id }) => `select public.page_my_question('${id}')`,
	topics: () => 'select public.page_tags()',
	'a topic': ({ topic }) => `select public.page_tag('${topic}')`,
	'a topic, next page': ({ topic, id }) => `select public.page_tag('${topic}', '${id}')`,
	'list: first page': () => list({}),
	'list: next page': ({ id }) => list({ after: id }),
	'list: direction': ({ direction }) => list({ direction }),
	'list: direction, next page': ({ direction, id }) => list({ direction, after: id }),
	'list: unanswered': () => list({ state: 'unanswered' }),
	'list: solved, direction': ({ direction }) => list({ state: 'solved', direction }),
	'list: language': () => list({ locale: 'en' }),
	'list: language, direction': ({ direction }) => list({ locale: 'en', direction }),
	'list: region': ({ region }) => list({ region }),
	'list: region, next page': ({ region, id }) => list({ region, after: id }),
	'list: region, unanswered': ({ region }) => list({ region, state: 'unanswered' }),
	'list: all filters': ({ direction }) => list({ locale: 'ru', direction, state: 'unanswered' }),
	'search: rare word': ({ rare }) => list({ q: rare }),
	'search: middling word': ({ middling }) => list({ q: middling }),
	'search: common word': ({ common }) => list({ q: common }),
	'search: common word, next page': ({ common, id }) => list({ q: common, after: id }),
	'search: two common words': ({ common, title }) =>
		list({ q: `${common} ${title.split(' ')[0]}` }),
	'search: rare and common': ({ rare, common }) => list({ q: `${rare} ${common}` }),
	'search: two that never meet': ({ middling, rare }) => list({ q: `${middling} ${rare}` }),
	'search: whole title': ({ title }) => list({ q: title }),
	'search: with a slip': ({ middling }) => list({ q: slip(middling) }),
	'search: common word, all filters': ({ common, direction }) =>
		list({ q: common, direction, locale: 'ru', state: 'solved' }),
	'search: common word, region': ({ common, region }) => list({ q: common, region }),
	'search: no such word': ({ rare }) => list({ q: `${rare} щщйцх` })
};

export const SIMILAR: Record<string, (sample: Sample) => string> = {
	'similar: a title again': ({ title }) => similar(title),
	'similar: half of it, with slips': ({ title, common }) =>
		similar(`${title.split(' ').slice(0, 3).map(slip).join(' ')} ${common}`),
	'similar: common words only': ({ common, middling }) => similar(`${common} ${middling} ${common}`)
};

export const takeSamples = (database: Embedded, count: number): Promise<Sample[]> =>
	database.query<Sample>(SAMPLES, [count]);

/** What each costs, over all samples. */
export async function measureForum(
	database: Embedded,
	searches: Record<string, (sample: Sample) => string>,
	list: Sample[]
): Promise<Cost[]> {
	const rows: Cost[] = [];
	for (const [name, search] of Object.entries(searches)) {
		const costs: { ms: number; buffers: number }[] = [];
		for (const sample of list) {
			const [row] = await database.query<{ cost: { ms: number; buffers: number } }>(
				'select bench.measure($1) as cost',
				[search(sample)]
			);
			if (row) costs.push(row.cost);
		}
		const at = (key: 'ms' | 'buffers', share: number) => {
			const sorted = costs.map((cost) => cost[key]).sort((a, b) => a - b);
			return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
		};
		rows.push({
			name,
			...{ p50: at('ms', 0.5), p95: at('ms', 0.95), max: at('ms', 1) },
			buffers: at('buffers', 0.95)
		});
	}
	return rows;
}
