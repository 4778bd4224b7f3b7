import { formatDate } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import type { Thread } from './types';

const DONE: Record<string, () => string> = {
	sent: m.talk_sent,
	answered: m.talk_answered,
	ended: m.talk_closed_done,
	blocked: m.talk_blocked_done,
	reported: m.talk_reported
};

/** What has just been done, by the word in the address. */
export const doneWords = (done: string | null): string | undefined => DONE[done ?? '']?.();

/** Why nothing more can be written here. */
export function barWords({ bar, until }: Pick<Thread, 'bar' | 'until'>): string {
	if (bar === 'suspended') return m.talk_bar_suspended({ date: formatDate(until ?? '') });
	if (bar === 'waiting') return m.talk_thread_waiting();
	return bar === 'long' ? m.talk_thread_long() : m.talk_thread_closed();
}
