import { m } from '$lib/paraglide/messages';
import type { ShownFinding } from './batch.server';
import { toCsv } from '$lib/csv';
import { findingWords } from './view';

/** Findings as a file that spreadsheets open, in the reader's language. */
export function findingsFile(findings: readonly ShownFinding[]): Response {
	const head = [
		m.alumni_findings_row(),
		m.alumni_findings_kind(),
		m.alumni_findings_field(),
		m.alumni_findings_value(),
		m.alumni_findings_reason()
	];
	const rows = findings.map((finding) => {
		const { kind, field, value, reason } = findingWords(finding);
		return [finding.row, kind, field, value, reason];
	});
	return new Response(toCsv([head, ...rows]), {
		headers: {
			'content-type': 'text/csv; charset=utf-8',
			'content-disposition': 'attachment; filename="findings.csv"'
		}
	});
}
