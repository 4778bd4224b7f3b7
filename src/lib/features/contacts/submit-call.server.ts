import { fail, type RequestEvent } from '@sveltejs/kit';
import { parseForm, refused } from '$lib/server/forms.server';
import { keepTypedIfSignedOut } from '$lib/server/typed.server';
import { recordCall } from './calls.server';
import { decideReport } from './reports.server';
import { callForm, decisionForm } from './schema';

/** Takes what came of a call: the outcome, or the form again with its errors. */
export async function submitCall(event: RequestEvent, form: FormData) {
	const { data, state } = parseForm(callForm, form);
	if (!data) return { failure: fail(400, state) };
	try {
		await recordCall(event.locals.db, data);
		return { outcome: data.outcome };
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		return {
			failure: refused(cause, state, {
				'conflict:called': ['', 'contacts_call_again'],
				'conflict:refused': ['', 'contacts_call_taken_back'],
				'invalid:note': ['note', 'error_too_long']
			})
		};
	}
}

/** Takes the decision of staff on a team-mate's number. */
export async function submitDecision(event: RequestEvent, form: FormData) {
	const { data, state } = parseForm(decisionForm, form);
	if (!data) return { failure: fail(400, state) };
	try {
		await decideReport(event.locals.db, data.id, data.accept === 'yes');
		return { done: data.accept === 'yes' ? ('accepted' as const) : ('rejected' as const) };
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		return {
			failure: refused(cause, state, {
				'conflict:asked_not': ['', 'contacts_told_asked_not'],
				used: ['', 'contacts_told_decided']
			})
		};
	}
}
