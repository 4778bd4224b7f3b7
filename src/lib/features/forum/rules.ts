/** What an act in the forum needs: nothing more, signing in, or the claim of a registry record. */
export type Standing = 'may_act' | 'sign_in' | 'claim';

/** Only those whom the registry knows ask, answer and vote; everybody reads. */
export function standing(viewer: { personId: string | null } | null): Standing {
	if (!viewer) return 'sign_in';
	return viewer.personId ? 'may_act' : 'claim';
}

/**
 * Controls but line break and tab; marks that turn text; signs without width and blank letters;
 * annotations and tags. private.clean_text() knows the same ones.
 */
const HIDDEN =
	/(?![\n\t])\p{Cc}|[\u00ad\u061c\u115f\u1160\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\u2800\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const JOINERS = /([\u200c\u200d])[\u200c\u200d]+/gu;
const LOOSE_JOINERS = /(^|\s)[\u200c\u200d]+|[\u200c\u200d]+(?=\s|$)/gu;
const TOWERS = /(\p{M}{3})\p{M}+/gu;

/** A text as it is kept: one kind of line break, nothing invisible, no more than one empty line. */
export const cleanText = (text: string): string =>
	text
		.replace(/\r\n?/g, '\n')
		.replace(HIDDEN, '')
		.replace(JOINERS, '$1')
		.replace(LOOSE_JOINERS, '$1')
		.replace(TOWERS, '$1')
		.split('\n')
		.map((line) => line.trimEnd())
		.join('\n')
		.replace(/\n{3,}/g, '\n\n')
		.trim();

/** A title as it is kept: on one line. */
export const cleanLine = (text: string): string => cleanText(text).replace(/\s+/g, ' ');

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
