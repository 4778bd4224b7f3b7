/**
 * Answers after `ms` however long the work takes and however it ends: anything else would tell
 * whether an address is known. Work that lasts longer goes on behind the answer.
 */
export async function steadily(
	ms: number,
	work: () => Promise<unknown>,
	onFailure: (cause: unknown) => void
): Promise<void> {
	void work().catch(onFailure);
	await new Promise((done) => setTimeout(done, ms));
}
