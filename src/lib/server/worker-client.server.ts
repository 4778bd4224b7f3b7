import { createClient } from '@supabase/supabase-js';
import type { Database } from '$lib/database.types';
import { backend } from './backend.server';
import type { Db } from './db.server';

/**
 * The client of the worker and of the programs run from a terminal. It passes row level security,
 * so no request of a visitor may ever hold it. The only file that reads the secret key.
 */
export async function workerClient(): Promise<Db> {
	const { url, fetch, embedded } = await backend();
	const key = embedded?.secrets.secretKey ?? process.env.SUPABASE_SECRET_KEY;
	if (!key)
		throw new Error('SUPABASE_SECRET_KEY: is needed together with SUPABASE_URL for this program');
	return createClient<Database>(url, key, {
		auth: { persistSession: false, autoRefreshToken: false },
		global: { fetch }
	});
}
