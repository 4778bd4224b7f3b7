import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';
import type { Normalised } from './rules';

/** The form for a team-mate's number; null for whoever is not of the team. */
export const readReportContact = async (
	db: Db,
	person: string
): Promise<{ viewer: Viewer | null; mate: { id: string; name: string } } | null> =>
	unwrap(await db.rpc('page_report_contact', { p_person: person })) as {
		viewer: Viewer | null;
		mate: { id: string; name: string };
	} | null;

/** Passes a team-mate's number on. The answer never tells what is known of it. Throws Refusal. */
export async function reportContact(
	db: Db,
	person: string,
	{ value, note }: { value: Normalised; note: string }
): Promise<void> {
	unwrap(
		await db.rpc('report_contact', {
			p_person: person,
			p_value: value.value,
			p_key: value.key,
			p_note: note,
			p_agreed: true
		})
	);
}

/** Staff or the person themselves take a reported number over, or do not. Throws Refusal. */
export async function decideReport(db: Db, id: string, accept: boolean): Promise<void> {
	unwrap(await db.rpc('decide_contact_report', { p_report: id, p_accept: accept }));
}
