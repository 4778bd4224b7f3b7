/** What an act in the forum needs: nothing more, signing in, or the claim of a registry record. */
export type Standing = 'may_act' | 'sign_in' | 'claim';

/** Only those whom the registry knows ask, answer and vote; everybody reads. */
export function standing(viewer: { personId: string | null } | null): Standing {
	if (!viewer) return 'sign_in';
	return viewer.personId ? 'may_act' : 'claim';
}

/** Controls but line break and tab; marks that turn or hide text: zero-width, bidi, byte order. */
const HIDDEN =
	/(?![\n\t])\p{Cc}|[\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]/gu;

/** A text as it is kept: one kind of line break, nothing invisible, no more than one empty line. */
export const cleanText = (text: string): string =>
	text
		.replace(/\r\n?/g, '\n')
		.replace(HIDDEN, '')
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
