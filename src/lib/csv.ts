/** A cell that a spreadsheet shows as text and never runs as a formula, quoted as RFC 4180 asks. */
function csvCell(value: string | number): string {
	const text = String(value);
	const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
	return /[",\n\r;]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** What a CSV file begins with, so that spreadsheets read its letters right. */
export const CSV_MARK = '\ufeff';

/** Lines of CSV, each with its end. */
export const csvLines = (rows: readonly (readonly (string | number)[])[]): string =>
	rows.map((row) => `${row.map(csvCell).join(',')}\r\n`).join('');

/** A table as a whole CSV file. */
export const toCsv = (rows: readonly (readonly (string | number)[])[]): string =>
	CSV_MARK + csvLines(rows);
