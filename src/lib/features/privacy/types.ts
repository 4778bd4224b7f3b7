import type { GuardianState } from '$lib/features/guardians';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import type { Purpose } from './purposes';

/** One word said on a purpose: kept for ever, the newest holds. */
export interface Consent {
	purpose: Purpose;
	granted: boolean;
	at: string;
	textVersion: string;
	locale: Locale;
	method: 'web' | 'paper' | 'phone' | 'import';
}

export interface PrivacyPage {
	viewer: Viewer | null;
	/** Newest first. */
	consents: Consent[];
	/** Null without a record. */
	guardian: GuardianState | null;
}

export interface MyDataPage {
	viewer: Viewer | null;
	/** Seconds until the next download. */
	wait: number;
}

export interface ErasePage {
	viewer: Viewer | null;
	/** The address to sign in with; the password is asked again for it. */
	email: string | null;
}

/** One thing that is stored, by the names of its fields. */
export type StoredRecord = Record<string, unknown>;

/** Everything about the visitor: sections of records; null where there is nothing. */
export type Exported = Record<string, StoredRecord[] | null>;
