/** Signs that are read or typed for others: Crockford's own, and Cyrillic letters that look the same. */
const LOOKS_LIKE: Record<string, string> = {
	...{ O: '0', I: '1', L: '1' },
	...{ А: 'A', В: 'B', С: 'C', Е: 'E', Н: 'H', К: 'K', М: 'M', О: '0', Р: 'P', Т: 'T', Х: 'X' },
	...{ І: '1', У: 'Y', З: '3' }
};

/** What was typed, as the code it can only mean: ten signs of base 32; null when it can be none. */
export function readCode(typed: string): string | null {
	const signs = [...typed.toUpperCase()]
		.filter((sign) => !/[\s\p{Pd}._/]/u.test(sign))
		.map((sign) => LOOKS_LIKE[sign] ?? sign)
		.join('');
	return /^[0-9A-HJKMNP-TV-Z]{10}$/.test(signs) ? signs : null;
}

/** In groups that are read aloud and typed one by one: 7K3M-9QX-2VD. */
export const inGroups = (code: string): string =>
	[code.slice(0, 4), code.slice(4, 7), code.slice(7)].join('-');

/** The dark squares of a QR code as one path of strokes, one square thick: a run in a row is one stroke. */
export function strokesPath(rows: boolean[][]): string {
	let path = '';
	rows.forEach((row, y) => {
		for (let x = 0; x < row.length; x++) {
			if (!row[x]) continue;
			const from = x;
			while (row[x + 1]) x++;
			path += `M${from} ${y}.5h${x - from + 1}`;
		}
	});
	return path;
}

export interface ShareLink {
	way: 'sms' | 'whatsapp' | 'telegram';
	href: string;
}

/** Where a tap sends `text` and the link from the reader's own phone; `phone` in international form, if known. */
export function shareLinks(text: string, link: string, phone: string | null): ShareLink[] {
	const whole = encodeURIComponent(`${text} ${link}`);
	const telegram = `https://t.me/share/url?url=${encodeURIComponent(link)}&text=${encodeURIComponent(text)}`;
	if (!phone) return [{ way: 'telegram', href: telegram }];
	return [
		// "?&": Android reads what follows the question mark, iPhones what follows the ampersand.
		{ way: 'sms', href: `sms:${phone}?&body=${whole}` },
		{ way: 'whatsapp', href: `https://wa.me/${phone.replace(/\D/g, '')}?text=${whole}` },
		{ way: 'telegram', href: telegram }
	];
}
