import { expect, it } from 'vitest';
import { csvLines, toCsv } from './csv';

it.each([
	['31.3', '31.3'],
	['=1+1', "'=1+1"],
	['+77010000001', "'+77010000001"],
	['-', "'-"],
	['@x', "'@x"],
	['\tx', "'\tx"],
	['a,b', '"a,b"'],
	['a"b', '"a""b"'],
	['=a"b', '"\'=a""b"'],
	['a\nb', '"a\nb"'],
	['Ә', 'Ә']
])('%j is written as %j', (value, cell) => expect(csvLines([[value]])).toBe(`${cell}\r\n`));

it('a file has a mark and an end to every line', () =>
	expect(
		toCsv([
			['a', 'b'],
			[1, 'ә']
		])
	).toBe('\ufeffa,b\r\n1,ә\r\n'));
