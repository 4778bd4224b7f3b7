import { fail, redirect } from '@sveltejs/kit';
import { decideClaim, readClaims } from '$lib/features/identity/claims.server';
import { decision } from '$lib/features/identity/schema';
import { route } from '$lib/route';
import { parseForm, refused } from '$lib/server/forms.server';
import { staffPage } from '$lib/server/guard.server';
import { keepTypedIfSignedOut, typedBefore } from '$lib/server/typed.server';

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const load = async (event) => {
	const { searchParams } = event.url;
	const after = searchParams.get('after') ?? '';
	const page = await staffPage(
		readClaims(event.locals.db, UUID.test(after) ? after : null),
		'officer',
		'coordinator'
	);
	const typed = await typedBefore(event);
	return { ...page, typed, done: searchParams.get('done'), open: searchParams.get('open') };
};

export const actions = {
	default: async (event) => {
		const { data, state } = parseForm(decision, await event.request.formData());
		if (!data) return fail(400, state);
		const approve = data.verdict === 'approve';
		try {
			const registryNo = data.otherNo ?? data.registryNo;
			await decideClaim(event.locals.db, data.request, {
				approve,
				registryNo,
				reason: data.reason
			});
		} catch (cause) {
			await keepTypedIfSignedOut(event, cause, state);
			return refused(cause, state, {
				'invalid:registryNo': [
					'otherNo',
					data.otherNo ? 'identity_claims_no_such' : 'identity_claims_choose_record'
				],
				'invalid:reason': ['reason', 'error_required'],
				'conflict:taken': ['otherNo', 'identity_claims_taken'],
				used: ['', 'identity_claims_decided'],
				'forbidden:own': ['', 'identity_claims_own']
			});
		}
		redirect(303, route.claims({ done: data.verdict }));
	}
};
