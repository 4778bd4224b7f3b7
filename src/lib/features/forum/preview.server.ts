import { fail } from '@sveltejs/kit';
import { isLocale } from '$lib/i18n';
import { parseMarkdown } from '$lib/markdown/parse.server';
import { getLocale } from '$lib/paraglide/runtime';
import type { FormState } from '$lib/server/forms.server';
import { cleanLine, cleanText } from './rules';
import type { Preview } from './types';

/**
 * Where the form was sent by its "preview" button: the form again, with the text as others will see
 * it. Only the text has to be in order for that. Null when it was sent to be published.
 */
export function previewed(state: FormState) {
	const { preview, ...values } = state.values;
	if (!preview) return null;
	const { body, photo } = state.errors;
	const errors: FormState['errors'] = photo ? { photo } : {};
	if (body) return fail(400, { values, errors: { ...errors, body } });
	const typed = (name: string) => (typeof values[name] === 'string' ? values[name] : '');
	const locale = typed('locale');
	const shown: Preview = {
		title: cleanLine(typed('title')),
		text: parseMarkdown(cleanText(typed('body'))),
		locale: isLocale(locale) ? locale : getLocale()
	};
	return { values, errors, preview: shown };
}
