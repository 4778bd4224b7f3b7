/** What a file is by its first bytes, whatever its name says. Each wrong kind has a sentence of its own. */
export type FileKind = 'text' | 'xlsx' | 'empty' | 'xls' | 'pdf' | 'image' | 'other';

const MAGIC: [FileKind, number[]][] = [
	['pdf', [0x25, 0x50, 0x44, 0x46]],
	['image', [0x89, 0x50, 0x4e, 0x47]],
	['image', [0xff, 0xd8, 0xff]],
	['image', [0x47, 0x49, 0x46, 0x38]],
	['image', [0x52, 0x49, 0x46, 0x46]],
	['xls', [0xd0, 0xcf, 0x11, 0xe0]]
];

export function sniff(bytes: Uint8Array): FileKind {
	if (bytes.length === 0) return 'empty';
	const known = MAGIC.find(([, magic]) => magic.every((byte, at) => bytes[at] === byte));
	if (known) return known[0];
	if (bytes[0] === 0x50 && bytes[1] === 0x4b)
		return entries(bytes).some(({ name }) => name === 'xl/workbook.xml') ? 'xlsx' : 'other';
	const isUtf16 =
		(bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
	if (!isUtf16 && bytes.subarray(0, 65_536).includes(0)) return 'other';
	return bytes.every((byte) => byte <= 0x20) ? 'empty' : 'text';
}

/** Bytes that a ZIP archive declares to unpack to. */
export const unpackedSize = (bytes: Uint8Array): number =>
	entries(bytes).reduce((sum, { size }) => sum + size, 0);

/** The central directory of a ZIP archive (APPNOTE 4.3.12): names and unpacked sizes. */
function entries(bytes: Uint8Array): { name: string; size: number }[] {
	const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
	let end = bytes.length - 22;
	while (end >= 0 && view.getUint32(end, true) !== 0x06054b50) end--;
	if (end < 0) return [];
	const found: { name: string; size: number }[] = [];
	let at = view.getUint32(end + 16, true);
	while (at + 46 <= end && view.getUint32(at, true) === 0x02014b50) {
		const length = view.getUint16(at + 28, true);
		const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + length));
		found.push({ name, size: view.getUint32(at + 24, true) });
		at += 46 + length + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
	}
	return found;
}
