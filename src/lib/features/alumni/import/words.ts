import synonyms from './synonyms.json' with { type: 'json' };

/** Lower case, one space between words, no punctuation but inner hyphens: how headers and words of a list are compared. */
export const wordsOf = (text: string): string =>
	text
		.toLowerCase()
		.replaceAll('ё', 'е')
		.replace(/[^\p{L}\p{N}+№-]+/gu, ' ')
		.trim();

const spellings = synonyms.spellings as Record<string, string>;
/** One key for the Kazakh and the Russian spelling of a name. */
export const spelled = (value: unknown): string =>
	[...String(value ?? '').toLowerCase()].map((letter) => spellings[letter] ?? letter).join('');
