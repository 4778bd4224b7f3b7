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
	const found: Change[] = parts.map(({ added, removed, value }) => ({
		kind: added ? 'added' : removed ? 'removed' : 'same',
		text: value.join('')
	}));
	return phrases(found).map(({ kind, text }, i, { length }) => ({
		kind,
		text: kind === 'same' ? shortened(text, i === 0, i === length - 1) : text
	}));
}

const isGap = ({ kind, text }: Change): boolean => kind === 'same' && /^[^\S\n]+$/.test(text);

/** Words that changed one after the other are one change: read word by word they are nobody's sentence. */
function phrases(found: Change[]): Change[] {
	const shown: Change[] = [];
	let removed = '';
	let added = '';
	const put = (kind: Change['kind'], text: string) => text && shown.push({ kind, text });
	found.forEach((change, i) => {
		const isBetween = found[i + 1] && found[i + 1]?.kind !== 'same';
		if (change.kind === 'removed') removed += change.text;
		else if (change.kind === 'added') added += change.text;
		else if (removed && added && isBetween && isGap(change)) {
			removed += change.text;
			added += change.text;
		} else {
			put('removed', removed);
			put('added', added);
			put('same', change.text);
			removed = added = '';
		}
	});
	put('removed', removed);
	put('added', added);
	return shown;
}

const words = (text: string): string[] => text.match(/\s+|[\p{L}\p{N}\p{M}]+|./gsu) ?? [];

function shortened(text: string, isFirst: boolean, isLast: boolean): string {
	if (text.length <= 2 * AROUND + 3) return text;
	const head = isFirst ? '' : text.slice(0, AROUND);
	const tail = isLast ? '' : text.slice(-AROUND);
	return `${head} … ${tail}`;
}
