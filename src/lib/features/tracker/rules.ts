/** Decisions of the tracker that need nothing but their arguments. */

export const STATES = ['continuing', 'paused', 'stopped'] as const;
export const BASES = ['paid', 'free', 'both'] as const;
export const NEEDS = [
	'money',
	'premises',
	'equipment',
	'customers',
	'knowledge',
	'mentor',
	'papers'
] as const;
export const STOP_REASONS = [
	'money',
	'premises',
	'customers',
	'knowledge',
	'team',
	'family',
	'job_or_study',
	'season',
	'pandemic',
	'other'
] as const;
export const HOWS = ['as_before', ...STATES] as const;

/** What a team says of its project. unknown: nobody has said anything yet. */
export type ToldState = (typeof STATES)[number];
export type ProjectState = ToldState | 'unknown';
export type Basis = (typeof BASES)[number];
export type Need = (typeof NEEDS)[number];
export type StopReason = (typeof STOP_REASONS)[number];
export type How = (typeof HOWS)[number];

/** The part of an entry that "as before" repeats. */
export interface Standing {
	state: ToldState;
	basis: Basis | null;
	stopReason: StopReason | null;
}

const isOf = <Value extends string>(list: readonly Value[], value: unknown): value is Value =>
	list.includes(value as Value);

/** A standing as one hidden field: the answer the person saw when they chose "as before". */
export const packStanding = ({ state, basis, stopReason }: Standing): string =>
	[state, basis ?? '', stopReason ?? ''].join(':');

/** The standing out of its field; null when it is none. */
export function unpackStanding(packed: string | undefined): Standing | null {
	const [state, basis, reason] = (packed ?? '').split(':');
	if (!isOf(STATES, state)) return null;
	if (state === 'continuing') return isOf(BASES, basis) ? { state, basis, stopReason: null } : null;
	return {
		state,
		basis: null,
		stopReason: state === 'stopped' && isOf(STOP_REASONS, reason) ? reason : null
	};
}

export interface Told {
	how: How;
	basis?: Basis | undefined;
	reason?: StopReason | undefined;
	/** What was said last, as packStanding made it. */
	before?: string | undefined;
}

/**
 * What follows from the form: fields of the choices that were not taken count for nothing, since a
 * hidden field is sent too. Otherwise the field that lacks an answer.
 */
export function standingOf(told: Told): Standing | { missing: 'how' | 'basis' | 'reason' } {
	switch (told.how) {
		case 'as_before': {
			const before = unpackStanding(told.before);
			if (!before) return { missing: 'how' };
			// An imported "stopped" may lack its reason; then it is asked now.
			if (before.state === 'stopped' && !before.stopReason)
				return { ...before, stopReason: told.reason ?? 'other' };
			return before;
		}
		case 'continuing':
			return told.basis
				? { state: 'continuing', basis: told.basis, stopReason: null }
				: { missing: 'basis' };
		case 'paused':
			return { state: 'paused', basis: null, stopReason: null };
		case 'stopped':
			return told.reason
				? { state: 'stopped', basis: null, stopReason: told.reason }
				: { missing: 'reason' };
	}
}

export type Tone = 'good' | 'bad' | 'wait' | 'calm';

const TONES: Record<ProjectState, Tone> = {
	continuing: 'good',
	paused: 'wait',
	stopped: 'bad',
	unknown: 'calm'
};
export const toneOf = (state: ProjectState): Tone => TONES[state];

/** Where help for these needs is found: money and things from programmes, knowing from people. */
export function helpFor(needs: readonly Need[]): { programmes: boolean; questions: boolean } {
	const has = (...any: Need[]) => needs.some((need) => any.includes(need));
	return {
		programmes: has('money', 'premises', 'equipment'),
		questions: has('knowledge', 'mentor', 'customers', 'papers')
	};
}

/** Months until we ask again: soon while a project rests, seldom once it is over. */
const ASK_AGAIN: Record<ToldState, number> = { continuing: 6, paused: 3, stopped: 12 };

/** When we ask again, as an ISO time. The day of the month gives way in a shorter month. */
export function nextFollowUp(state: ToldState, toldAt: string): string {
	const date = new Date(toldAt);
	const day = date.getUTCDate();
	date.setUTCDate(1);
	date.setUTCMonth(date.getUTCMonth() + ASK_AGAIN[state]);
	const last = new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate();
	date.setUTCDate(Math.min(day, last));
	return date.toISOString();
}

const SURNAME =
	/(ов|ова|ев|ева|ёв|ёва|ин|ина|ский|ская|ұлы|улы|қызы|кызы|енко|чук)$|(ov|ova|ev|eva|skiy|skaya|uly|kyzy)$/i;
/** Given names that end like a surname. */
const GIVEN =
	/^(алина|арина|дарина|ирина|марина|карина|сабина|мадина|галина|полина|екатерина|амина|нина|зарина|камалдин|мұхиддин|константин|валентин|кристина|ангелина|регина|элина|алтын|айжін)$/i;

/**
 * The name to greet by. Rosters write the surname first as often as last: the word that does not
 * look like a surname is the given name; in doubt the first one.
 */
export function givenName(fullName: string | null): string | null {
	const words = fullName?.trim().split(/\s+/).filter(Boolean) ?? [];
	const given = words.find((word) => GIVEN.test(word) || !SURNAME.test(word));
	return given ?? words[0] ?? null;
}
