import { formatNumber } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import type { CaseCard } from './types';

const DONE: Record<string, () => string> = {
	claimed: m.moderation_done_claimed,
	decided: m.moderation_done_decided,
	reversed: m.moderation_done_reversed,
	restricted: m.moderation_done_restricted,
	lifted: m.moderation_done_lifted,
	answered: m.moderation_done_answered,
	appealed: m.moderation_appealed,
	appointed: m.moderation_done_appointed,
	dismissed: m.moderation_done_dismissed,
	word: m.moderation_done_word
};

/** What has just been done, by the word in the address. */
export const doneWords = (done: string | null): string | undefined => DONE[done ?? '']?.();

/** Why a post came before moderators. */
export const whyWords = ({ why, flags }: Pick<CaseCard, 'why' | 'flags'>): string =>
	why === 'flags'
		? m.moderation_why_flags({ count: formatNumber(flags) })
		: m[`moderation_why_${why}`]();

/** The reason of a verdict in words; of a restriction, its days. */
export function reasonWords(reason: string): string {
	const text = m as unknown as Record<string, (() => string) | undefined>;
	return (text[`moderation_reason_${reason}`] ?? text[`moderation_days_${reason}`])?.() ?? reason;
}
