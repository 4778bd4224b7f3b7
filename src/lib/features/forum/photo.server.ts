import { unwrap, type Db } from '$lib/server/db.server';
import { say, type FormState } from '$lib/server/forms.server';
import { PhotoRefused, reencodePhoto, type StoredPhoto } from '$lib/server/photo.server';

const hasPhoto = (file: unknown): file is File => file instanceof File && file.size > 0;

/** The photo of a post as it is kept, or the message why it cannot be. */
export async function takePhoto(
	db: Db,
	form: FormData
): Promise<{ photo: StoredPhoto | null; error?: string }> {
	const file = form.get('photo');
	if (!hasPhoto(file)) return { photo: null };
	// Asked before a photo costs any work; who may not write is refused when the post is.
	const { viewer } = unwrap(await db.rpc('page_viewer')) as {
		viewer: { personId: string | null } | null;
	};
	if (!viewer?.personId) return { photo: null };
	try {
		return { photo: await reencodePhoto(Buffer.from(await file.arrayBuffer())) };
	} catch (cause) {
		if (!(cause instanceof PhotoRefused)) throw cause;
		return { photo: null, error: `tracker_photo_${cause.problem}` };
	}
}

/** A browser cannot be given a file back: whoever chose a good photo is told to choose it again. */
export function withPhotoError<State extends FormState>(
	state: State,
	form: FormData,
	error?: string
): State {
	const key = error ?? (hasPhoto(form.get('photo')) ? 'tracker_photo_again' : undefined);
	return key ? { ...state, errors: { ...state.errors, photo: say(key) } } : state;
}

/** As the functions that write a post take it. */
export const photoArguments = (photo: StoredPhoto | null) => ({
	p_photo: photo?.webp.toString('base64'),
	p_width: photo?.width,
	p_height: photo?.height
});
