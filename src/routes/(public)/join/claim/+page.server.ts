import { fail, redirect, type RequestEvent } from '@sveltejs/kit';
import {
	dropClaimCode,
	finishClaim,
	readClaimPage,
	requestClaim,
	startClaim
} from '$lib/features/identity/claim.server';
import { askOfficer, enterCode, findRecord } from '$lib/features/identity/schema';
import type { Locale } from '$lib/i18n';
import { getLocale } from '$lib/paraglide/runtime';
import { route } from '$lib/route';
import { Refusal } from '$lib/server/db.server';
import { parseForm, refused, say, type FormState } from '$lib/server/forms.server';
import { memberPage } from '$lib/server/guard.server';
import {
	keepTypedIfSignedOut,
	keepTypedUnlessSignedIn,
	layTypedFor,
	typedBefore
} from '$lib/server/typed.server';

export const load = async (event) => {
	const page = await memberPage(readClaimPage(event.locals.db));
	const ask = event.url.searchParams.has('ask');
	return { ...page, ask, typed: await typedBefore(event), key: crypto.randomUUID() };
};

/** The account has a record already, perhaps from another window: the page itself says so. */
const isClaimed = (cause: unknown) =>
	cause instanceof Refusal && cause.code === 'conflict' && cause.detail === 'claimed';
/** A form with faults: shown again, or kept for after the sign-in. */
async function again(event: RequestEvent, state: FormState) {
	await keepTypedUnlessSignedIn(event, state);
	return fail(400, state);
}
const locale = () => getLocale() as Locale;

export const actions = {
	find: async (event) => {
		const { data, state } = parseForm(findRecord, await event.request.formData());
		if (!data) return again(event, state);
		let sent: boolean;
		try {
			sent = await startClaim(event.locals.db, data, locale());
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			if (isClaimed(cause)) redirect(303, route.claim());
			return refused(cause, state, { too_many: ['', 'identity_find_many'] });
		}
		if (sent) redirect(303, route.claim());
		// The officer's form needs the same fields: what was typed goes along.
		await layTypedFor(event, state);
		redirect(303, route.claim({ ask: 1 }));
	},
	code: async (event) => {
		const { data, state } = parseForm(enterCode, await event.request.formData());
		if (!data) return fail(400, state);
		try {
			const answer = await finishClaim(event.locals.db, data.code, locale());
			if (answer.outcome === 'claimed') redirect(303, route.claim());
			const message = {
				wrong: () => say('identity_claim_code_wrong', { left: 'left' in answer ? answer.left : 0 }),
				taken: () => say('identity_claim_taken'),
				dead: () => say('identity_claim_code_dead'),
				expired: () => say('identity_claim_code_dead')
			}[answer.outcome];
			return fail(400, {
				...state,
				errors: { [answer.outcome === 'wrong' ? 'code' : '']: message() }
			});
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			throw cause;
		}
	},
	restart: async (event) => {
		await dropClaimCode(event.locals.db);
		redirect(303, route.claim());
	},
	ask: async (event) => {
		const { data, state } = parseForm(askOfficer, await event.request.formData());
		if (!data) return again(event, state);
		try {
			await requestClaim(event.locals.db, data.key, data, locale());
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			if (isClaimed(cause)) redirect(303, route.claim());
			return refused(cause, state, {
				'conflict:open': ['', 'identity_ask_open_already'],
				too_many: ['', 'identity_ask_many'],
				invalid: ['', 'error_unexpected']
			});
		}
		redirect(303, route.claim());
	}
};
