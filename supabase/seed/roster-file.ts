/** A roster as the bytes of a file, in the encodings that offices use. */
import { HEADERS } from './roster-faults.ts';

export type RosterForm = 'utf8' | 'windows-1251';

const line = (cells: readonly string[]): string =>
	cells.map((cell) => (/[;"]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell)).join(';');

/** Kazakh letters where STRK 1048 puts them: Windows-1251 has other letters there. */
const KAZAKH = new Map(
	[...'ҚқҰұӘӨҒҮөғәҢңүҺһ'].map((letter, at) => [letter, [...'ЌќЎўЈҐЄЇґєјЅѕїЏџ'][at] as string])
);

function asWindows1251(text: string): Uint8Array {
	const all = new TextDecoder('windows-1251').decode(Uint8Array.from({ length: 256 }, (_, n) => n));
	const byLetter = new Map([...all].map((letter, byte) => [letter, byte]));
	return Uint8Array.from(text, (letter) => {
		const byte = byLetter.get(KAZAKH.get(letter) ?? letter);
		if (byte === undefined) throw new Error(`${letter} is not in Windows-1251`);
		return byte;
	});
}

/** UTF-8 with a mark and Russian column names, or Windows-1251 with Kazakh ones; between semicolons. */
export function rosterFile(rows: readonly string[][], form: RosterForm): Uint8Array {
	const lines = (headers: string[]) => [headers, ...rows].map(line).join('\r\n') + '\r\n';
	return form === 'utf8'
		? new TextEncoder().encode(`\ufeff${lines(HEADERS.ru)}`)
		: asWindows1251(lines(HEADERS.kk));
}
