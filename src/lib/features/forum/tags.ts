import { z } from 'zod';
import { onOneLine } from './rules';

/** The names in a field of topics: parted by commas, each once however it is written. */
function cleanTags(typed: string): string[] {
	const names = new Map<string, string>();
	for (const part of onOneLine(typed).split(/[,;]/)) {
		const name = part.trim().normalize('NFC');
		const key = name.toLowerCase();
		if (name && !names.has(key)) names.set(key, name);
	}
	return [...names.values()];
}

/** Letters of the three languages, digits, blanks and . + -, as private.clean_tags() takes them. */
const isTag = (name: string): boolean =>
	/^[0-9A-Za-z\u00c0-\u024f\u0400-\u04ff][0-9A-Za-z\u00c0-\u024f\u0400-\u04ff .+-]{1,29}$/.test(
		name
	);

/** Up to five topics in one field. */
export const tagsField = z
	.string()
	.default('')
	.pipe(z.string().max(1000, 'forum_tags_many'))
	.transform(cleanTags)
	.pipe(z.array(z.string().refine(isTag, 'forum_tags_letters')).max(5, 'forum_tags_many'));
