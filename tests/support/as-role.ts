import type { TestBackend } from './test-backend';

/** Somebody at the API: the role of their key or token, and what the token says. */
export interface Caller {
	name: string;
	token: string | null;
}
/** What a statement came to: its refusal's SQLSTATE or null, and every word of the answer. */
export interface Answer {
	refusal: string | null;
	text: string;
}

/** Raised to take back what a statement did, once its answer is known. */
const DONE = 'JZ000';
const SETUP = `
create or replace function private.ask_all(p_role text, p_claims text, p_statements text[])
returns table (state text, answer text) language plpgsql as $$
declare
  v_statement text;
  v_detail text;
  v_hint text;
begin
  foreach v_statement in array p_statements loop
    begin
      perform set_config('request.jwt.claims', p_claims, true),
        set_config('request.jwt.claim.sub', coalesce(p_claims::jsonb ->> 'sub', ''), true),
        set_config('role', p_role, true);
      execute v_statement into answer;
      raise exception using errcode = '${DONE}';
    exception when others then
      state := sqlstate;
      if state <> '${DONE}' then
        get stacked diagnostics v_detail = pg_exception_detail, v_hint = pg_exception_hint;
        answer := concat_ws(' ', sqlerrm, v_detail, v_hint);
      end if;
    end;
    return next;
  end loop;
end $$`;

/**
 * Asks as the API does (the role, and the claims of the token), each statement by itself and taken back
 * at once; thousands of them in one call instead of a request each.
 */
export async function askAll(
	backend: TestBackend,
	{ token }: Caller,
	statements: string[]
): Promise<Answer[]> {
	await backend.sql(SETUP);
	const claims = token
		? Buffer.from(token.split('.')[1] as string, 'base64url').toString()
		: '{"role": "anon"}';
	const rows = await backend.sql<{ state: string; answer: string | null }>(
		'select state, answer from private.ask_all($1, $2, $3)',
		[token ? 'authenticated' : 'anon', claims, statements]
	);
	return rows.map(({ state, answer }) => ({
		refusal: state === DONE ? null : state,
		text: answer ?? ''
	}));
}
