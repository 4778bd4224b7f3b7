/**
 * Lets asynchronous work pass one at a time, in the order of asking.
 *
 * PGlite is a single connection and the embedded API opens a transaction per request on it without
 * waiting: two requests at once ran inside each other's transaction, an anonymous one with the role
 * of another. Nothing may touch that connection except through turns.
 */
export function takeTurns(): <T>(work: () => Promise<T>) => Promise<T> {
	let last: Promise<unknown> = Promise.resolve();
	return (work) => {
		const turn = last.then(work, work);
		last = turn.catch(() => undefined);
		return turn;
	};
}
