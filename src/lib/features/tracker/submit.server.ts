import { fail } from '@sveltejs/kit';
import { parseForm, refused, say, type FormState } from '$lib/server/forms.server';
import { Refusal, type Db } from '$lib/server/db.server';
import { PhotoRefused, reencodePhoto, type StoredPhoto } from '$lib/server/photo.server';
import { statusUpdate } from './schema';
import { mustBeMine, recordStatusUpdate } from './tracker.server';

/** Takes the one-minute form in: the project that was told about, or the form again with its errors. */
export async function submitStatusUpdate(db: Db, form: FormData) {
	const { data, state } = parseForm(statusUpdate, form, ['needs']);
	try {
		const { photo, error } = await takePhoto(db, form);
		if (!data || error) return { failure: fail(400, withPhotoError(state, error, form)) };
		await recordStatusUpdate(db, data, photo);
		return { project: data.project };
	} catch (cause) {
		// A session that ended in the middle: what was typed stays, and may be sent again.
		return {
			failure: refused(cause, state, {
				'forbidden:sign_in': ['', 'tracker_error_signed_out'],
				conflict: ['', 'tracker_error_corrects'],
				too_many: ['', 'tracker_error_too_many'],
				not_found: ['', 'tracker_error_not_mine']
			})
		};
	}
}

const hasPhoto = (file: unknown): file is File => file instanceof File && file.size > 0;

async function takePhoto(
	db: Db,
	form: FormData
): Promise<{ photo: StoredPhoto | null; error?: string }> {
	const file = form.get('photo');
	if (!hasPhoto(file)) return { photo: null };
	const project = statusUpdate.in.shape.project.safeParse(form.get('project'));
	if (!project.success) throw new Refusal('not_found', 'project');
	await mustBeMine(db, project.data);
	try {
		return { photo: await reencodePhoto(Buffer.from(await file.arrayBuffer())) };
	} catch (cause) {
		if (!(cause instanceof PhotoRefused)) throw cause;
		return { photo: null, error: `tracker_photo_${cause.problem}` };
	}
}

/** A browser cannot be given a file back: whoever chose a good photo is told to choose it again. */
function withPhotoError(state: FormState, error: string | undefined, form: FormData): FormState {
	const key = error ?? (hasPhoto(form.get('photo')) ? 'tracker_photo_again' : undefined);
	return key ? { ...state, errors: { ...state.errors, photo: say(key) } } : state;
}
