/** A step as the form sends it: its place is what was typed, or where it stood. */
export interface TypedStep {
	answer: string;
	heading: string;
	note: string;
	place: number;
	isDropped: boolean;
}

/** The steps that stay, by the numbers that were typed; where two have the same, as they stood. */
export const inOrder = (steps: TypedStep[]): { answer: string; heading: string; note: string }[] =>
	steps
		.filter(({ isDropped }) => !isDropped)
		.sort((a, b) => a.place - b.place)
		.map(({ answer, heading, note }) => ({ answer, heading, note }));
