import { unwrap, type Db } from '$lib/server/db.server';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import { readPhone } from './import/values';

export interface RegistryPerson {
	id: string;
	registryNo: string;
	fullName: string | null;
	region: Record<Locale, string> | null;
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
	regions: ({ code: string } & Record<Locale, string>)[];
}

export interface RegistryFilters {
	q: string;
	region: string;
	round: string;
	state: string;
}

export const registryFilters = (params: URLSearchParams): RegistryFilters => ({
	q: (params.get('q') ?? '').trim().slice(0, 100),
	region: /^KZ-\d\d$/.exec(params.get('region') ?? '')?.[0] ?? '',
	round: /^20\d\d$/.exec(params.get('round') ?? '')?.[0] ?? '',
	state: /^(un)?claimed$/.exec(params.get('state') ?? '')?.[0] ?? ''
});

/** A page of the registry: everybody for coordinators, their own regions for officers. */
export async function readRegistry(
	db: Db,
	{ q, region, round, state }: RegistryFilters,
	after: string | null
): Promise<RegistryPage> {
	const phone = readPhone(q);
	return unwrap(
		await db.rpc('page_registry', {
			p_q: q || null,
			p_phone: 'value' in phone ? phone.value : null,
			p_region: region || null,
			p_round: round ? Number(round) : null,
			p_state: state || null,
			p_after: after?.slice(0, 40) || null
		})
	) as RegistryPage;
}
