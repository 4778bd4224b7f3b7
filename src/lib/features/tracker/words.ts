import { m } from '$lib/paraglide/messages';
import type { Basis, Need, ProjectState, Standing, StopReason } from './rules';

/** Words of the tracker in the reader's language. */
export const stateWord = (state: ProjectState): string => m[`tracker_state_${state}`]();
export const basisWord = (basis: Basis): string => m[`tracker_basis_${basis}`]();
export const reasonWord = (reason: StopReason): string => m[`tracker_reason_${reason}`]();
export const needWord = (need: Need): string => m[`tracker_need_${need}`]();

/** What a state's own question was answered with: the basis, the reason, or nothing. */
export const standingDetail = (standing: Pick<Standing, 'basis' | 'stopReason'>): string | null =>
	standing.basis
		? basisWord(standing.basis)
		: standing.stopReason
			? reasonWord(standing.stopReason)
			: null;

/** A state and its detail in one line: "Going on · paid", "Stopped · too few customers". */
export const standingWords = (standing: Standing): string =>
	[stateWord(standing.state), standingDetail(standing)].filter(Boolean).join(' · ');

const ASK: Record<string, () => string> = {
	sewing: m.tracker_ask_sewing,
	crafts: m.tracker_ask_crafts,
	poultry: m.tracker_ask_poultry,
	livestock: m.tracker_ask_livestock,
	greenhouse: m.tracker_ask_greenhouse,
	food: m.tracker_ask_food,
	beauty: m.tracker_ask_beauty,
	education: m.tracker_ask_education,
	sport: m.tracker_ask_sport,
	repair: m.tracker_ask_repair,
	it: m.tracker_ask_it,
	media: m.tracker_ask_media,
	events: m.tracker_ask_events,
	ecology: m.tracker_ask_ecology,
	aid: m.tracker_ask_aid
};

/** How we ask about a project of this direction, the way a neighbour would. */
export function askAbout(direction: string | undefined, last: ProjectState | undefined): string {
	if (last === 'stopped') return m.tracker_ask_stopped();
	return (ASK[direction ?? ''] ?? m.tracker_ask_other)();
}
