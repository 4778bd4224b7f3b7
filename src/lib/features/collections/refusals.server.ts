import type { RequestEvent } from '@sveltejs/kit';
import { refused, type FormState } from '$lib/server/forms.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';

/** The form again with what was refused in words; to sign in, with the text kept, when nobody is signed in. */
export async function refusedGuide(event: RequestEvent, cause: unknown, state: FormState) {
	await keepTypedIfSignedOut(event, cause, state);
	return refused(cause, state, {
		'forbidden:muted': ['', 'moderation_muted'],
		'forbidden:expert': ['direction', 'collections_not_expert'],
		'forbidden:own_guide': ['', 'collections_own_guide'],
		'conflict:open': ['', 'collections_open'],
		'conflict:revision': ['', 'collections_conflict'],
		'conflict:reviewed': ['', 'collections_reviewed'],
		'conflict:few_steps': ['', 'collections_few_steps'],
		'invalid:few_steps': ['', 'collections_few_steps'],
		'invalid:title': ['title', 'collections_title_short'],
		'invalid:direction': ['direction', 'forum_choose_direction'],
		'invalid:intro': ['intro', 'collections_intro_short'],
		'invalid:note': ['note', 'collections_note_short'],
		'invalid:answer': ['', 'collections_answer_unfit'],
		invalid: ['', 'error_unexpected'],
		'too_many:drafts': ['', 'collections_many_drafts']
	});
}
