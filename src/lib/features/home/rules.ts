/** The name to greet by: the first word; nothing where only a number stands for the person. */
export function greetingName(name: string): string | null {
	const first = name.trim().split(/\s+/)[0] ?? '';
	return /^\p{L}/u.test(first) && !/\d/.test(first) ? first : null;
}

/** Figures are counted up to this bound; from there on "and more" is all that is said. */
export const COUNTED_UP_TO = 20_000;
