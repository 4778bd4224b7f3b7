import { UnreadableFile } from './sheet';

/** Kazakh letters of STRK 1048, which is Windows-1251 with other letters in these places. */
const KAZAKH: Record<string, string> = Object.fromEntries(
	[...'ЌќЎўЈҐЄЇґєјЅѕїЏџ'].map((letter, at) => [letter, [...'ҚқҰұӘӨҒҮөғәҢңүҺһ'][at] as string])
);

/** The text of a file: UTF-8 or UTF-16 with their marks, UTF-8 without, else Windows-1251. */
export function decode(bytes: Uint8Array): string {
	if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes);
	if (bytes[0] === 0xfe && bytes[1] === 0xff) return new TextDecoder('utf-16be').decode(bytes);
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		refuseDamaged(new TextDecoder('utf-8').decode(bytes));
	}
	const text = new TextDecoder('windows-1251').decode(bytes);
	return text.replace(/[ЌќЎўЈҐЄЇґєјЅѕїЏџ]/g, (letter) => KAZAKH[letter] ?? letter);
}

/** UTF-8 with a broken place is not Windows-1251: reading it as such would garble every name. */
function refuseDamaged(text: string): void {
	let broken = 0;
	let whole = 0;
	for (const letter of text)
		if (letter === '\ufffd') broken++;
		else if (letter > '\u007f') whole++;
	if (whole > broken)
		throw new UnreadableFile('alumni_file_damaged', {
			row: text.slice(0, text.indexOf('\ufffd')).split('\n').length
		});
}
