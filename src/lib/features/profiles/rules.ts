/** Decisions about profiles that need nothing but their arguments. */

/** Who may see a field, from the widest circle to the narrowest. */
export const LEVELS = ['everyone', 'alumni', 'region', 'me'] as const;
export type Level = (typeof LEVELS)[number];

export const FIELDS = [
	'name',
	'region',
	'village',
	'rounds',
	'photo',
	'now',
	'skills',
	'help',
	'need',
	'languages',
	'instagram',
	'story'
] as const;
export type ProfileField = (typeof FIELDS)[number];

/** A directory without names is none: a name may not be hidden from alumni. */
export const levelsOf = (field: ProfileField): readonly Level[] =>
	field === 'name' ? LEVELS.slice(0, 2) : LEVELS;

export const LANGUAGES = [
	'kk',
	'ru',
	'en',
	'uz',
	'ug',
	'ky',
	'tg',
	'tr',
	'de',
	'zh',
	'ko'
] as const;

export const MAX_TAGS = 8;
export const MAX_TAG = 30;

/** Tags as people type them, between commas or on lines; the same word twice is one. */
export function readTags(text: string): string[] {
	const tags = new Map<string, string>();
	for (const part of text.split(/[,;\n]/)) {
		const tag = part.trim().replace(/\s+/g, ' ');
		const key = tag.toLocaleLowerCase('kk');
		if (tag && !tags.has(key)) tags.set(key, tag);
	}
	return [...tags.values()];
}

/** The handle out of what people paste: a handle, one with @, or the address of the page. Null when it is none. */
export function readInstagram(text: string): string | null {
	const pasted = text.trim().toLowerCase();
	const handle = pasted
		.replace(/^(https?:\/\/)?(www\.|m\.)?instagram\.com\//, '')
		.replace(/^@/, '')
		.replace(/[/?#].*$/, '');
	return /^[a-z0-9_](?:[a-z0-9_.]{0,28}[a-z0-9_])?$/.test(handle) ? handle : null;
}
