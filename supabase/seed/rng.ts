/**
 * Chance that repeats itself: every row draws from a stream named after it, so that the same
 * question has the same answer however many rows are made, and in whatever order.
 */

function hash(text: string): number {
	let h = 0x811c9dc5;
	for (let i = 0; i < text.length; i++) h = Math.imul(h ^ text.charCodeAt(i), 0x01000193);
	h ^= h >>> 16;
	h = Math.imul(h, 0x85ebca6b);
	h ^= h >>> 13;
	h = Math.imul(h, 0xc2b2ae35);
	return (h ^ (h >>> 16)) >>> 0;
}

export interface Rng {
	/** At least 0, less than 1. */
	next: () => number;
	/** A whole number from `low` to `high`, both included. */
	int: (low: number, high: number) => number;
	chance: (probability: number) => boolean;
	pick: <T>(list: readonly T[]) => T;
	/** `count` different elements, in the order of the list. */
	some: <T>(list: readonly T[], count: number) => T[];
}

/** The stream of this name (mulberry32). */
export function stream(...name: (string | number)[]): Rng {
	let state = hash(name.join(':'));
	const next = () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
	};
	const int = (low: number, high: number) => low + Math.floor(next() * (high - low + 1));
	return {
		next,
		int,
		chance: (probability) => next() < probability,
		pick: (list) => list[int(0, list.length - 1)] as never,
		some: (list, count) => {
			const chosen = new Set<number>();
			while (chosen.size < Math.min(count, list.length)) chosen.add(int(0, list.length - 1));
			return list.filter((_, i) => chosen.has(i));
		}
	};
}

/**
 * A number in [0, 1) for the n-th row that spreads evenly over any run of rows (additive recurrence
 * with irrational steps), so that shares come out right in a small demo already.
 */
export function spread(n: number, dimension: 0 | 1 | 2 | 3): number {
	// Powers of 1/x, where x solves x^5 = x + 1: the four-dimensional golden ratio.
	const step = Math.pow(0.8566748838545029, dimension + 1);
	return (0.5 + (n + 1) * step) % 1;
}

/** The element in whose share of the weights `at` (0 to 1) falls. */
export function byShare<T extends { weight: number }>(list: readonly T[], at: number): T {
	let rest = at * list.reduce((sum, item) => sum + item.weight, 0);
	for (const item of list) {
		rest -= item.weight;
		if (rest < 0) return item;
	}
	return list[list.length - 1] as T;
}

/** Kinds of rows, so that no two tables share an id. */
const KINDS = [
	'account',
	'identity',
	'person',
	'contact',
	'consent',
	'subproject',
	'participation',
	'update',
	'question',
	'answer',
	'vote',
	'reputation',
	'referral',
	'referral_event',
	'referral_consent',
	'wave',
	'wave_member',
	'response',
	'claim',
	'mail',
	'key',
	'role',
	'contact_event',
	'contact_report',
	'guide'
] as const;
export type Kind = (typeof KINDS)[number];

const hex = (value: number, digits: number) => value.toString(16).padStart(digits, '0');

/** A UUID in the shape of version 7: its time first, then what makes it the only one. */
export function uuid(kind: Kind, index: number, at: Date): string {
	const time = hex(at.getTime(), 12);
	const noise = hash(`${kind}:${index}`);
	const tail = hex(KINDS.indexOf(kind), 2) + hex(index, 8) + hex(noise & 0xff, 2);
	return [
		time.slice(0, 8),
		time.slice(8),
		`7${hex((noise >>> 8) & 0xfff, 3)}`,
		hex(0x8000 | ((noise >>> 20) & 0xfff), 4),
		tail
	].join('-');
}

const DAY = 86_400_000;
/** So many days before or after, with a time of day between 8 and 20 in Kazakhstan when asked for. */
export const days = (from: Date, count: number, rng?: Rng): Date =>
	new Date(from.getTime() + count * DAY + (rng ? rng.int(3 * 3600, 15 * 3600) * 1000 : 0));
