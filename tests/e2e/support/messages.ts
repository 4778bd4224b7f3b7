import { readCatalogues } from '../../../scripts/lib/message-parity';

export type Locale = 'kk' | 'ru' | 'en';

const catalogues = [...readCatalogues().values()];
const find = (locale: Locale, key: string): unknown => {
	for (const catalogue of catalogues) {
		const message = catalogue[locale]?.[key];
		if (message !== undefined) return message;
	}
	throw new Error(`No message ${key} in ${locale}`);
};

/** The text of a message as a page shows it. */
export function t(
	locale: Locale,
	key: string,
	values: Record<string, string | number> = {}
): string {
	const message = find(locale, key);
	if (typeof message !== 'string') throw new Error(`${key} has variants: use pattern()`);
	return message.replace(/\{(\w+)\}/g, (_, name: string) => String(values[name] ?? `{${name}}`));
}

/** A message whose parameters may be anything. */
export function pattern(locale: Locale, key: string): RegExp {
	const literal = t(locale, key).split(/\{\w+\}/);
	return new RegExp(literal.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')).join('.+'));
}
