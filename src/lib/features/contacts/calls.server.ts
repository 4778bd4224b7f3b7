import { unwrap, type Db } from '$lib/server/db.server';
import type { CallsPage, CallsQuery } from './call-types';
import type { Outcome } from './rules';

/** What an address asks of the list of calls; what makes no sense counts as not asked. */
export function callsQuery(params: URLSearchParams): CallsQuery {
	const one = (name: string, shape: RegExp) => shape.exec(params.get(name) ?? '')?.[0] ?? '';
	return {
		region: one('region', /^KZ-\d\d$/),
		district: (params.get('district') ?? '').slice(0, 120),
		round: one('round', /^20\d\d$/),
		state: one('state', /^told$/)
	};
}

/** Whom to call next; null for everybody but officers and coordinators. */
export async function readCalls(
	db: Db,
	query: CallsQuery,
	after: string | null
): Promise<CallsPage | null> {
	const filters = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
	return unwrap(
		await db.rpc('page_calls', { p_filters: filters, p_after: after?.slice(0, 60) ?? null })
	) as CallsPage | null;
}

/** Notes what came of a call. Throws Refusal. */
export async function recordCall(
	db: Db,
	call: { contact: string; outcome: Outcome; note?: string | undefined }
): Promise<void> {
	unwrap(
		await db.rpc('record_call', {
			p_contact: call.contact,
			p_outcome: call.outcome,
			p_note: call.note ?? null
		})
	);
}
