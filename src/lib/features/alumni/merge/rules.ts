/** From this score on a pair is very likely one person (private.duplicate_reasons). */
const SURE = 17;

export const certainty = (score: number): 'sure' | 'likely' => (score >= SURE ? 'sure' : 'likely');

interface Standing {
	claimedAt: string | null;
	updatedAt: string;
	contacts: readonly unknown[];
	rounds: readonly unknown[];
}

/** Whose word counts where two records differ: the person's own, else the newer. */
export function trusted(a: Standing, b: Standing): 'a' | 'b' {
	if ((a.claimedAt === null) !== (b.claimedAt === null)) return a.claimedAt ? 'a' : 'b';
	return b.updatedAt > a.updatedAt ? 'b' : 'a';
}

/** Which record had better stay: the one with an account, else the one that knows more. */
export function betterRecord(a: Standing, b: Standing): 'a' | 'b' {
	if ((a.claimedAt === null) !== (b.claimedAt === null)) return a.claimedAt ? 'a' : 'b';
	const knows = ({ contacts, rounds }: Standing) => contacts.length + rounds.length;
	return knows(b) > knows(a) ? 'b' : 'a';
}
