/** The address of the beginning of a list, with its filters; nothing for who is there. */
export function firstPage({ pathname, searchParams }: URL): string | undefined {
	if (!searchParams.has('after') && !searchParams.has('before')) return undefined;
	const kept = new URLSearchParams(searchParams);
	for (const name of ['after', 'before', 'done']) kept.delete(name);
	return `${pathname}${kept.size > 0 ? `?${kept}` : ''}`;
}
