import { m } from '$lib/paraglide/messages';

/** What a person can agree to, in the order in which the page asks. */
export const PURPOSES = ['followup', 'referrals', 'directory', 'terms'] as const;
export type Purpose = (typeof PURPOSES)[number];
/** The terms are not withdrawn by a button: erasing ends them. */
export const ANSWERABLE = ['followup', 'referrals', 'directory'] as const;

interface Words {
	/** Raised together with any of the words below, and in private.consent_text_version. */
	version: string;
	title: () => string;
	means: () => string;
	/** What no changes, and what it does not. */
	without: () => string;
}

/** The words that people agree to, beside their version. */
const WORDS: Record<Purpose, Words> = {
	followup: {
		version: '2026-11',
		title: m.privacy_purpose_followup,
		means: m.privacy_followup_means,
		without: m.privacy_followup_without
	},
	referrals: {
		version: '2026-11',
		title: m.privacy_purpose_referrals,
		means: m.programmes_offers_text,
		without: m.privacy_referrals_without
	},
	directory: {
		version: '2026-11',
		title: m.privacy_purpose_directory,
		means: m.privacy_directory_means,
		without: m.privacy_directory_without
	},
	terms: {
		version: '2026-11',
		title: m.privacy_purpose_terms,
		means: m.privacy_terms_means,
		without: m.privacy_terms_without
	}
};

export const wordsOf = (purpose: Purpose): Words => WORDS[purpose];
export const consentVersion = (purpose: Purpose): string => WORDS[purpose].version;
