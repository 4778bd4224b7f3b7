import { m } from '$lib/paraglide/messages';

/** What a form that failed says first: to mend its fields, or, where none is at fault, that it was not done. */
export function failureTitle(errors: Record<string, string> | undefined): string | undefined {
	const names = Object.keys(errors ?? {});
	if (names.length === 0) return undefined;
	return names.some(Boolean) ? m.common_error_summary() : m.common_error_not_done();
}
