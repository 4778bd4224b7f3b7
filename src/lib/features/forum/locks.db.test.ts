import { randomUUID } from 'node:crypto';
import { beforeAll, expect, it } from 'vitest';
import { accept, answer, ask, vote } from '../../../../tests/support/reputation';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let asker: Member;
let author: Member;
let moderator: Member;
let question: string;
let post: string;

beforeAll(async () => {
	asker = await backend.alumnus();
	author = await backend.alumnus();
	moderator = await backend.staff('moderator');
	question = await ask(asker);
	post = await answer(author, question);
});

/** Does something as somebody, and says in what way the forum is locked until that is over. */
async function lockedBy(call: string, who?: Member): Promise<string[]> {
	const held = `held_${randomUUID().replaceAll('-', '')}`;
	const [session] = await backend.sql<{ id: string }>(
		'select id from auth.sessions where user_id = $1',
		[who?.id ?? null]
	);
	const claims = { sub: who?.id, session_id: session?.id, role: 'authenticated' };
	const asThem = `select set_config('request.jwt.claim.sub', '${who?.id}', true),
		set_config('request.jwt.claims', '${JSON.stringify(claims)}', true), set_config('role', 'authenticated', true);`;
	await backend.embedded.exec(`
		${who ? asThem : ''} ${call}; select set_config('role', 'none', true);
		create table ${held} as select mode from pg_locks
		where locktype = 'advisory' and classid = 1350 and objid = 0 and granted`);
	const rows = await backend.sql<{ mode: string }>(`select mode from ${held}`);
	await backend.sql(`drop table ${held}`);
	return rows.map(({ mode }) => mode);
}

it('is entered before any row, by whoever writes on a post', async () => {
	const someone = await backend.alumnus();
	const acts: [string, string, Member][] = [
		['vote', `select public.cast_vote('answer', '${post}', 1)`, someone],
		['accept', `select public.accept_answer('${question}', '${post}')`, asker],
		['comment', `select public.add_comment('${randomUUID()}', '${post}', 'Рақмет', 'kk')`, someone],
		['edit', `select public.edit_post('${post}', 1, null, 'Жарық керек')`, author],
		['mark', `select public.mark_answer('${post}', 'worked', true, null)`, someone],
		[
			'notes',
			`select public.hide_answer_notes('${post}', true, 'Ескертпеде дөрекі сөз бар')`,
			moderator
		],
		['flag', `select public.flag_post('${post}', 'spam')`, moderator],
		['withdraw', `select public.withdraw_own_post('${post}')`, author],
		['bring back', `select public.bring_back_post('${post}')`, author],
		['tags', `select public.set_question_tags('${question}', array['тауық'])`, asker],
		['merge', `select public.propose_duplicate('${question}', '${await ask(author)}')`, moderator]
	];
	for (const [name, call, who] of acts)
		expect([name, await lockedBy(call, who)]).toEqual([name, ['ShareLock']]);
});

it('belongs to one alone while an account goes, whoever deletes it', async () => {
	const [leaver, deleted] = [await backend.alumnus(), await backend.alumnus()];
	expect(await lockedBy(`delete from auth.users where id = '${deleted.id}'`)).toEqual([
		'ExclusiveLock'
	]);
	expect(await lockedBy(`select public.erase_me('delete')`, leaver)).toContain('ExclusiveLock');
	const spare = await backend.alumnus();
	const [session] = await backend.sql<{ id: string }>(
		'select id from auth.sessions where user_id = $1',
		[spare.id]
	);
	expect(await lockedBy(`select public.join_accounts('${session?.id}')`, asker)).toContain(
		'ExclusiveLock'
	);
});

it('lets no account that is gone write after it waited', async () => {
	const gone = await backend.alumnus();
	await backend.sql('delete from auth.users where id = $1', [gone.id]);
	const other = await ask(asker, 'sewing');
	expect((await vote(gone, 'question', other, 1)).error?.message).toBe('forbidden');
	expect((await accept(gone, other, null)).error?.message).toBe('forbidden');
});
