/** From which reputation an act is open; private.forum_needs holds it in the database. */
export const LADDER = {
	vote_up: 1,
	comment: 1,
	vote_down: 50,
	suggest_tags: 50,
	edit: 100,
	review: 250,
	moderate: 500
} as const;
export type Act = keyof typeof LADDER;

export const may = (reputation: number, act: Act): boolean =>
	Math.max(1, reputation) >= LADDER[act];

/** Acts by step: those that open together stand together. */
export function steps(reputation: number): { from: number; acts: Act[]; isOpen: boolean }[] {
	const acts = Object.keys(LADDER) as Act[];
	return [...new Set(Object.values(LADDER))].map((from) => ({
		from,
		acts: acts.filter((act) => LADDER[act] === from),
		isOpen: reputation >= from
	}));
}

/** The floor of 1 kept a change from its full effect; what was capped tells so itself. */
export const isFloored = (change: { kind: string; points: number; delta: number }): boolean =>
	!['correction', 'joined'].includes(change.kind) && change.points !== change.delta;

/** A number with its sign, a true minus. */
export const signed = (number: number): string =>
	number < 0 ? `−${-number}` : number > 0 ? `+${number}` : '0';

/** The cursor of the address; what is none is left out. */
export const cursor = (text: string | null): number | null =>
	text && /^\d{1,15}$/.test(text) ? Number(text) : null;

/** Errors of one of several forms for the summary above them: each leads to the field of its own form. */
export const errorsOf = (
	form: { values: Record<string, string | string[]>; errors: Record<string, string> } | null
): Record<string, string> =>
	Object.fromEntries(
		Object.entries(form?.errors ?? {}).map(([name, message]) => [
			name && `${name}-${form?.values.finding}`,
			message
		])
	);
