import { expect, it } from 'vitest';
import { safeCell } from './tables-csv';

it.each([
	['31.3', '31.3'],
	['=1+1', "'=1+1"],
	['+7', "'+7"],
	['-1', "'-1"],
	['@x', "'@x"],
	['a,b', '"a,b"'],
	['=a"b', '"\'=a""b"']
])('%s becomes %s', (text, cell) => expect(safeCell(text)).toBe(cell));
