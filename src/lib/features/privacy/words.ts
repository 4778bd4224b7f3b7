import { formatDateTime } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import type { Consent } from './types';

const METHODS: Record<Consent['method'], () => string> = {
	web: m.privacy_method_web,
	paper: m.privacy_method_paper,
	phone: m.privacy_method_phone,
	import: m.privacy_method_import
};
const LANGUAGES: Record<Consent['locale'], () => string> = {
	kk: m.common_language_kk,
	ru: m.common_language_ru,
	en: m.common_language_en
};

/** When, how, to which text in which language a person said yes or no. */
export function saidWords({ granted, at, method, textVersion, locale }: Consent): string {
	const facts = {
		date: formatDateTime(at),
		method: METHODS[method](),
		version: textVersion,
		language: LANGUAGES[locale]()
	};
	return granted ? m.privacy_said_yes(facts) : m.privacy_said_no(facts);
}
