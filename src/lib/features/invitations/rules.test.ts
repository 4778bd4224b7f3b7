import { encodeQR } from 'qr';
import { decodeQR } from 'qr/decode.js';
import sharp from 'sharp';
import { describe, expect, it } from 'vitest';
import { inGroups, readCode, shareLinks, strokesPath } from './rules';

describe('readCode', () => {
	it.each([
		['7K3M9QX2VD', '7K3M9QX2VD'],
		['7k3m-9qx-2vd', '7K3M9QX2VD'],
		[' 7K3M 9QX 2VD ', '7K3M9QX2VD'],
		['7K3M–9QX—2VD', '7K3M9QX2VD'],
		['oil0000000', '0110000000'],
		// Typed with the Cyrillic keyboard: all of these are К, М, Х, В, А, Е, Н, Р, С, Т.
		['КМХВАЕНРСТ', 'KMXBAEHPCT'],
		['7K3M9QX2V', null],
		['7K3M9QX2VD1', null],
		['7K3M9QX2VU', null],
		['7K3M9QX2VЖ', null],
		['', null]
	])('%j is %j', (typed, code) => expect(readCode(typed)).toBe(code));

	it('reads what it shows', () => expect(readCode(inGroups('7K3M9QX2VD'))).toBe('7K3M9QX2VD'));
});

it('a printed QR code leads back to its address', async () => {
	const address = 'https://jalgas.kz/j/7K3M9QX2VD';
	const rows = encodeQR(address, 'raw', { border: 4 });
	const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="400" height="400" viewBox="0 0 ${rows.length} ${rows.length}"><rect width="100%" height="100%" fill="#fff"/><path stroke="#000" d="${strokesPath(rows)}"/></svg>`;
	const { data, info } = await sharp(Buffer.from(svg))
		.ensureAlpha()
		.raw()
		.toBuffer({ resolveWithObject: true });
	expect(decodeQR({ width: info.width, height: info.height, data })).toBe(address);
});

describe('shareLinks', () => {
	const link = 'https://jalgas.kz/j/7K3M9QX2VD';
	it('opens the text and the link in the phone’s own ways', () => {
		const links = shareLinks('Сәлем, Айгүл & бәрі!', link, '+77010000001');
		expect(links.map(({ way }) => way)).toEqual(['sms', 'whatsapp', 'telegram']);
		for (const { href } of links) {
			const { searchParams } = new URL(href);
			const text = [...searchParams.values()].sort().join(' ');
			expect(text).toContain('Сәлем, Айгүл & бәрі!');
			expect(text).toContain(link);
		}
		expect(links[0]?.href).toMatch(/^sms:\+77010000001\?&body=/);
		expect(links[1]?.href).toMatch(/^https:\/\/wa\.me\/77010000001\?/);
	});
	it('without a phone leaves the choice of the person to Telegram', () =>
		expect(shareLinks('x', link, null).map(({ way }) => way)).toEqual(['telegram']));
});
