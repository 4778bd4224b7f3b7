/**
 * Answers after `ms` however long the work takes: sooner would tell that an address is unknown,
 * later that it is known. Work that lasts longer goes on behind the answer; its failure is handed
 * to `onLate`, one before the answer is thrown.
 */
export async function steadily(
	ms: number,
	work: () => Promise<unknown>,
	onLate: (cause: unknown) => void
): Promise<void> {
	let answered = false;
	let failure: { cause: unknown } | undefined;
	void work().catch((cause: unknown) => {
		if (answered) onLate(cause);
		else failure = { cause };
	});
	await new Promise((done) => setTimeout(done, ms));
	answered = true;
	if (failure) throw failure.cause;
}
