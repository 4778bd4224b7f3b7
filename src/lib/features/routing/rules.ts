/** A share in hundredths; null of nothing. */
export const shareOf = (count: number, base: number): number | null =>
	base > 0 ? (100 * count) / base : null;

export type Span = { unit: 'minutes' | 'hours' | 'days'; count: number };

/** A time to wait in the unit that says it best: 40 minutes, 5.5 hours, 3 days. */
export function span(seconds: number): Span {
	if (seconds < 3600) return { unit: 'minutes', count: Math.max(1, Math.round(seconds / 60)) };
	if (seconds < 172_800) return { unit: 'hours', count: Math.round(seconds / 360) / 10 };
	return { unit: 'days', count: Math.round(seconds / 8640) / 10 };
}
