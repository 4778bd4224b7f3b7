import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { delimiterOf, readTables } from './read-file.server';
import { MAX_BYTES, UnreadableFile } from './sheet';

const fixture = (name: string) => readFileSync(join('tests/fixtures', name));
const text = (content: string) => new TextEncoder().encode(content);
const key = (bytes: Uint8Array) =>
	readTables(bytes).then(
		() => 'read',
		(error: unknown) => (error instanceof UnreadableFile ? error.key : String(error))
	);

describe('reading a file', () => {
	it('gives the same people out of UTF-8, Windows-1251 and a workbook', async () => {
		const [utf8] = await readTables(fixture('registry-small.csv'));
		const [cp1251] = await readTables(fixture('registry-small-1251.csv'));
		const [xlsx, remarks] = await readTables(fixture('registry-small.xlsx'));
		expect(cp1251?.rows).toEqual(utf8?.rows);
		expect(utf8?.rows[3]?.[1]).toBe('Үлгібаев Нұрлан');
		expect(xlsx).toMatchObject({ name: 'Реестр', headerRow: 3 });
		expect(xlsx?.rows.slice(2).map((row) => row[1])).toEqual(utf8?.rows.map((row) => row[1]));
		expect(xlsx?.rows[4]?.[3]).toBe('1996-02-14');
		expect(xlsx?.rows[5]?.[4]).toBe('77030000003');
		expect(remarks?.name).toBe('Пояснения');
	});
	it.each([
		[
			'a byte order mark',
			'\ufeffid,name\n1,Ә',
			[
				['id', 'name'],
				['1', 'Ә']
			]
		],
		[
			'quotes',
			'id;name\n1;"Ә; ""б"""',
			[
				['id', 'name'],
				['1', 'Ә; "б"']
			]
		],
		[
			'tabs',
			'id\tname\n1\tx,y',
			[
				['id', 'name'],
				['1', 'x,y']
			]
		],
		[
			'a line break in a cell',
			'id,name\n1,"x\ny"',
			[
				['id', 'name'],
				['1', 'x y']
			]
		],
		[
			'a formula',
			'id,name\n1,=1+1',
			[
				['id', 'name'],
				['1', '=1+1']
			]
		],
		['an empty line', 'id,name\n\n1,x', [['id', 'name'], [''], ['1', 'x']]]
	])('understands %s', async (_, content, rows) => {
		expect((await readTables(text(content)))[0]?.rows).toEqual(rows);
	});
	it.each([
		['nothing', new Uint8Array(), 'alumni_file_empty'],
		['only spaces', text(' \n \n'), 'alumni_file_empty'],
		['only headers', text('id,name\n'), 'alumni_file_no_rows'],
		['a PDF', text('%PDF-1.7 …'), 'alumni_file_pdf'],
		['a picture', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 1, 2]), 'alumni_file_image'],
		['an old .xls', new Uint8Array([0xd0, 0xcf, 0x11, 0xe0, 0xa1]), 'alumni_file_xls'],
		['an archive', new Uint8Array([0x50, 0x4b, 3, 4, 0]), 'alumni_file_other'],
		['bytes', new Uint8Array([65, 0, 66, 0, 0]), 'alumni_file_other'],
		['half a workbook', fixture('registry-small.xlsx').subarray(0, 900), 'alumni_file_other'],
		['an open quote', text('id,name\n1,"x\n2,y'), 'alumni_file_quotes'],
		[
			'a broken letter',
			new Uint8Array([...text('id\nӘлия\nҚанат\n'), 0xd3, 10]),
			'alumni_file_damaged'
		],
		['too many bytes', new Uint8Array(MAX_BYTES + 1).fill(65), 'alumni_file_large'],
		['200 001 rows', text(`id\n${'1\n'.repeat(200_001)}`), 'alumni_file_rows']
	])('refuses %s in one sentence of its own', async (_, bytes, expected) => {
		expect(await key(bytes)).toBe(expected);
		const messages = JSON.parse(readFileSync('messages/en/alumni.json', 'utf8'));
		expect(messages[expected]).toBeTruthy();
	});
	it('takes 200 000 rows', async () => {
		const [sheet] = await readTables(text(`id,name\n${'1,x\n'.repeat(200_000)}`));
		expect(sheet?.rows.filter((row) => row[0] === '1')).toHaveLength(200_000);
	});
});

it.each([
	['a,b;c,d', ','],
	['a;b;c', ';'],
	['"a,b,c";d', ';'],
	['\n\na\tb', '\t'],
	['alone', ',']
])('the separator of %j is %j', (line, mark) => expect(delimiterOf(line)).toBe(mark));
