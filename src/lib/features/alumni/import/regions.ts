import synonyms from './synonyms.json' with { type: 'json' };
import { spelled, wordsOf } from './words';

/** What the database knows about places and directions, for reading rosters. */
export interface Vocabulary {
	/** [code, kk, ru, en] */
	regions: [string, string, string, string][];
	/** [old name, code of a region of today, whether it was split] */
	legacy: [string, string, boolean][];
	/** [code, kk, ru, en] */
	directions: [string, string, string, string][];
}

export interface Place {
	/** Null where an old region was split. */
	code: string | null;
	/** The old name, as the report writes it; null for a name of today. */
	legacy: string | null;
	/** A name of today that a roster of before June 2022 would use for a wider area. */
	narrowed: boolean;
}

type Kind = 'region' | 'city' | '';

/** The name without its word for region or city, in one spelling, and which of the two it was. */
function stemOf(text: string): [stem: string, kind: Kind] {
	const words = wordsOf(text).split(' ');
	const has = (list: string[]) => words.some((word) => list.includes(word));
	const kind = has(synonyms.regionWords) ? 'region' : has(synonyms.cityWords) ? 'city' : '';
	const drop = [...synonyms.regionWords, ...synonyms.cityWords];
	return [spelled(words.filter((word) => !drop.includes(word)).join(' ')), kind];
}

/** Finds a region by its code, by a name of today in three languages, or by an old name. */
export function regionReader(vocabulary: Vocabulary) {
	const oldNames = synonyms.legacy as Record<string, string[]>;
	const legacy = new Map<string, Place>();
	for (const [name, code, isSplit] of vocabulary.legacy) {
		const place = { code: isSplit ? null : code, legacy: name, narrowed: false };
		for (const spelling of [name, ...(oldNames[name] ?? [])])
			legacy.set(spelled(wordsOf(spelling)), place);
	}
	const today = new Map<string, Set<string>>();
	const put = (key: string, code: string) =>
		today.set(key, (today.get(key) ?? new Set()).add(code));
	const others = synonyms.regions as Record<string, string[]>;
	for (const [code, ...names] of vocabulary.regions)
		for (const name of [...names, ...(others[code] ?? [])]) {
			const [stem, kind] = stemOf(name);
			put(`${stem}|${kind}`, code);
			put(`${stem}|`, code);
		}
	const codes = new Set(vocabulary.regions.map(([code]) => code));

	return (text: string): { value: Place } | { wrong: string } => {
		const code = text.toUpperCase();
		if (codes.has(code)) return { value: { code, legacy: null, narrowed: false } };
		const old = legacy.get(spelled(wordsOf(text)));
		if (old) return { value: old };
		const [stem, kind] = stemOf(text);
		const found = [...(today.get(`${stem}|${kind}`) ?? [])];
		if (found.length > 1) return { wrong: 'region_ambiguous' };
		return found[0]
			? { value: { code: found[0], legacy: null, narrowed: synonyms.narrowed.includes(found[0]) } }
			: { wrong: 'region' };
	};
}
