import { error } from '@sveltejs/kit';
import { parseMarkdown } from '$lib/markdown/parse.server';
import { unwrap, type Db } from '$lib/server/db.server';
import { toLogin } from '$lib/server/guard.server';
import type { Viewer } from '$lib/viewer';
import { idParam, type ListQuery } from './schema';
import type {
	DeskPage,
	DraftPage,
	GoneStep,
	GuidePage,
	GuidesPage,
	ReviewPage,
	Step
} from './types';

/** Published guides, those checked last first, 20 a page. */
export async function readGuides(db: Db, query: ListQuery): Promise<GuidesPage> {
	return unwrap(
		await db.rpc('page_guides', {
			p_direction: query.direction,
			p_locale: query.locale,
			p_after: query.after
		})
	) as GuidesPage;
}

/** The texts of a guide as the page shows them. */
const withTexts = <Words extends { intro: string; steps: (Step | GoneStep)[] }>(words: Words) => ({
	...words,
	introText: parseMarkdown(words.intro),
	steps: words.steps.map((step) =>
		step.isGone ? step : { ...step, text: parseMarkdown(step.body) }
	)
});

/** A published guide; null when there is none of this id. */
export async function readGuide(db: Db, id: string): Promise<GuidePage | null> {
	if (!idParam(id)) return null;
	const page = unwrap(await db.rpc('page_guide', { p_id: id })) as GuidePage | null;
	return page && { ...page, guide: withTexts(page.guide) };
}

type Unread<Page> = Page | { viewer: Viewer | null; draft: null };

/** 404 where there is nothing to write or to judge; to sign in first, when nobody is signed in. */
function opened<Page extends DraftPage | ReviewPage>(page: Unread<Page>): Page {
	if (!page.viewer) toLogin();
	if (!page.draft) error(404, 'not_found');
	return { ...page, draft: withTexts(page.draft) } as Page;
}

/** The version that the reader is writing, with answers to add where they looked for some. */
export async function readDraft(db: Db, id: string, q: string | undefined): Promise<DraftPage> {
	if (!idParam(id)) error(404, 'not_found');
	return opened(
		unwrap(await db.rpc('page_guide_draft', { p_id: id, p_q: q })) as Unread<DraftPage>
	);
}

/** A version that waits for the reader's eyes. */
export async function readReview(db: Db, id: string): Promise<ReviewPage> {
	if (!idParam(id)) error(404, 'not_found');
	return opened(unwrap(await db.rpc('page_guide_review', { p_id: id })) as Unread<ReviewPage>);
}

/** What waits for those who make guides. */
export async function readDesk(db: Db): Promise<DeskPage> {
	return unwrap(await db.rpc('page_guide_desk')) as DeskPage;
}
