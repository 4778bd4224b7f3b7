import type { ServerInit } from '@sveltejs/kit';
import { sequence } from '@sveltejs/kit/hooks';
import { building } from '$app/environment';
import { startWorker } from '$lib/features/messaging/worker.server';
import { backend } from '$lib/server/backend.server';
import { limitBody } from '$lib/server/hooks/body-limit';
import { logError } from '$lib/server/hooks/errors';
import { headers } from '$lib/server/hooks/headers';
import { locale } from '$lib/server/hooks/locale';
import { sameOrigin } from '$lib/server/hooks/same-origin';
import { session } from '$lib/server/hooks/session';
import { writes } from '$lib/server/shared-reads.server';

export const init: ServerInit = async () => {
	await backend();
	if (!building) await startWorker();
};
export const handle = sequence(headers, sameOrigin, limitBody, writes, locale, session);
export const handleError = logError;
