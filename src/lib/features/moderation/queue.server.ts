import type { z } from 'zod';
import { unwrap, type Db } from '$lib/server/db.server';
import type { LogQuery, QueueQuery, restrictForm, verdictForm } from './schema';
import type { CasePage, LogPage, QueuePage } from './types';

/** What the reader may judge, 20 a page; null for whoever judges nothing. */
export async function readQueue(db: Db, query: QueueQuery): Promise<QueuePage | null> {
	return unwrap(
		await db.rpc('page_moderation', {
			p_region: query.region,
			p_locale: query.locale,
			p_state: query.state,
			p_after: query.after
		})
	) as QueuePage | null;
}

/** A case with its post; null when it is not the reader's. */
export async function readCase(db: Db, id: string): Promise<CasePage | null> {
	return unwrap(await db.rpc('page_case', { p_case: id })) as CasePage | null;
}

/** Takes a case for a quarter of an hour. Throws Refusal. */
export async function claimCase(db: Db, id: string): Promise<void> {
	unwrap(await db.rpc('claim_case', { p_case: id }));
}

export async function decideCase(
	db: Db,
	id: string,
	{ verdict, reason, note }: z.infer<typeof verdictForm>
): Promise<void> {
	unwrap(
		await db.rpc('decide_case', {
			p_case: id,
			p_verdict: verdict,
			p_reason: reason,
			p_note: note
		})
	);
}

export async function reverseCase(db: Db, id: string, note: string): Promise<void> {
	unwrap(await db.rpc('reverse_case', { p_case: id, p_note: note }));
}

/** Keeps the author of a case from writing, or from acting at all, for some days. Throws Refusal. */
export async function restrictAuthor(
	db: Db,
	id: string,
	{ kind, days, why }: z.infer<typeof restrictForm>
): Promise<void> {
	unwrap(
		await db.rpc('restrict_author', {
			p_case: id,
			p_kind: kind,
			p_days: Number(days),
			p_reason: why
		})
	);
}

/** What was done in the reader's field, newest first, 30 a page. */
export async function readLog(db: Db, query: LogQuery): Promise<LogPage | null> {
	return unwrap(
		await db.rpc('page_moderation_log', {
			p_act: query.act,
			p_region: query.region,
			p_locale: query.locale,
			p_who: query.who,
			p_after: query.after
		})
	) as LogPage | null;
}
