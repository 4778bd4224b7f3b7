/** A cell that no spreadsheet takes for a formula, quoted as RFC 4180 asks. */
export function csvCell(value: string | number): string {
	const text = String(value);
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\n\r;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** A table as CSV with a byte order mark, so that spreadsheets read its letters right. */
export const toCsv = (rows: readonly (readonly (string | number)[])[]): string =>
	`\ufeff${rows.map((row) => row.map(csvCell).join(',')).join('\r\n')}\r\n`;
