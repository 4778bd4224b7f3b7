/** What an act in the forum needs: nothing more, signing in, or the claim of a registry record. */
export type Standing = 'may_act' | 'sign_in' | 'claim';

/** Only those whom the registry knows ask, answer and vote; everybody reads. */
export function standing(viewer: { personId: string | null } | null): Standing {
	if (!viewer) return 'sign_in';
	return viewer.personId ? 'may_act' : 'claim';
}

/** Line breaks and blanks of other scripts and machines. */
const BREAKS = /\r\n?|[\u2028\u2029]/g;
const BLANKS = /[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]/g;
const any = (...signs: string[]) => `[${signs.join('')}]`;
/**
 * Controls but line break and tab; marks that turn text; signs without width and blank letters;
 * annotations and tags. private.clean_text() knows the same ones, and those below.
 */
const HIDDEN = String.raw`\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u2800\u3164\ufe00-\ufe0d\ufeff\uffa0\ufff0-\ufffc\u{13430}-\u{13442}\u{16fe4}\u{1bca0}-\u{1bca3}\u{1d159}\u{1d165}-\u{1d17a}\u{e0000}-\u{e0fff}`;
const MARK = String.raw`\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u06d6-\u06dc\u06df-\u06e4\u06e7-\u06ed\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u0f71-\u0f84\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u2cef-\u2cf1\u2de0-\u2dff\u302a-\u302f\u3099\u309a\ua66f-\ua672\ua674-\ua67d\ufe0e\ufe0f\ufe20-\ufe2f`;
const JOINER = String.raw`\u200c\u200d`;
const LETTER = String.raw`0-9A-Za-z\u00c0-\u024f\u0400-\u052f`;
const REFUSED = new RegExp(String.raw`(?![\n\t])\p{Cc}|` + any(HIDDEN), 'gu');
/** Joiners belong into emoji and some scripts: none beside our letters, between marks or at an end. */
const JOINERS = new RegExp(`(${any(JOINER)})${any(JOINER)}+`, 'gu');
const LOOSE = new RegExp(
	[
		String.raw`(^|\s)${any(MARK, JOINER)}+`,
		`${any(JOINER)}(?=${any(MARK, LETTER, String.raw`\s`)}|$)`,
		`(${any(LETTER)}${any(MARK)}*)${any(JOINER)}`
	].join('|'),
	'gu'
);
const TOWERS = new RegExp(`(${any(MARK)}{3})${any(MARK)}+`, 'gu');
/** Any script's: who came home from China quotes Chinese. private.has_letter() lists them by number. */
const READABLE = /[\p{L}\p{N}]/u;

/** A text as it is kept: one kind of line break, nothing invisible, no more than one empty line. */
export const cleanText = (text: string): string =>
	text
		.replace(BREAKS, '\n')
		.replace(BLANKS, ' ')
		.replace(REFUSED, '')
		.normalize('NFC')
		.replace(JOINERS, '$1')
		.replace(LOOSE, '$1$2')
		.replace(TOWERS, '$1')
		.split('\n')
		.map((line) => line.trimEnd())
		.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();

export const onOneLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

/** A title as it is kept: on one line, and empty where there is no letter or digit to read. */
export function cleanLine(text: string): string {
	const line = onOneLine(text);
	return READABLE.test(line) ? line : '';
}

/** The words of a search that found nothing, to be looked for alone: the longest say most. */
export const oneByOne = (search: string): string[] => {
	const words = [...new Set(search.split(/\s+/).filter((word) => word.length > 2))];
	if (!/\s/.test(search.trim())) return [];
	return words.sort((a, b) => b.length - a.length).slice(0, 4);
};

/** What pressing a vote button leads to: the other vote replaces, the same one takes it back. */
export const nextVote = (current: -1 | 0 | 1, pressed: -1 | 1): -1 | 0 | 1 =>
	current === pressed ? 0 : pressed;

/** What a field of topics offers: the most used ones of the direction, or the first of every direction. */
export function offeredTags(
	tags: Record<string, string[]>,
	direction: string | undefined
): string[] {
	const own = direction ? tags[direction] : undefined;
	const lists = Object.values(tags);
	const mixed = Array.from({ length: 30 }, (_, place) =>
		lists.flatMap((list) => list[place] ?? [])
	);
	return [...new Set(own ?? mixed.flat())].slice(0, 30);
}
