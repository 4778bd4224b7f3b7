import type { Locale } from '$lib/i18n';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';

type Names = Record<Locale, string>;

const FILTERS = {
	region: /^KZ-\d\d$/,
	district: /^.{1,120}$/,
	settlement: /^(village|town|city)$/,
	round: /^20\d\d$/,
	team: /^.{1,40}$/,
	person: /^.{1,40}$/,
	again: /^1$/
};
export type DeskQuery = Partial<Record<keyof typeof FILTERS, string>>;

export interface Desk {
	viewer: Viewer | null;
	/** How many letters and mails the selection gives; 201 means more than 200. */
	letters: number;
	emails: number;
	people: { id: string; name: string; district: string | null }[];
	regions: ({ code: string } & Names)[];
	/** Of the chosen region; empty where none is chosen. */
	districts: string[];
	/** What was printed last as the office to ask. */
	office: string | null;
	batches: { id: string; channel: 'letter' | 'email'; at: string; made: number; used: number }[];
}

/** Whom an address asks for; what makes no sense counts as not asked. */
export function deskQuery(params: URLSearchParams): DeskQuery {
	const asked = Object.entries(FILTERS).map(
		([name, shape]) => [name, shape.exec(params.get(name)?.trim() ?? '')?.[0]] as const
	);
	return Object.fromEntries(asked.filter(([, value]) => value));
}

/** What staff see before they invite; null for everybody else. */
export const readDesk = async (db: Db, query: DeskQuery): Promise<Desk | null> =>
	unwrap(await db.rpc('page_invitation_desk', { p_filters: query })) as Desk | null;

/** Makes at most 200 letters and gives their batch; posted twice with one key it counts once. */
export const makeLetters = async (
	db: Db,
	key: string,
	query: DeskQuery,
	office: string
): Promise<string> =>
	unwrap(
		await db.rpc('make_letters', { p_key: key, p_filters: query, p_office: office })
	) as string;

/** Queues at most 200 mails and says how many; posted twice with one key it counts once. */
export const sendInvitations = async (db: Db, key: string, query: DeskQuery): Promise<number> =>
	unwrap(await db.rpc('send_invitations', { p_key: key, p_filters: query })) as number;
