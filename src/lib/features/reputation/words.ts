import { inLocale } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import type { Act } from './rules';
import { isFloored } from './rules';
import type { Badge, Cause, Change, FindingKind, Kind } from './types';

const KINDS: Record<Kind, () => string> = {
	answer_up: m.reputation_answer_up,
	question_up: m.reputation_question_up,
	answer_accepted: m.reputation_answer_accepted,
	accepting: m.reputation_accepting,
	answer_down: m.reputation_answer_down,
	voted_down: m.reputation_voted_down,
	correction: m.reputation_correction,
	joined: m.reputation_joined
};
const CAUSES: Record<Cause, () => string> = {
	undone: m.reputation_undone,
	withdrawn: m.reputation_withdrawn,
	restored: m.reputation_restored,
	account_gone: m.reputation_account_gone,
	ring: m.reputation_ring,
	cleared: m.reputation_cleared,
	merged: m.reputation_merged
};
const ACTS: Record<Act, () => string> = {
	vote_up: m.reputation_act_vote_up,
	comment: m.reputation_act_comment,
	vote_down: m.reputation_act_vote_down,
	suggest_tags: m.reputation_act_suggest_tags,
	edit: m.reputation_act_edit,
	review: m.reputation_act_review,
	moderate: m.reputation_act_moderate
};

/** What was found in somebody's votes. */
export const findingWord = (kind: FindingKind): string =>
	({
		ring: m.reputation_found_ring,
		series: m.reputation_found_series,
		series_down: m.reputation_found_series_down
	})[kind]();

export const actWord = (act: Act): string => ACTS[act]();

/** What happened, and why the points are what they are: sentences for one change. */
export function reasons(change: Change): string[] {
	const cause = change.cause ?? (change.isBack ? 'undone' : null);
	return [
		KINDS[change.kind](),
		cause && CAUSES[cause](),
		change.isCapped && m.reputation_capped(),
		isFloored(change) && m.reputation_floored()
	].filter((sentence) => typeof sentence === 'string');
}

export const badgeWord = ({ badge, direction }: Badge): string =>
	({
		first_kazakh: m.reputation_badge_first_kazakh,
		village: m.reputation_badge_village,
		ten_accepted: () =>
			m.reputation_badge_ten_accepted({ direction: direction ? inLocale(direction) : '' }),
		year_alive: m.reputation_badge_year_alive
	})[badge]();
