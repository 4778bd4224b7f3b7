import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';

export const LOCALES = ['kk', 'ru', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale);

/** The value of the reader's language out of a record that holds all three. */
export const inLocale = (names: Record<Locale, string>): string => names[getLocale() as Locale];

/** Language tags for Intl; Kazakhstan's conventions in all three. */
const TAGS: Record<Locale, string> = { kk: 'kk-KZ', ru: 'ru-KZ', en: 'en-GB' };
const ZONE = 'Asia/Almaty';

/** One formatter a language: making one costs a thousand times what using it does. */
function perLocale<T>(make: (tag: string) => T): () => T {
	const made = new Map<string, T>();
	return () => {
		const tag = TAGS[getLocale() as Locale];
		const formatter = made.get(tag) ?? make(tag);
		made.set(tag, formatter);
		return formatter;
	};
}

const longDate = perLocale(
	(tag) => new Intl.DateTimeFormat(tag, { dateStyle: 'long', timeZone: ZONE })
);
const month = perLocale(
	(tag) => new Intl.DateTimeFormat(tag, { month: 'long', year: 'numeric', timeZone: ZONE })
);
const dateTime = perLocale(
	(tag) =>
		new Intl.DateTimeFormat(tag, {
			// The medium style, but that Kazakh would write "01 жел.".
			day: 'numeric',
			month: 'short',
			year: 'numeric',
			hour: '2-digit',
			minute: '2-digit',
			timeZone: ZONE
		})
);
const ago = perLocale((tag) => new Intl.RelativeTimeFormat(tag, { numeric: 'auto' }));
const numbers = [0, 1, 2].map((digits) =>
	perLocale(
		(tag) =>
			new Intl.NumberFormat(tag, { minimumFractionDigits: digits, maximumFractionDigits: digits })
	)
);

/** "12 тамыз 2026" */
export const formatDate = (iso: string): string =>
	longDate()
		.format(new Date(iso))
		.replace(/ (ж|г)\.$/, '');

/** "тамыз 2026" */
export const formatMonth = (iso: string): string =>
	month()
		.format(new Date(iso))
		.replace(/ (ж|г)\.$/, '');

/** "12 тамыз 2026, 14:05" */
export const formatDateTime = (iso: string): string => dateTime().format(new Date(iso));

export const formatNumber = (value: number, fractionDigits: 0 | 1 | 2 = 0): string =>
	(numbers[fractionDigits] as () => Intl.NumberFormat)().format(value);

const STEPS: [Intl.RelativeTimeFormatUnit, number][] = [
	['minute', 60],
	['hour', 3600],
	['day', 86_400],
	['month', 2_629_746],
	['year', 31_556_952]
];

/** "2 сағат бұрын"; now is given so that a page speaks of one moment. */
export function formatAgo(iso: string, now: Date = new Date()): string {
	const seconds = Math.max(0, (now.getTime() - new Date(iso).getTime()) / 1000);
	const step = STEPS.findLast(([, length]) => seconds >= length);
	// Intl's "in this minute" is nobody's word for it.
	if (!step) return m.common_just_now();
	const [unit, size] = step;
	return ago().format(-Math.floor(seconds / size), unit);
}
