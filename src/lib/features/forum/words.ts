import { m } from '$lib/paraglide/messages';

const flagged = () => `${m.moderation_flagged()} ${m.moderation_flagged_text()}`;
const DONE: Record<string, () => string> = {
	asked: m.forum_done_asked,
	answered: m.forum_done_answered,
	edited: m.forum_writing_done_edited,
	draft: m.forum_drafts_done_saved,
	joined: m.forum_duplicates_done_joined,
	flagged
};

/** What was just done, in words; nothing of a post that has to wait, which says so itself. */
export function doneWords(done: string | null, waits: boolean): string | undefined {
	if (!done || (waits && /^(answered|edited)$/.test(done))) return undefined;
	return Object.hasOwn(DONE, done) ? DONE[done]?.() : undefined;
}
