import type { QuestionCard } from '$lib/features/forum';
import type { Locale } from '$lib/i18n';
import { unwrap, type Db } from '$lib/server/db.server';
import type { Viewer } from '$lib/viewer';

type Names = Record<Locale, string>;

/** A programme that takes applications now. */
export interface OpenProgramme {
	slug: string;
	name: Names;
	organization: Names;
	/** Null where it takes them all year round. */
	deadline: string | null;
}

/** Null where the figure is under 5: then it says nothing. */
export interface Numbers {
	alumni: number | null;
	continuing: number | null;
	answered: number | null;
}

export interface HomePage {
	viewer: Viewer | null;
	/** Title of the reader's newest project. */
	project: string | null;
	numbers: Numbers;
	programmes: OpenProgramme[];
	questions: QuestionCard[];
}

export async function readHome(db: Db): Promise<HomePage> {
	return unwrap(await db.rpc('page_home')) as HomePage;
}
