import type { Tag } from '$lib/features/forum';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';

/** One follow of the reader, and what it is of; nothing but its id where that is not to be seen any more. */
type Followed<What> = { follow: string } & Partial<What>;

export interface FollowingPage {
	viewer: Viewer | null;
	/** Whether the reader asked for the weekly letter. */
	weekly: boolean;
	questions: Followed<{ id: string; title: string; locale: Locale }>[];
	tags: ({ follow: string } & Tag)[];
	people: Followed<{ id: string; name: string }>[];
}
