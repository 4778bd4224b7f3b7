import { unwrap, type Db } from '$lib/server/db.server';
import type { StoredPhoto } from '$lib/server/photo.server';
import type { Locale } from '$lib/i18n';
import { FIELDS } from './rules';
import type { PeopleQuery, ProfileForm } from './schema';
import type { MyProfilePage, PeoplePage, PersonPage } from './types';

/** One's own profile, with what others would be shown of it. */
export async function readMyProfile(db: Db): Promise<MyProfilePage> {
	return unwrap(await db.rpc('page_my_profile')) as MyProfilePage;
}

/** Replaces the visitor's profile; a photo takes the place of the one before. Throws Refusal. */
export async function saveProfile(
	db: Db,
	form: ProfileForm,
	photo: StoredPhoto | null
): Promise<void> {
	unwrap(
		await db.rpc('save_profile', {
			p_fields: {
				now_line: form.now,
				directions: form.directions,
				skills: form.skills,
				help: form.help,
				help_text: form.help_text,
				needs: form.needs,
				need_text: form.need_text,
				languages: form.languages,
				instagram: form.instagram,
				story: form.story
			},
			p_visibility: Object.fromEntries(FIELDS.map((field) => [field, form[`see_${field}`]])),
			p_photo: photo?.webp.toString('base64'),
			p_width: photo?.width,
			p_height: photo?.height,
			p_drop_photo: form.drop_photo === '1'
		})
	);
}

/** Appends the visitor's word on standing in the directory. Throws Refusal. */
export async function setDirectoryConsent(
	db: Db,
	word: { granted: boolean; textVersion?: string | undefined; locale: Locale }
): Promise<void> {
	unwrap(
		await db.rpc('set_consent', {
			p_purpose: 'directory',
			p_granted: word.granted,
			p_text_version: word.textVersion ?? null,
			p_locale: word.locale
		})
	);
}

/** A page of the directory. Counts as a view: throws Refusal too_many after 300 a day. */
export async function readPeople(db: Db, query: PeopleQuery): Promise<PeoplePage> {
	return unwrap(
		await db.rpc('page_people', {
			p_q: query.q ?? null,
			p_region: query.region ?? null,
			p_direction: query.direction ?? null,
			p_round: query.round ? Number(query.round) : null,
			p_help: query.help ?? null,
			p_after: query.after ?? null,
			p_mentors: query.mentors === '1'
		})
	) as PeoplePage;
}

/** A person as the visitor may see and reach them, or null. Counts as a view. */
export async function readPerson(db: Db, id: string): Promise<PersonPage | null> {
	return unwrap(await db.rpc('page_profile', { p_person: id })) as PersonPage | null;
}
