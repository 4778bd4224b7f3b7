import { expect, it } from 'vitest';
import { changes } from './changes';

it.each([
	['nothing', 'Жем бердім', 'Жем бердім', [['same', 'Жем бердім']]],
	[
		'a Kazakh word as a whole',
		'Екі қап жем',
		'Екі қапшық жем',
		[
			['same', 'Екі '],
			['removed', 'қап'],
			['added', 'қапшық'],
			['same', ' жем']
		]
	],
	[
		'the end',
		'Су',
		'Су керек',
		[
			['same', 'Су'],
			['added', ' керек']
		]
	],
	[
		'all',
		'а',
		'ә',
		[
			['removed', 'а'],
			['added', 'ә']
		]
	],
	[
		'a phrase as one change',
		'Тауық қораны қыста қалай',
		'Қыста тауық қорасын қалай',
		[
			['removed', 'Тауық қораны қыста'],
			['added', 'Қыста тауық қорасын'],
			['same', ' қалай']
		]
	],
	[
		'words that only came, each by itself',
		'бір үш бес',
		'бір екі үш төрт бес',
		[
			['same', 'бір '],
			['added', 'екі '],
			['same', 'үш '],
			['added', 'төрт '],
			['same', 'бес']
		]
	],
	['from nothing', '', 'ә', [['added', 'ә']]]
])('%s', (_, before, after, expected) =>
	expect(changes(before, after).map(({ kind, text }) => [kind, text])).toEqual(expected)
);

it('leaves out most of what stayed the same', () => {
	const [same, removed] = changes(`${'сөз '.repeat(1000)}ескі`, `${'сөз '.repeat(1000)}жаңа`);
	expect(same?.text.length).toBeLessThan(200);
	expect(removed).toEqual({ kind: 'removed', text: 'ескі' });
});

it('shows another text as a whole, however long', () => {
	const text = (from: number) => Array.from({ length: 2500 }, (_, i) => from + i).join(' ');
	const shown = changes(text(0), text(100_000));
	expect(shown.map(({ kind }) => kind)).toEqual(['removed', 'added']);
});
