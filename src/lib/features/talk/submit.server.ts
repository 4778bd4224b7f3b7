import { fail, type RequestEvent } from '@sveltejs/kit';
import type { Db } from '$lib/server/db.server';
import { parseForm, refused } from '$lib/server/forms.server';
import { keepTypedIfSignedOut, keepTypedUnlessSignedIn } from '$lib/server/typed.server';
import { saveMentoring } from './mentoring.server';
import { sendMessage, sendReply } from './messages.server';
import { sendReport } from './reports.server';
import { mentoring, newMessage, reply, report } from './schema';

type Event = Pick<RequestEvent, 'cookies' | 'request' | 'url'> & { locals: { db: Db } };

/** Begins a conversation: its id when sent, else the form again with its errors. */
export async function submitMessage(event: Event, person: string) {
	const { data, state } = parseForm(newMessage, await event.request.formData());
	if (!data) {
		await keepTypedUnlessSignedIn(event, state);
		return fail(400, state);
	}
	try {
		return await sendMessage(event.locals.db, person, data);
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		return refused(cause, state, {
			'invalid:body': ['body', 'talk_error_short'],
			'conflict:open': ['', 'talk_error_open'],
			'conflict:full': ['', 'talk_bar_full'],
			'conflict:unlisted': ['', 'talk_bar_unlisted'],
			'conflict:young': ['', 'talk_bar_young'],
			'conflict:blocked': ['', 'talk_bar_blocked'],
			'conflict:suspended': ['', 'talk_error_suspended'],
			'conflict:unreachable': ['', 'talk_bar_unreachable'],
			too_many: ['', 'talk_bar_left']
		});
	}
}

/** Adds to a conversation: undefined when sent, else the form again. */
export async function submitReply(event: Event, thread: string) {
	const { data, state } = parseForm(reply, await event.request.formData());
	if (!data) {
		await keepTypedUnlessSignedIn(event, state);
		return fail(400, state);
	}
	try {
		await sendReply(event.locals.db, thread, data);
		return undefined;
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		return refused(cause, state, {
			'invalid:body': ['body', 'talk_error_empty'],
			'invalid:share': ['share', 'error_choose'],
			'conflict:waiting': ['', 'talk_thread_waiting'],
			'conflict:long': ['', 'talk_thread_long'],
			'conflict:suspended': ['', 'talk_error_suspended'],
			conflict: ['', 'talk_thread_closed']
		});
	}
}

/** Takes a report in: undefined when it waits for staff, else the form again. */
export async function submitReport(event: Event, about: Parameters<typeof sendReport>[1]) {
	const { data, state } = parseForm(report, await event.request.formData());
	if (!data) {
		await keepTypedUnlessSignedIn(event, state);
		return fail(400, state);
	}
	try {
		await sendReport(event.locals.db, about, data);
		return undefined;
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		return refused(cause, state, {
			'invalid:words': ['words', 'talk_error_words'],
			'conflict:open': ['', 'talk_error_reported'],
			too_many: ['', 'talk_error_reports']
		});
	}
}

/** Saves the visitor's offer: undefined when saved, else the form again. */
export async function submitMentoring(event: Event) {
	const form = await event.request.formData();
	const { data, state } = parseForm(mentoring, form, ['directions']);
	if (!data) {
		await keepTypedUnlessSignedIn(event, state);
		return fail(400, state);
	}
	try {
		await saveMentoring(event.locals.db, data);
		return undefined;
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		return refused(cause, state, {
			'invalid:directions': ['directions', 'talk_error_directions'],
			'invalid:paused_until': ['until', 'talk_error_until'],
			'conflict:no_project': ['', 'talk_error_no_project']
		});
	}
}
