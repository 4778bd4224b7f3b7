import { unwrap, type Db } from '$lib/server/db.server';
import type { PairPage, PairsPage } from './types';

export const SHOWN = ['likely', 'sure', 'dismissed'] as const;
export type Shown = (typeof SHOWN)[number];

/** Records that may be one person, for staff who see both; null for others. */
export const readDuplicates = async (
	db: Db,
	show: Shown = 'likely',
	after: string | null = null
): Promise<PairsPage | null> =>
	unwrap(await db.rpc('page_duplicates', { p_show: show, p_after: after })) as PairsPage | null;

/** Two records side by side, for staff who see both; null for others. */
export const readPair = async (db: Db, a: string, b: string): Promise<PairPage | null> =>
	unwrap(await db.rpc('page_pair', { p_a: a, p_b: b })) as PairPage | null;

/** Says that two records are two people, or takes it back. */
export async function dismissPair(db: Db, a: string, b: string, dismissed: boolean): Promise<void> {
	unwrap(await db.rpc('dismiss_duplicate', { p_a: a, p_b: b, p_dismissed: dismissed }));
}

/** Makes two records one; `keep` says by field whose value stays. Returns the merge. */
export async function mergePersons(
	db: Db,
	survivor: string,
	merged: string,
	keep: Record<string, string> = {}
): Promise<string> {
	return unwrap(
		await db.rpc('merge_persons', { p_survivor: survivor, p_merged: merged, p_keep: keep })
	);
}

/** Makes the merged record again; returns its id. */
export const undoMerge = async (db: Db, merge: string): Promise<string> =>
	unwrap(await db.rpc('undo_merge', { p_merge: merge }));
