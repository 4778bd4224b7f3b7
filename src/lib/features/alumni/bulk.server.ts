import { isId } from '$lib/ids';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';
import type { Names } from './record.server';
import { registryFilters, registryQuery } from './registry.server';
import { MOST_AT_ONCE } from './rules';

/** Filters of the registry, or people picked one by one. */
export type Selection = Record<string, string | string[]>;

export interface BulkPage {
	viewer: Viewer | null;
	/** More than MOST_AT_ONCE when there are too many. */
	count: number;
	first: { id: string; name: string }[];
	ownRegion: number;
	ownDistrict: number;
	/** Surveys that run; null for officers. */
	waves: { id: string; title: string; closesAt: string; guests: number }[] | null;
	regions: ({ code: string } & Names)[];
}

/** Ids that an address names, ticked one by one or between commas. */
export const pickedIds = (params: URLSearchParams): string[] =>
	params
		.getAll('pick')
		.flatMap((ids) => ids.split(','))
		.filter(isId)
		.slice(0, MOST_AT_ONCE);

/** Whom an address is about: everyone in its selection, or those who were ticked. */
export const selectionOf = (params: URLSearchParams): Selection =>
	params.has('all') ? registryFilters(registryQuery(params)) : { pick: pickedIds(params) };

/** What a file is asked for: those picked, else everyone who matches the filters. */
export const exportSelection = (params: URLSearchParams): Selection =>
	params.has('pick') ? { pick: pickedIds(params) } : registryFilters(registryQuery(params));

/** What an act on this selection would meet; null for who is no staff. */
export async function readBulk(db: Db, selection: Selection): Promise<BulkPage | null> {
	return unwrap(
		await db.rpc('page_bulk', { p_selection: selection })
	) as unknown as BulkPage | null;
}

/** Who confirmed what: the key makes a form that is posted twice count once. */
interface Confirmed {
	key: string;
	selection: Selection;
	expected: number;
}
const confirmed = ({ key, selection, expected }: Confirmed) => ({
	p_key: key,
	p_selection: selection,
	p_expected: expected
});

/** Writes region and district; returns how many records changed. Throws Refusal conflict, invalid. */
export async function placePeople(
	db: Db,
	act: Confirmed,
	place: { region?: string | undefined; district?: string | undefined }
): Promise<number> {
	return unwrap(
		await db.rpc('place_people', {
			...confirmed(act),
			p_region: place.region ?? null,
			p_district: place.district ?? null
		})
	) as number;
}

/** Asks people in a survey that runs; returns how many. Throws Refusal conflict, invalid wave. */
export async function addToWave(
	db: Db,
	act: Confirmed,
	wave: string,
	origin: string
): Promise<number> {
	return unwrap(
		await db.rpc('add_to_wave', { ...confirmed(act), p_wave: wave, p_origin: origin })
	) as number;
}
