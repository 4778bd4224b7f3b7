import { getLocale } from '$lib/paraglide/runtime';
import { m } from '$lib/paraglide/messages';
import { inLocale } from '$lib/i18n';
import type { Need } from '$lib/features/tracker';
import type { Profile } from './types';

/** Names of languages in the reader's own: the platform knows them in all three. */
const names = new Map<string, Intl.DisplayNames>();

export function languageWord(code: string): string {
	const locale = getLocale();
	const known = names.get(locale) ?? new Intl.DisplayNames(locale, { type: 'language' });
	names.set(locale, known);
	return known.of(code) ?? code;
}

/** "Сайрам ауданы, ауыл"; undefined when nothing is known or nothing is shown. */
export function villageWords({ village }: Profile): string | undefined {
	const kind = village?.settlement && m[`profiles_village_${village.settlement}`]();
	return [village?.district, kind].filter(Boolean).join(', ') || undefined;
}

/** Region and, where shown, district and kind of place in one line. */
export const placeLine = (profile: Profile): string =>
	[profile.region && inLocale(profile.region), villageWords(profile)].filter(Boolean).join(' · ');

/** What a person can help with: the words of needs, said by the one who gives. */
export const helpWord = (code: Need): string => m[`profiles_help_${code}`]();
