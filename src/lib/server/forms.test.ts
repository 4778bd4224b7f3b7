import { expect, it } from 'vitest';
import { z } from 'zod';
import { parseForm } from './forms.server';

function formOf(fields: [string, string][]): FormData {
	const form = new FormData();
	for (const [name, value] of fields) form.append(name, value);
	return form;
}

it('reads a repeated name as a list, and an empty field as none', () => {
	const schema = z.object({
		a: z.string().optional(),
		b: z.array(z.string()),
		c: z.array(z.string())
	});
	const { data, state } = parseForm(
		schema,
		formOf([
			['a', ''],
			['b', '1'],
			['b', '2']
		]),
		['b', 'c']
	);
	expect(data).toEqual({ b: ['1', '2'], c: [] });
	expect(state.values).toEqual({ a: '', b: ['1', '2'] });
});

it('walks a form of 200 000 names once, and sends no more than 500 of them back', () => {
	const names = Array.from({ length: 200_000 }, (_, i): [string, string] => [`k${i}`, '']);
	const { state } = parseForm(z.object({ k1: z.string('error_required') }), formOf(names));
	expect(Object.keys(state.values)).toHaveLength(500);
	expect(Object.keys(state.errors)).toEqual(['k1']);
});
