import { m } from '$lib/paraglide/messages';

/** States of a subproject to choose from, in the reader's language. */
export const projectStates = () => [
	{ value: 'continuing', label: m.surveys_project_continuing() },
	{ value: 'paused', label: m.surveys_project_paused() },
	{ value: 'stopped', label: m.surveys_project_stopped() },
	{ value: 'unknown', label: m.surveys_project_unknown() }
];

const DISPOSITIONS: [prefix: string, words: () => string][] = [
	['1.1', m.surveys_d_complete],
	['1.2', m.surveys_d_partial],
	['2.1', m.surveys_d_refusal],
	['2.20', m.surveys_d_other_person],
	['2.2', m.surveys_d_noncontact],
	['2.3', m.surveys_d_other],
	['3.11', m.surveys_d_not_sent],
	['3.19', m.surveys_d_sent],
	['3.30', m.surveys_d_undelivered]
];

/** What an AAPOR code says, in plain words. */
export const dispositionWords = (code: string): string =>
	(DISPOSITIONS.find(([prefix]) => code.startsWith(prefix))?.[1] ?? m.surveys_d_unknown)();
