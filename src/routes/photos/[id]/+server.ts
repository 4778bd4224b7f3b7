import { error } from '@sveltejs/kit';
import { idParam } from '$lib/features/tracker/schema';
import { readPhoto } from '$lib/features/tracker/tracker.server';

/** A photo, for whoever may read its project; for all others there is none. */
export const GET = async ({ params, locals }) => {
	const id = idParam(params.id);
	const photo = id ? await readPhoto(locals.db, id) : null;
	if (!photo) error(404, 'not_found');
	return new Response(new Uint8Array(photo), {
		headers: {
			'content-type': 'image/webp',
			'content-disposition': `inline; filename="jalgas-${id}.webp"`,
			'x-content-type-options': 'nosniff',
			'content-security-policy': "default-src 'none'; sandbox",
			// A photo is never changed, and no cache but the visitor's own may keep it.
			'cache-control': 'private, max-age=31536000, immutable'
		}
	});
};
