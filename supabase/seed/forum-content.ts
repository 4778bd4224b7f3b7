/** What is asked and answered in the demo's forum: advice that holds, in the words of those who work. */
import { KAZAKH_FARM } from './forum-content-kk-farm.ts';
import { KAZAKH_TRADES } from './forum-content-kk-trades.ts';
import { RUSSIAN } from './forum-content-ru.ts';

/** Who of the demo accounts speaks; everybody else is drawn by direction. */
export type Speaker = 'graduate' | 'expert';

export interface Talk {
	direction: string;
	title: string;
	body: string;
	by?: Speaker;
	answers: (string | { by: Speaker; text: string })[];
	/** Which answer helped; the first one unless said otherwise, null for none yet. */
	helped?: number | null;
	/** Asked within the last days. */
	fresh?: boolean;
}

export const TALKS: (Talk & { locale: 'kk' | 'ru' })[] = [
	...[...KAZAKH_FARM, ...KAZAKH_TRADES].map((talk) => ({ ...talk, locale: 'kk' as const })),
	...RUSSIAN.map((talk) => ({ ...talk, locale: 'ru' as const }))
];
