import { fail, redirect } from '@sveltejs/kit';
import { joinForm, partForm, tagQuery } from '$lib/features/tags/schema';
import { joinTags, partTags, readTag } from '$lib/features/tags/tags.server';
import { route } from '$lib/route';
import { letCachesKeep } from '$lib/server/caching.server';
import { parseForm, refused } from '$lib/server/forms.server';
import { publicPage } from '$lib/server/guard.server';

export const load = async (event) => {
	const { slug } = event.params;
	const query = tagQuery.parse(Object.fromEntries(event.url.searchParams));
	const read = await publicPage(readTag(event.locals.db, slug, query.after));
	// Another word for the same: one address is enough, and an unjoined word gets its own back.
	if (read.tag.slug !== slug) redirect(307, route.tag(read.tag.slug));
	letCachesKeep(event, read.viewer);
	return read;
};

export const actions = {
	join: async ({ locals, params, request }) => {
		const { data, state } = parseForm(joinForm, await request.formData());
		if (!data) return fail(400, state);
		let into: string;
		try {
			into = await joinTags(locals.db, params.slug, data.into);
		} catch (cause) {
			return refused(cause, state, { 'invalid:into': ['into', 'forum_tags_into_unknown'] });
		}
		redirect(303, route.tag(into));
	},
	part: async ({ locals, params, request }) => {
		const { data, state } = parseForm(partForm, await request.formData());
		if (!data) return fail(400, state);
		try {
			await partTags(locals.db, data.slug);
		} catch (cause) {
			return refused(cause, state, {});
		}
		redirect(303, route.tag(params.slug));
	}
};
