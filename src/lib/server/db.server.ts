import type { SupabaseClient } from '@supabase/supabase-js';
import type { Database, Json } from '$lib/database.types';

export type Db = SupabaseClient<Database>;

/** Names of refusals the database raises on purpose (private.refuse). */
export type RefusalCode =
	'not_found' | 'forbidden' | 'invalid' | 'conflict' | 'expired' | 'used' | 'too_many';

/** The database said no for a reason a person can be told. detail names the field or the reason. */
export class Refusal extends Error {
	readonly code: RefusalCode;
	readonly detail: string;

	constructor(code: RefusalCode, detail: string) {
		super(`${code}: ${detail}`);
		this.code = code;
		this.detail = detail;
	}
}

interface Answer<Data> {
	data: Data | null;
	error: { code?: string; message: string; details?: string | null } | null;
}

/** What a function that returns jsonb gives is unknown until its feature says what it is. */
type Unwrapped<Data> = NonNullable<Json> extends Data ? unknown : Data;

/**
 * The data of an answer; throws Refusal for a refusal, Error for everything else.
 * Every call to the database goes through here, so that no error is overlooked.
 */
export function unwrap<Data>({ data, error }: Answer<Data>): Unwrapped<Data> {
	if (!error) return data as Unwrapped<Data>;
	// PT400: the code of private.refuse, which PostgREST and the embedded API pass on whole.
	if (error.code === 'PT400') throw new Refusal(error.message as RefusalCode, error.details ?? '');
	// An id in an address that is none: nothing stands there, whatever page or form it was sent to.
	if (error.code === '22P02' && error.message.includes('type uuid'))
		throw new Refusal('not_found', 'id');
	if (error.code === '42501' || error.code === 'PGRST301') throw new Refusal('forbidden', '');
	throw new Error(`database: ${error.code ?? ''} ${error.message}`);
}
