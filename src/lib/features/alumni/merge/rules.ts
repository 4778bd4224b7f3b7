/** From this score on a pair is very likely one person (private.duplicate_reasons). */
const SURE = 17;

export const certainty = (score: number): 'sure' | 'likely' => (score >= SURE ? 'sure' : 'likely');

interface Standing {
	claimedAt: string | null;
	updatedAt: string;
	contacts: readonly unknown[];
	rounds: readonly unknown[];
}

/** Which record counts where nobody said a word on a field: the person's own, else the newer. */
export function trusted(a: Standing, b: Standing): 'a' | 'b' {
	if ((a.claimedAt === null) !== (b.claimedAt === null)) return a.claimedAt ? 'a' : 'b';
	return b.updatedAt > a.updatedAt ? 'b' : 'a';
}

interface Word {
	by: 'person' | 'staff';
	at: string;
}

/** On which side the person's own word on a field stands, the newer where on both. */
export function spoken(a: Word | undefined, b: Word | undefined): 'a' | 'b' | null {
	if (a?.by === 'person' && b?.by === 'person') return b.at > a.at ? 'b' : 'a';
	return a?.by === 'person' ? 'a' : b?.by === 'person' ? 'b' : null;
}

/** Which record had better stay: the one with an account, else the one that knows more. */
export function betterRecord(a: Standing, b: Standing): 'a' | 'b' {
	if ((a.claimedAt === null) !== (b.claimedAt === null)) return a.claimedAt ? 'a' : 'b';
	const knows = ({ contacts, rounds }: Standing) => contacts.length + rounds.length;
	return knows(b) > knows(a) ? 'b' : 'a';
}
