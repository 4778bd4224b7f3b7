import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import type { Form } from './questionnaire';
import type { Disposition } from './rates';
import type { Counts } from './tabulate';
import type { Problem } from './wave-file';

export type Names = Record<Locale, string>;
export type WaveState = 'planned' | 'open' | 'closed';

interface Page {
	viewer: Viewer | null;
}

interface WaveHead {
	id: string;
	title: string;
	kind: 'live' | 'imported';
	state: WaveState;
	closesAt: string;
	form: Names;
}

export interface WavesPage extends Page {
	waves: (WaveHead & { members: number; answered: number })[];
	/** Cursor of the next page; null at the end. */
	next: string | null;
}

/** Whom a wave asks; an empty list means all. */
export interface Audience {
	regions: string[];
	rounds: string[];
	directions: string[];
	states: string[];
}

export interface AudienceCount {
	matched: number;
	/** Of these, agreed to follow-up. */
	consented: number;
	/** Of these, with an e-mail. */
	reachable: number;
}

export interface NewWavePage extends Page {
	regions: (Names & { code: string })[];
	directions: (Names & { code: string })[];
	rounds: number[];
	forms: (Names & { code: string })[];
	count: AudienceCount | null;
}

export interface WavePage extends Page {
	wave: WaveHead & { opensAt: string };
	dispositions: Disposition[];
	waiting: { id: string; personId: string; name: string; code: string; region: Names | null }[];
	next: string | null;
}

export interface ResultsPage extends Page {
	wave: WaveHead;
	/** False for officers: then only their regions, without sensitive splits and small bases. */
	full: boolean;
	/** Names of regions by their codes. */
	regions: Record<string, Names>;
	counts: Counts;
}

export type SurveyPage = Page &
	(
		| { outcome: 'unknown' | 'throttled' }
		| { outcome: 'closed'; closedAt: string }
		| { outcome: 'answered'; answeredAt: string }
		| { outcome: 'open'; name: string; closesAt: string; title: Names; form: Form }
	);

/** What importing a file would do, or has done. */
export interface ImportCheck {
	/** Respondents found in the registry whose answers are new. */
	fresh: number;
	/** Respondents whose answers were imported before. */
	already: number;
	/** Respondents whom the registry does not know. */
	unknown: number;
	unknownRows: { line: number; id: string }[];
	/** The wave that this file was imported as. */
	waveId: string | null;
}

export interface WaveImportPage extends Page {
	report: (ImportCheck & { id: string; title: string; rows: number; problems: Problem[] }) | null;
}
