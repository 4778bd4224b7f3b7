/** Lower case, one space between words, no punctuation but inner hyphens: how headers and words of a list are compared. */
export const wordsOf = (text: string): string =>
	text
		.toLowerCase()
		.replaceAll('ё', 'е')
		.replace(/[^\p{L}\p{N}+№-]+/gu, ' ')
		.trim();
