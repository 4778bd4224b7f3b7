import { randomUUID } from 'node:crypto';
import type { Db, Member, TestBackend } from './test-backend';

type Fields = Parameters<TestBackend['alumnus']>[0];

/** An alumnus of age who stands in the directory, with a phone and an address of their own. */
export async function listed(backend: TestBackend, fields?: Fields): Promise<Member> {
	const member = await backend.alumnus(fields);
	await backend.sql('update public.persons set birth_year = 1998 where id = $1', [member.personId]);
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, source, state) values
		 ($1, 'phone', $2, $2, 'self', 'confirmed'), ($1, 'email', $3, $3, 'self', 'confirmed')`,
		[member.personId, phoneOf(member), mailOf(member)]
	);
	// As after the first day, which allows fewer conversations.
	await backend.sql(
		`update public.accounts set created_at = now() - interval '2 days' where id = $1`,
		[member.id]
	);
	await stand(member, true);
	return member;
}
export const phoneOf = ({ id }: Member) =>
	`+7701${id.replace(/\D/g, '').padEnd(7, '0').slice(0, 7)}`;
export const mailOf = ({ id }: Member) => `own-${id}@test.kz`;

export const stand = ({ db }: Member, p_granted: boolean) =>
	db.rpc('set_consent', {
		p_purpose: 'directory',
		p_granted,
		p_text_version: '2026-11',
		p_locale: 'kk'
	});

/** What the database answers: "ok", "shut", or the refusal as "code:detail". */
export async function outcome(
	call: PromiseLike<{ error: { code: string; message: string; details: string } | null }>
): Promise<string> {
	const { error } = await call;
	if (!error) return 'ok';
	return error.code === '42501' ? 'shut' : `${error.message}:${error.details ?? ''}`;
}

interface Who {
	db: Db;
}
export const BODY = 'Сәлем! Инкубатор туралы сұрағым бар еді.';

export const write = ({ db }: Who, to: Member, p_body: string = BODY, p_key = randomUUID()) =>
	db.rpc('send_contact_request', { p_person: to.personId, p_body, p_key });
export const answer = (
	{ db }: Who,
	p_request: string,
	p_body: string | null = 'Жауап',
	p_share: string | null = null,
	p_key = randomUUID()
) => db.rpc('answer_contact_request', { p_request, p_body, p_share, p_key });
export const report = ({ db }: Who, fields: object) =>
	db.rpc('report_person', {
		p_person: null,
		p_request: null,
		p_reason: 'insult',
		p_words: null,
		p_block: false,
		p_key: randomUUID(),
		...fields
	});

/** A conversation that one has begun with another. */
export async function thread(from: Member, to: Member): Promise<string> {
	const { data, error } = await write(from, to);
	if (error) throw new Error(`${error.message}: ${error.details}`);
	return data as string;
}
