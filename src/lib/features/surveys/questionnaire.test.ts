import { describe, expect, it } from 'vitest';
import { checkAnswers, conditionOf, type Form, type Question } from './questionnaire';

const label = { kk: '', ru: '', en: '' };
const question = (name: string, type: string, rest: Partial<Question> = {}): Question => ({
	name,
	type,
	label,
	...rest
});
const form: Form = {
	survey: [
		question('who', 'select_one who', { required: true }),
		question('q22', 'select_one yes_no', { required: true, relevant: "${who} = 'me'" }),
		question('q23', 'select_one basis', { required: true, relevant: "${q22} = 'yes'" }),
		question('needs', 'select_multiple needs', { relevant: "${who} = 'me'" }),
		question('comment', 'text')
	],
	choices: Object.fromEntries(
		Object.entries({
			who: ['me', 'other'],
			yes_no: ['yes', 'no'],
			basis: ['paid', 'free'],
			needs: ['money', 'papers']
		}).map(([list, names]) => [list, names.map((name) => ({ name, label }))])
	)
};

describe('answers', () => {
	it.each([
		[
			'complete',
			{ who: 'me', q22: 'yes', q23: 'paid', needs: ['money', 'papers'], comment: ' a ' },
			{ who: 'me', q22: 'yes', q23: 'paid', needs: ['money', 'papers'], comment: 'a' },
			{}
		],
		[
			'one choice of many',
			{ who: 'me', q22: 'no', needs: 'money' },
			{ who: 'me', q22: 'no', needs: ['money'] },
			{}
		],
		['not relevant: dropped', { who: 'me', q22: 'no', q23: 'paid' }, { who: 'me', q22: 'no' }, {}],
		[
			'relevant through an irrelevant question: dropped',
			{ who: 'other', q22: 'yes', q23: 'paid' },
			{ who: 'other' },
			{}
		],
		['nothing', {}, {}, { who: 'error_choose' }],
		[
			'a follow-up left out',
			{ who: 'me', q22: 'yes' },
			{ who: 'me', q22: 'yes' },
			{ q23: 'error_choose' }
		],
		['a choice that is none', { who: 'them' }, {}, { who: 'error_choose' }],
		[
			'a stranger in a list',
			{ who: 'me', q22: 'no', needs: ['money', 'x'] },
			{ who: 'me', q22: 'no' },
			{ needs: 'error_choose' }
		],
		[
			'a text too long',
			{ who: 'other', comment: 'x'.repeat(1001) },
			{ who: 'other' },
			{ comment: 'error_too_long' }
		],
		[
			'a name of a prototype',
			{ who: 'me', q22: 'no', constructor: 'x' },
			{ who: 'me', q22: 'no' },
			{}
		]
	])('%s', (_, given, answers, errors) =>
		expect(checkAnswers(form, given as never)).toEqual({ answers, errors })
	);
});

it.each([
	["${who} = 'me'", { name: 'who', value: 'me' }],
	['', null],
	['1 = 1', null]
])('condition %s', (relevant, expected) =>
	expect(conditionOf(question('x', 'text', { relevant }))).toEqual(expected)
);
