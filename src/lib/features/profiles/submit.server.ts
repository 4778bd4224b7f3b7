import { fail, type RequestEvent } from '@sveltejs/kit';
import type { Db } from '$lib/server/db.server';
import { parseForm, refused, say, type FormState } from '$lib/server/forms.server';
import { PhotoRefused, reencodePhoto, type StoredPhoto } from '$lib/server/photo.server';
import { keepTypedIfSignedOut, keepTypedUnlessSignedIn } from '$lib/server/typed.server';
import { readMyProfile, saveProfile } from './profiles.server';
import { profileForm } from './schema';

type Event = Pick<RequestEvent, 'cookies' | 'url'> & { locals: { db: Db } };
const LISTS = ['directions', 'help', 'needs', 'languages'];

/** Takes the profile's form in: undefined when saved, else the form again with its errors. */
export async function submitProfile(event: Event, form: FormData) {
	const { db } = event.locals;
	const { data, state } = parseForm(profileForm, form, LISTS);
	try {
		const { photo, error } = await takePhoto(db, form);
		if (!data || error) {
			await keepTypedUnlessSignedIn(event, state);
			return fail(400, withPhotoError(state, error, form));
		}
		await saveProfile(db, data, photo);
		return undefined;
	} catch (cause) {
		await keepTypedIfSignedOut(event, cause, state);
		return refused(cause, state, {
			'invalid:directions': ['directions', 'error_choose'],
			'invalid:skills': ['skills', 'profiles_error_tag']
		});
	}
}

const hasPhoto = (file: unknown): file is File => file instanceof File && file.size > 0;

async function takePhoto(
	db: Db,
	form: FormData
): Promise<{ photo: StoredPhoto | null; error?: string }> {
	const file = form.get('photo');
	if (!hasPhoto(file)) return { photo: null };
	// Asked before a photo costs any work; whoever has no profile is refused when it is saved.
	if (!(await readMyProfile(db)).mine) return { photo: null };
	try {
		return { photo: await reencodePhoto(Buffer.from(await file.arrayBuffer()), 'portrait') };
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
