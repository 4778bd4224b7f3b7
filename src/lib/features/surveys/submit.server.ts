import { fail } from '@sveltejs/kit';
import type { Locale } from '$lib/i18n';
import { Refusal, type Db } from '$lib/server/db.server';
import { formValues, say } from '$lib/server/forms.server';
import { answerSurvey, openSurvey } from './answer.server';
import { isId } from '$lib/ids';
import { checkAnswers } from './questionnaire';

/**
 * Takes the form behind a personal link: what became of it, or the form again with its errors. The
 * same form posted twice is answered like its first arrival.
 */
export async function submitSurvey(
	db: Db,
	token: string,
	form: FormData,
	{ locale, address }: { locale: Locale; address: string }
) {
	const values = formValues(form);
	const survey = await openSurvey(db, token, address);
	const { answers, errors } =
		survey.outcome === 'open' ? checkAnswers(survey.form, values) : { answers: {}, errors: {} };
	const said = Object.entries(errors).map(([name, key]) => [name, say(key, { max: 1000 })]);
	if (said.length > 0)
		return {
			failure: fail(400, { values, errors: Object.fromEntries(said) as Record<string, string> })
		};
	const key = String(values.key ?? '');
	try {
		return {
			done: await answerSurvey(db, token, {
				answers,
				locale,
				key: isId(key) ? key : crypto.randomUUID()
			})
		};
	} catch (cause) {
		if (!(cause instanceof Refusal) || cause.code !== 'invalid') throw cause;
		const failed: Record<string, string> = { [cause.detail]: say('error_choose') };
		return { failure: fail(400, { values, errors: failed }) };
	}
}
