/** A step as the form sends it: its place is what was typed, or where it stood. */
export interface TypedStep {
	answer: string;
	heading: string;
	note: string;
	place: number;
	isDropped: boolean;
}

/** Whether a number can say where a step stands; halves put it between two others. */
export const isPlace = (place: number): boolean => place >= 0 && place <= 1000;

/** The steps that stay, by the numbers that were typed; where two have the same, as they stood. */
export const inOrder = (steps: TypedStep[]): { answer: string; heading: string; note: string }[] =>
	steps
		.filter(({ isDropped }) => !isDropped)
		.sort((a, b) => a.place - b.place)
		.map(({ answer, heading, note }) => ({ answer, heading, note }));
