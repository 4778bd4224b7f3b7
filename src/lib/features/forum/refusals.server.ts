import { error, type RequestEvent } from '@sveltejs/kit';
import { Refusal } from '$lib/server/db.server';
import { refused, type FormState } from '$lib/server/forms.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

/** The form again with what was refused in words; to sign in, with the text kept, when nobody is signed in. */
export async function refusedAct(event: RequestEvent, cause: unknown, state: FormState) {
	await keepTypedIfSignedOut(event, cause, state);
	if (cause instanceof Refusal && cause.code === 'not_found') error(404, 'not_found');
	return refused(cause, state, {
		'forbidden:record': ['', 'forum_act_claim'],
		'forbidden:muted': ['', 'moderation_muted'],
		'forbidden:suspended': ['', 'moderation_suspended'],
		'forbidden:own_post': ['', 'forum_own_post'],
		'forbidden:vote_down': ['', 'reputation_needs_50'],
		'forbidden:suggest_tags': ['', 'forum_tags_needs_50'],
		'forbidden:not_asker': ['', 'forum_not_asker'],
		'invalid:title': ['title', 'forum_title_short'],
		'invalid:direction': ['direction', 'forum_choose_direction'],
		'invalid:region': ['region', 'error_choose'],
		'invalid:body': ['body', 'forum_answer_empty'],
		'invalid:comment': ['comment', 'forum_writing_comment_short'],
		'invalid:tags': ['tags', 'forum_tags_letters'],
		'invalid:tags_full': ['tags', 'forum_tags_full'],
		'invalid:note_words': ['', 'forum_writing_note_words'],
		'invalid:tags_words': ['tags', 'forum_tags_words'],
		'invalid:note': ['', 'forum_writing_note_short'],
		conflict: ['base', 'forum_writing_conflict'],
		invalid: ['', 'error_unexpected'],
		'too_many:question_today': ['', 'reputation_question_today'],
		'too_many:answer_today': ['', 'reputation_answer_today'],
		'too_many:vote_today': ['', 'reputation_vote_today'],
		'too_many:found_pair': ['', 'reputation_found_pair'],
		'too_many:tag_today': ['tags', 'forum_tags_today'],
		'too_many:comment_today': ['', 'moderation_comment_today'],
		'too_many:edit_today': ['', 'moderation_edit_today'],
		'too_many:mark_today': ['', 'moderation_mark_today'],
		too_many: ['', 'error_too_many']
	});
}
