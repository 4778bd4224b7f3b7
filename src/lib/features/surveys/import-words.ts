import { m } from '$lib/paraglide/messages';
import type { ImportCheck } from './types';
import type { Problem } from './wave-file';

interface Report extends Pick<ImportCheck, 'unknownRows'> {
	problems: Problem[];
}

function wordsOf({ reason, value, other = 0 }: Problem): string {
	switch (reason) {
		case 'empty':
			return m.surveys_p_empty();
		case 'choice':
			return m.surveys_p_choice({ value });
		case 'year':
			return m.surveys_p_year({ value });
		case 'region':
			return m.surveys_p_region({ value });
		case 'repeated':
			return m.surveys_p_repeated({ value, other });
		case 'long':
			return m.surveys_p_long();
	}
}

/** How many rows of the file have a mistake; a row may have several. */
export const wrongLines = ({ problems }: Pick<Report, 'problems'>): number =>
	new Set(problems.map(({ line }) => line)).size;

/** Everything that keeps a row out, in the order of the file. */
export const faults = ({ problems, unknownRows }: Report) =>
	[
		...problems.map((problem) => ({
			line: problem.line,
			column: problem.column as string,
			words: wordsOf(problem)
		})),
		...unknownRows.map(({ line, id }) => ({
			line,
			column: 'respondent_id',
			words: m.surveys_p_unknown({ value: id })
		}))
	].sort((a, b) => a.line - b.line);
