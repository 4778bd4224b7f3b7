import { unwrap, type Db } from '$lib/server/db.server';
import type { NewWave } from './schema';
import type { Audience, NewWavePage, ResultsPage, WavePage, WavesPage } from './types';

/** The waves, newest first; null for visitors who are not staff. */
export async function readWaves(db: Db, after: string | null): Promise<WavesPage | null> {
	const cursor = after !== null && !Number.isNaN(Date.parse(after)) ? after : undefined;
	return unwrap(await db.rpc('page_waves', { p_after: cursor })) as WavesPage | null;
}

/** Only the audience of whatever carries one. */
const audienceOf = ({ regions, rounds, directions, states }: Audience) => ({
	regions,
	rounds,
	directions,
	states
});

/** What a new wave can choose from, and with an audience how many it would reach. */
export async function readNewWave(db: Db, audience: Audience | null): Promise<NewWavePage | null> {
	return unwrap(
		await db.rpc('page_new_wave', { p_audience: audience ? audienceOf(audience) : undefined })
	) as NewWavePage | null;
}

/** Sends a wave and returns its id; the same key again returns the same wave. Throws Refusal. */
export async function sendWave(db: Db, wave: NewWave, origin: string): Promise<string> {
	const { key, title, form, opens, closes } = wave;
	return unwrap(
		await db.rpc('send_wave', {
			p_key: key,
			p_wave: {
				title,
				form,
				opensAt: opens ?? null,
				closesAt: closes,
				audience: audienceOf(wave)
			},
			p_origin: origin
		})
	) as string;
}

const found = <Page extends { viewer: unknown; wave: unknown }>(page: Page | null): Page | null =>
	page?.viewer && !page.wave ? null : page;

/** One wave with those who have not answered; null when there is none. */
export async function readWavePage(
	db: Db,
	id: string,
	after: string | null
): Promise<WavePage | null> {
	return found(
		unwrap(await db.rpc('page_wave', { p_id: id, p_after: after ?? undefined })) as WavePage | null
	);
}

/** The counts of one wave; null when there is none. */
export async function readResults(db: Db, id: string): Promise<ResultsPage | null> {
	return found(unwrap(await db.rpc('page_wave_results', { p_id: id })) as ResultsPage | null);
}
