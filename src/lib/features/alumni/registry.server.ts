import { unwrap, type Db } from '$lib/server/db.server';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import { readPhone } from './import/values';

type Names = Record<Locale, string>;

export interface RegistryPerson {
	id: string;
	registryNo: string;
	fullName: string | null;
	region: Names | null;
	legacyRegion: string | null;
	district: string | null;
	rounds: { round: number; role: 'leader' | 'member' }[];
	claimed: boolean;
	contacts: number;
}

export interface RegistryPage {
	viewer: Viewer | null;
	people: RegistryPerson[];
	/** Number to continue after, or null at the end. */
	next: string | null;
	regions: ({ code: string } & Names)[];
	directions: ({ code: string } & Names)[];
	views: RegistryView[];
}

/** A selection that a member of staff gave a name to. */
export interface RegistryView {
	id: string;
	name: string;
	query: Partial<RegistryQuery>;
}

export interface RegistryFilters {
	q: string;
	region: string;
	round: string;
	direction: string;
	state: string;
	contact: string;
}
export type RegistryQuery = RegistryFilters & { sort: string };

/** What an address asks of the registry; what makes no sense counts as not asked. */
export function registryQuery(params: URLSearchParams): RegistryQuery {
	const one = (name: string, shape: RegExp) => shape.exec(params.get(name) ?? '')?.[0] ?? '';
	return {
		q: (params.get('q') ?? '').trim().slice(0, 100),
		region: one('region', /^(KZ-\d\d|none)$/),
		round: one('round', /^20\d\d$/),
		direction: one('direction', /^[a-z_]{1,40}$/),
		state: one('state', /^(un)?claimed$/),
		contact: one('contact', /^(some|none)$/),
		sort: one('sort', /^name$/)
	};
}

/** The filters as the database takes them: only those that are set. */
export function registryFilters({ sort: _, ...filters }: RegistryQuery): Record<string, string> {
	const phone = readPhone(filters.q);
	const all = { ...filters, phone: 'value' in phone ? phone.value : '' };
	return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
}

/** A page of the registry: everybody for coordinators, their own regions for officers. */
export async function readRegistry(
	db: Db,
	query: RegistryQuery,
	after: string | null
): Promise<RegistryPage> {
	return unwrap(
		await db.rpc('page_registry', {
			p_filters: registryFilters(query),
			p_sort: query.sort || 'number',
			p_after: after?.slice(0, 40) || null
		})
	) as unknown as RegistryPage;
}

/** Keeps a selection under a name. Throws Refusal too_many, forbidden. */
export async function saveView(db: Db, name: string, query: RegistryQuery): Promise<void> {
	const set = Object.fromEntries(Object.entries(query).filter(([, value]) => value !== ''));
	unwrap(await db.rpc('save_registry_view', { p_name: name, p_query: set }));
}

export async function dropView(db: Db, id: string): Promise<void> {
	unwrap(await db.rpc('drop_registry_view', { p_id: id }));
}
