/** A questionnaire in the terms of XLSForm, and what may be answered to it. Pure. */

type Names = Record<'kk' | 'ru' | 'en', string>;

export interface Question {
	/** `select_one LIST`, `select_multiple LIST` or `text`. */
	type: string;
	name: string;
	label: Names;
	required?: boolean;
	/** `${name} = 'value'`: asked only then. */
	relevant?: string;
}

export interface Choice {
	name: string;
	label: Names;
}

export interface Form {
	survey: Question[];
	choices: Record<string, Choice[]>;
}

export type Answers = Record<string, string | string[]>;

export const TEXT_MAX = 1000;

export type Kind = 'one' | 'many' | 'text';

export function kindOf(question: Question): Kind {
	const [type] = question.type.split(' ');
	return type === 'select_one' ? 'one' : type === 'select_multiple' ? 'many' : 'text';
}

export const choicesOf = (form: Form, question: Question): Choice[] =>
	form.choices[question.type.split(' ')[1] ?? ''] ?? [];

/** The condition of a question: which answer to which other question; null when always asked. */
export function conditionOf(question: Question): { name: string; value: string } | null {
	const [, name, value] = /^\$\{([a-z0-9_]+)\} = '([^']*)'$/.exec(question.relevant ?? '') ?? [];
	return name === undefined || value === undefined ? null : { name, value };
}

/**
 * Keeps of what was sent the answers to questions that were relevant, in the form's order, and
 * names a message for each question at fault. The database decides the same way (clean_answers).
 */
export function checkAnswers(
	form: Form,
	given: Readonly<Record<string, string | string[] | undefined>>
): {
	answers: Answers;
	errors: Record<string, 'error_required' | 'error_choose' | 'error_too_long'>;
} {
	const answers: Answers = {};
	const errors: Record<string, 'error_required' | 'error_choose' | 'error_too_long'> = {};
	for (const question of form.survey) {
		const condition = conditionOf(question);
		if (condition && answers[condition.name] !== condition.value) continue;
		const kind = kindOf(question);
		const listed = [given[question.name] ?? []]
			.flat()
			.map((text) => text.replaceAll('\0', '').trim())
			.filter(Boolean);
		const [first] = listed;
		if (first === undefined) {
			if (question.required)
				errors[question.name] = kind === 'text' ? 'error_required' : 'error_choose';
			continue;
		}
		const offered = choicesOf(form, question).map((choice) => choice.name);
		if (kind === 'text' && first.length > TEXT_MAX) errors[question.name] = 'error_too_long';
		else if (kind !== 'text' && !listed.every((choice) => offered.includes(choice)))
			errors[question.name] = 'error_choose';
		else answers[question.name] = kind === 'many' ? [...new Set(listed)] : first;
	}
	return { answers, errors };
}
