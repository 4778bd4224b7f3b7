/** Subprojects and the history of each: one to six updates between 2021 and today. */
import { DIRECTIONS, CONTINUING, LACKED, PAUSED, STOPPED } from './project-words.ts';
import type { Locale, Person } from './people.ts';
import type { Row } from './render.ts';
import { byShare, days, stream, uuid, type Rng } from './rng.ts';

export type State = 'continuing' | 'paused' | 'stopped';
export interface Update {
	/** Days before today. */
	ago: number;
	state: State;
	basis?: 'paid' | 'free' | 'both';
	reason?: string;
	needs?: string[];
	note?: string | null;
	source?: 'self' | 'survey' | 'officer';
	somethingNew?: boolean;
}
export interface Project {
	index: number;
	id: string;
	title: string;
	direction: string;
	round: number;
	regionCode: string;
	grant: number;
	history: Update[];
}

/** Share still continuing by round, from the 2021 survey: 31.3 % of all. */
const CONTINUING_SHARE: Record<number, number> = {
	2017: 0.216,
	2018: 0.347,
	2019: 0.245,
	2020: 0.616
};
const BASES = [
	{ basis: 'paid', weight: 72.7 },
	{ basis: 'free', weight: 23.7 },
	{ basis: 'both', weight: 3.6 }
] as const;
const REASONS = Object.entries({
	money: 30,
	customers: 13,
	premises: 12,
	team: 9,
	family: 9,
	job_or_study: 9,
	knowledge: 6,
	season: 2
}).map(([reason, weight]) => ({ reason, weight }));
const NEEDS = ['money', 'premises', 'equipment', 'customers', 'knowledge', 'mentor', 'papers'];

export function makeTitle(rng: Rng, direction: string, locale: Locale): string {
	const words = DIRECTIONS[direction] as (typeof DIRECTIONS)[string];
	const name = `«${rng.pick(words.names[locale])}»`;
	const kind = rng.pick(words[locale]);
	return locale === 'kk' ? `${name} ${kind}` : `${kind} ${name}`;
}

export function pickDirection(rng: Rng, settlement: Person['settlement']): string {
	const field = settlement === 'village' ? 'village' : 'town';
	const list = Object.entries(DIRECTIONS).map(([code, words]) => ({ code, weight: words[field] }));
	return byShare(list, rng.next()).code;
}

function running(rng: Rng, locale: Locale): Omit<Update, 'ago'> {
	return {
		state: 'continuing',
		basis: byShare(BASES, rng.next()).basis,
		needs: rng.some(NEEDS, rng.int(0, 2)),
		note: rng.chance(0.6) ? rng.pick(CONTINUING[locale]) : null
	};
}
function resting(rng: Rng, locale: Locale, direction: string): Omit<Update, 'ago'> {
	// The first two notes speak of warmth and harvest, which only some trades depend on.
	const seasonal = ['greenhouse', 'events', 'ecology', 'livestock'].includes(direction);
	const notes = seasonal ? PAUSED[locale].slice(0, 2) : PAUSED[locale].slice(2);
	return { state: 'paused', needs: rng.some(NEEDS, rng.int(1, 2)), note: rng.pick(notes) };
}
function ended(rng: Rng, locale: Locale, direction: string, ago: number): Omit<Update, 'ago'> {
	const duringPandemic = ago > 1500;
	const reason =
		duringPandemic && rng.chance(0.4) ? 'pandemic' : byShare(REASONS, rng.next()).reason;
	const ofTrade = reason === 'knowledge' ? LACKED[direction] : undefined;
	const notes = ofTrade ?? (STOPPED[reason] as (typeof STOPPED)[string]);
	return {
		state: 'stopped',
		reason,
		needs: rng.some(NEEDS, rng.int(0, 2)),
		note: rng.chance(0.7) ? rng.pick(notes[locale]) : null,
		somethingNew: rng.chance(0.15)
	};
}

/** A believable history that ends as the shares of the report demand. */
export function makeHistory(
	index: number,
	round: number,
	direction: string,
	locale: Locale
): Update[] {
	const rng = stream('path', index);
	const goesOn = rng.chance(CONTINUING_SHARE[round] ?? 0.3);
	const rests = !goesOn && rng.chance(direction === 'greenhouse' ? 0.4 : 0.04);
	const last = goesOn ? rng.int(6, 430) : rests ? rng.int(15, 120) : rng.int(40, 1990);
	const count = goesOn ? rng.int(3, 6) : rests ? rng.int(2, 5) : rng.int(1, 4);
	const earlier = Array.from({ length: count - 1 }, () => rng.int(last + 25, 2070)).sort(
		(a, b) => b - a
	);
	const history = earlier.map((ago): Update => ({
		ago,
		...(rng.chance(direction === 'greenhouse' ? 0.3 : 0.08)
			? resting(rng, locale, direction)
			: running(rng, locale)),
		source: ago > 1700 ? 'survey' : rng.chance(0.8) ? 'self' : 'officer'
	}));
	const end = goesOn
		? running(rng, locale)
		: rests
			? resting(rng, locale, direction)
			: ended(rng, locale, direction, last);
	return [...history, { ago: last, source: last > 1700 ? 'survey' : 'self', ...end }];
}

export function updateRows(project: Project, leader: Person, now: Date): Row[] {
	const rng = stream('updates', project.index);
	return project.history.map((update, n) => {
		const at = days(now, -update.ago, rng);
		return {
			id: uuid('update', project.index * 8 + n, at),
			subproject_id: project.id,
			person_id: leader.id,
			state: update.state,
			basis: update.basis ?? null,
			stop_reason: update.reason ?? null,
			something_new: update.somethingNew ?? false,
			needs: update.needs ?? [],
			note: update.note ?? null,
			source: update.source ?? 'self',
			idempotency_key: uuid('key', project.index * 8 + n, at),
			created_at: at
		};
	});
}

/** The row of the subproject; its state repeats the newest of these updates. */
export function projectRow(project: Project, updates: Row[], now: Date): Row {
	const newest = updates[updates.length - 1] as Row;
	return {
		id: project.id,
		registry_no: `ZS-${project.round}-${String(project.index + 1).padStart(5, '0')}`,
		title: project.title,
		direction: project.direction,
		round: project.round,
		region_code: project.regionCode,
		grant_tenge: project.grant,
		state: newest.state ?? 'unknown',
		basis: newest.basis ?? null,
		needs: newest.needs ?? [],
		state_at: newest.created_at ?? null,
		created_at: days(now, -900)
	};
}
