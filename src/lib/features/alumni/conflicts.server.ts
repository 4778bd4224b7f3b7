import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';
import type { Names, RecordField } from './record.server';

/** A roster said something else than the person. */
export interface Conflict {
	id: string;
	field: RecordField;
	registryValue: string;
	personValue: string | null;
	filename: string;
	foundAt: string;
	saidAt: string | null;
	person: { id: string; registryNo: string; fullName: string | null };
}

export interface ConflictsPage {
	viewer: Viewer | null;
	conflicts: Conflict[];
	next: string | null;
	/** How many wait of each field. */
	kinds: Partial<Record<RecordField, number>>;
	/** When this was read: whoever decides has seen nothing later. */
	seen: string;
	regions: Record<string, Names>;
}

export type Decision = 'kept' | 'taken';

/** The queue for staff; null for everybody else. */
export async function readConflicts(
	db: Db,
	field: RecordField | null,
	after: string | null
): Promise<ConflictsPage | null> {
	return unwrap(
		await db.rpc('page_conflicts', { p_field: field, p_after: after })
	) as unknown as ConflictsPage | null;
}

/** Decides one conflict, or all of a field that had been seen. Throws Refusal conflict, not_found. */
export async function decideConflicts(
	db: Db,
	which: { id: string } | { field: RecordField },
	decision: Decision,
	seen: string
): Promise<number> {
	return unwrap(
		await db.rpc('decide_conflicts', {
			p_ids: 'id' in which ? [which.id] : null,
			p_field: 'field' in which ? which.field : null,
			p_decision: decision,
			p_seen: seen
		})
	) as number;
}
