import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'vite';

type Catalogue = Record<string, unknown>;
const LOCALES = ['kk', 'ru', 'en'] as const;

/** Every text of a message: the message itself, or the branches of its variants. */
function textsOf(message: unknown): string[] {
	if (typeof message === 'string') return [message];
	if (Array.isArray(message)) return message.flatMap(textsOf);
	if (message && typeof message === 'object' && 'match' in message)
		return Object.values(message.match as object).flatMap(textsOf);
	return [];
}

/** Names in braces: what a caller has to give. */
export const placeholders = (message: unknown): string[] =>
	[...new Set(textsOf(message).flatMap((text) => text.match(/\{\w+\}/g) ?? []))].sort();

export function readCatalogues(dir = 'messages'): Map<string, Record<string, Catalogue>> {
	const domains = new Set(
		LOCALES.flatMap((locale) => readdirSync(join(dir, locale))).filter((f) => f.endsWith('.json'))
	);
	const read = (locale: string, file: string): Catalogue => {
		try {
			const text = readFileSync(join(dir, locale, file), 'utf8');
			const entries = Object.entries(JSON.parse(text) as Catalogue);
			return Object.fromEntries(entries.filter(([key]) => key !== '$schema'));
		} catch (error) {
			throw new Error(`${join(dir, locale, file)}: ${(error as Error).message}`, { cause: error });
		}
	};
	return new Map(
		[...domains].map((file) => [
			file.replace('.json', ''),
			Object.fromEntries(LOCALES.map((locale) => [locale, read(locale, file)]))
		])
	);
}

/**
 * What keeps the three languages from saying the same: a missing key, an empty text, a parameter
 * that one language has and another lacks. One sentence a fault; none when all is well.
 */
export function parityFaults(catalogues = readCatalogues()): string[] {
	const faults: string[] = [];
	const owner = new Map<string, string>();
	for (const [domain, byLocale] of catalogues) {
		const keys = new Set(LOCALES.flatMap((locale) => Object.keys(byLocale[locale] ?? {})));
		for (const key of keys) {
			if (owner.has(key)) faults.push(`${key}: stands in ${owner.get(key)} and in ${domain}`);
			owner.set(key, domain);
			const wanted = placeholders(byLocale.kk?.[key]).join(' ');
			for (const locale of LOCALES) {
				const message = byLocale[locale]?.[key];
				const where = `${key}: ${locale}/${domain}.json`;
				if (message === undefined) faults.push(`${where} lacks it`);
				else if (textsOf(message).length === 0 || textsOf(message).some((text) => !text.trim()))
					faults.push(`${where} leaves it empty`);
				else if (placeholders(message).join(' ') !== wanted)
					faults.push(`${where} has other parameters than kk (${wanted || 'none'})`);
			}
		}
	}
	return faults;
}

/** Fails the build on the first start with faulty catalogues; Paraglide itself would stay silent. */
export function messageParity(): Plugin {
	return {
		name: 'jalgas-message-parity',
		apply: 'build',
		buildStart() {
			const faults = parityFaults();
			if (faults.length > 0) this.error(`messages/:\n  ${faults.join('\n  ')}`);
		}
	};
}
