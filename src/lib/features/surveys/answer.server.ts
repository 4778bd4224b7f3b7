import type { Locale } from '$lib/i18n';
import { backend } from '$lib/server/backend.server';
import { Refusal, unwrap, type Db } from '$lib/server/db.server';
import { keyedHash } from '$lib/server/secrets.server';
import type { Answers } from './questionnaire';
import type { SurveyPage } from './types';

/** What cannot be a token is asked for as an empty one: it is unknown, and counted like a guess. */
const tokenOf = (text: string): string => (/^[0-9a-z]{1,64}$/i.test(text) ? text : '');

/** What a link opens. Unknown tokens are counted by address. */
export async function openSurvey(db: Db, token: string, address: string): Promise<SurveyPage> {
	const { bucketKey } = await backend();
	return unwrap(
		await db.rpc('page_survey', {
			p_token: tokenOf(token),
			p_bucket: keyedHash(bucketKey, 'survey', address)
		})
	) as SurveyPage;
}

/**
 * Takes an answer: `answered`, or `other` when the link reached somebody else. A second answer, or
 * one that came after the end, is no error here: the page tells which of them it is.
 */
export async function answerSurvey(
	db: Db,
	token: string,
	answer: { answers: Answers; locale: Locale; key: string }
): Promise<'answered' | 'other' | 'too_late'> {
	try {
		return unwrap(
			await db.rpc('submit_response', {
				p_token: tokenOf(token),
				p_answers: answer.answers,
				p_locale: answer.locale,
				p_key: answer.key
			})
		) as 'answered' | 'other';
	} catch (cause) {
		if (cause instanceof Refusal && ['used', 'expired', 'not_found'].includes(cause.code))
			return 'too_late';
		throw cause;
	}
}
