import { diffArrays } from 'diff';
import type { Change } from './types';

/** More single changes than this is another text: it is shown as one taken out and one put in. */
const MOST_CHANGES = 500;
/** What stayed the same is shown this far on each side of a change. */
const AROUND = 160;

/** What became of a text, word by word, in any script. */
export function changes(before: string, after: string): Change[] {
	if (before === after) return after ? [{ kind: 'same', text: after }] : [];
	const parts = diffArrays(words(before), words(after), { maxEditLength: MOST_CHANGES });
	if (!parts)
		return [
			{ kind: 'removed', text: before },
			{ kind: 'added', text: after }
		];
	return parts.map(({ added, removed, value }, i) => {
		const text = value.join('');
		if (added) return { kind: 'added', text };
		if (removed) return { kind: 'removed', text };
		return { kind: 'same', text: shortened(text, i === 0, i === parts.length - 1) };
	});
}

const words = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}\p{M}]+|./gsu) ?? [];

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
	if (text.length <= 2 * AROUND + 3) return text;
	const head = isFirst ? '' : text.slice(0, AROUND);
	const tail = isLast ? '' : text.slice(-AROUND);
	return `${head} … ${tail}`;
}
