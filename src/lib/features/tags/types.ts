import type { QuestionCard, Silence, Tag } from '$lib/features/forum';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';

export interface TagsPage {
	viewer: Viewer | null;
	/** Directions that have topics, the most used first. */
	directions: {
		code: string;
		name: Record<Locale, string>;
		tags: (Tag & { questions: number })[];
	}[];
}

export interface TagPage {
	viewer: Viewer | null;
	tag: Tag;
	/** The reader's follow, its id null where there is none; null for whoever cannot follow. */
	follow: { id: string | null } | null;
	/** How many questions have it. */
	count: number;
	/** Other words for the same. */
	synonyms: Omit<Tag, 'names'>[];
	questions: QuestionCard[];
	/** Continue after this question; null at the end. */
	next: string | null;
}

export interface QuestionTagsPage {
	viewer: Viewer | null;
	question: { id: string; title: string; locale: Locale };
	tags: Tag[];
	/** As the field holds them. */
	typed: string;
	tagging: 'set' | 'suggest' | null;
	frequent: string[];
	/** What others suggest, for whoever decides. */
	suggestions: { id: string; tags: string[] }[];
	/** What the reader has suggested and nobody has decided on. */
	mine: string | null;
	silence?: Silence;
}
