/** "\u0000" as JSON writes it, with what stands before it: two backslashes are one that was typed. */
const NUL = /(?<!\\)((?:\\\\)*)\\u0000/g;

/**
 * Leaves out the one sign that no text of PostgreSQL can hold, wherever a form or an address brought it
 * from: it would end as an error of ours.
 */
export const withoutNul =
	(fetch: typeof globalThis.fetch): typeof globalThis.fetch =>
	(input, init) =>
		fetch(
			input,
			typeof init?.body === 'string' ? { ...init, body: init.body.replace(NUL, '$1') } : init
		);
