import { backend } from '$lib/server/backend.server';

export const load = async () => ({ isDemo: (await backend()).isDemo });
