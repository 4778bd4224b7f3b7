import type { RequestEvent } from '@sveltejs/kit';
import { z } from 'zod';
import type { Db } from '$lib/server/db.server';
import { claimCase, decideCase } from './queue.server';
import { idParam, verdictForm } from './schema';
import { submit } from './submit.server';

type Event = RequestEvent<{ id: string }> & { locals: { db: Db } };

/** What staff and helpers alike may do with a case; `to` is where its page lies for them. */
export const caseActions = (to: (id: string, query: { done: string }) => string) => ({
	claim: async (event: Event) => {
		const id = idParam(event.params.id) ?? '';
		return submit(
			event,
			z.object({}),
			() => claimCase(event.locals.db, id),
			() => to(id, { done: 'claimed' })
		);
	},
	decide: async (event: Event) => {
		const id = idParam(event.params.id) ?? '';
		return submit(
			event,
			verdictForm,
			(data) => decideCase(event.locals.db, id, data),
			() => to(id, { done: 'decided' })
		);
	}
});
