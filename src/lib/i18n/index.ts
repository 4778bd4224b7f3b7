import { getLocale } from '$lib/paraglide/runtime';

export const LOCALES = ['kk', 'ru', 'en'] as const;
export type Locale = (typeof LOCALES)[number];

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale);

/** The value of the reader's language out of a record that holds all three. */
export const inLocale = (names: Record<Locale, string>): string => names[getLocale() as Locale];

/** Language tags for Intl; Kazakhstan's conventions in all three. */
const TAGS: Record<Locale, string> = { kk: 'kk-KZ', ru: 'ru-KZ', en: 'en-GB' };
const tag = () => TAGS[getLocale() as Locale];
const ZONE = 'Asia/Almaty';

/** "12 тамыз 2026" */
export const formatDate = (iso: string): string =>
	new Intl.DateTimeFormat(tag(), { dateStyle: 'long', timeZone: ZONE })
		.format(new Date(iso))
		.replace(/ (ж|г)\.$/, '');

/** "12 тамыз 2026, 14:05" */
export const formatDateTime = (iso: string): string =>
	new Intl.DateTimeFormat(tag(), {
		dateStyle: 'medium',
		timeStyle: 'short',
		timeZone: ZONE
	}).format(new Date(iso));

export const formatNumber = (value: number, fractionDigits = 0): string =>
	new Intl.NumberFormat(tag(), {
		minimumFractionDigits: fractionDigits,
		maximumFractionDigits: fractionDigits
	}).format(value);

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
	const [unit, size] = STEPS.findLast(([, length]) => seconds >= length) ?? ['minute', 60];
	return new Intl.RelativeTimeFormat(tag(), { numeric: 'auto' }).format(
		-Math.floor(seconds / size),
		unit
	);
}
