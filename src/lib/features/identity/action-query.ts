/**
 * The address of a named action (`?/send`) that keeps the page's query, which a bare `?/send` would
 * lose. With an empty mark it is a plain flag (`?other`).
 */
export function actionQuery(
	name: string,
	query: Record<string, string | undefined> = {},
	mark = '/'
): string {
	const kept = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1]);
	return `?${mark}${name}${kept.length > 0 ? `&${new URLSearchParams(kept)}` : ''}`;
}
