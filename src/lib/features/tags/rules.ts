/** How a topic is called in this language, and the language of the word that was found. */
export function named<Locale extends string>(
	tag: { name: string; locale: Locale; names: Partial<Record<Locale, string>> },
	locale: Locale
): { name: string; locale: Locale } {
	const own = tag.locale === locale ? undefined : tag.names[locale];
	return own ? { name: own, locale } : { name: tag.name, locale: tag.locale };
}
