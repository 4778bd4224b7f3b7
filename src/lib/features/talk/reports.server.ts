import type { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import type { report, verdict } from './schema';
import type { ReportPage, ReportsPage } from './types';

/** Asks staff to look at a conversation (its id) or at a profile (its person). Throws Refusal. */
export async function sendReport(
	db: Db,
	about: { thread: string } | { person: string },
	{ reason, words, block, key }: z.infer<typeof report>
): Promise<void> {
	unwrap(
		await db.rpc('report_person', {
			p_person: 'person' in about ? about.person : null,
			p_request: 'thread' in about ? about.thread : null,
			p_reason: reason,
			p_words: words ?? null,
			p_block: block === '1',
			p_key: key
		})
	);
}

/** What waits for the visitor as an officer or a coordinator, then what was decided. */
export async function readReports(db: Db, after: string | null): Promise<ReportsPage> {
	return unwrap(await db.rpc('page_reports', { p_after: after })) as ReportsPage;
}

/** A report with what it is about; null when it is not the visitor's to see. Looking is audited. */
export async function readReport(db: Db, id: string): Promise<ReportPage | null> {
	return unwrap(await db.rpc('page_report', { p_id: id })) as ReportPage | null;
}

/** Staff's word on a report, once. Throws Refusal. */
export async function decideReport(
	db: Db,
	id: string,
	{ decision, days }: z.infer<typeof verdict>
): Promise<void> {
	unwrap(
		await db.rpc('decide_report', {
			p_id: id,
			p_decision: decision,
			p_days: days ? Number(days) : null
		})
	);
}

/** Takes back what holds after a report. Throws Refusal. */
export async function liftRestrictions(db: Db, id: string): Promise<void> {
	unwrap(await db.rpc('lift_restrictions', { p_report: id }));
}
