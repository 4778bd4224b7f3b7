/** Response rates by the AAPOR Standard Definitions; formulas in docs/method.md. Pure. */

export interface Disposition {
	/** AAPOR final disposition code, such as 1.1. */
	code: string;
	count: number;
}

/** Cases by kind: complete, partial, refusal, non-contact, other, unknown. */
export interface Cases {
	I: number;
	P: number;
	R: number;
	NC: number;
	O: number;
	U: number;
}

const KINDS: [prefix: string, kind: keyof Cases][] = [
	['1.1', 'I'],
	['1.2', 'P'],
	['2.1', 'R'],
	['2.2', 'NC'],
	['2.3', 'O'],
	['3', 'U']
];

/** Sorts dispositions into kinds. Everybody asked is in the registry, so nobody is ineligible (4.x is left out). */
export function casesOf(dispositions: readonly Disposition[]): Cases {
	const cases: Cases = { I: 0, P: 0, R: 0, NC: 0, O: 0, U: 0 };
	for (const { code, count } of dispositions) {
		const kind = KINDS.find(([prefix]) => code.startsWith(prefix))?.[1];
		if (kind) cases[kind] += count;
	}
	return cases;
}

export interface Rates {
	/** Everybody asked: the base of each rate. */
	base: number;
	/** Complete answers among all asked. */
	rr1: number;
	/** Complete and partial answers among all asked. */
	rr2: number;
	/** Reached, whatever they said, among all asked. */
	con1: number;
}

/** RR1, RR2 and CON1 as shares of 1; null when nobody was asked. */
export function ratesOf(dispositions: readonly Disposition[]): Rates | null {
	const { I, P, R, NC, O, U } = casesOf(dispositions);
	const base = I + P + R + NC + O + U;
	if (base === 0) return null;
	return { base, rr1: I / base, rr2: (I + P) / base, con1: (I + P + R + O) / base };
}
