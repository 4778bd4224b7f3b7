import { randomUUID } from 'node:crypto';
import { one } from './marked-traces';
import { ask, answer } from './reputation';
import type { Member, TestBackend } from './test-backend';

/** What the forum keeps from most people: a word that stands nowhere else, by what it stands in. */
export const WORDS = {
	...{ withdrawn: 'зырқұмдақ', hidden: 'борғыштан', held: 'кемшүйтақ', revision: 'тұзбақтан' },
	...{
		answer: 'салқошбай',
		comment: 'жирентұзақ',
		photo: Buffer.from('RIFF____WEBP зырғауыт зырғауыт зырғауыт').toString('base64')
	},
	...{ draft: 'мәңкүлшат', suggestion: 'кеңшеқоржын', declined: 'доңбақшыл', topic: 'қыртөсек' },
	...{ flag: 'шоқпартал', mute: 'айдаркүрек', appeal: 'сүттібұрау', guide: 'торғауытшы' },
	...{ finding: 'қалпақсыз-ақ', outdated: 'ескіртпеқой', nameless: 'Құпиясыр' }
};

export interface HiddenForum {
	owner: Member;
	/** Everybody reads it; the rest hangs on it. */
	question: string;
	/** Everybody reads it, and nobody may learn whose it is. */
	asked: string;
	/** Ids of what is nobody else's to read or to change. */
	ids: Record<string, string>;
}

/** A question that stands, and around it everything that others do not see. */
export async function fillHiddenForum(backend: TestBackend): Promise<HiddenForum> {
	const { sql } = backend;
	const [owner, friend, nameless] = [
		await backend.alumnus({ name: 'Сәуле Ахметова' }),
		await backend.alumnus({ name: 'Ерлан Сәбитов' }),
		await backend.alumnus({ name: `${WORDS.nameless} Айым` })
	];
	await sql(`insert into private.forum_experts (account_id, direction) values ($1, 'sewing')`, [
		owner.id
	]);
	const question = await ask(owner, 'sewing');
	const reply = await answer(friend, question);
	const ids: Record<string, string> = {};

	const comment = async (post: string, body: string) => {
		const call = { p_key: randomUUID(), p_post: post, p_body: body, p_locale: 'kk' };
		return (await friend.db.rpc('add_comment', call)).data as string;
	};
	for (const [name, why] of [
		['withdrawn', 'author'],
		['hidden', 'moderation'],
		['held', 'held']
	] as const) {
		const id = await ask(owner, 'sewing');
		ids[name] = id;
		const under = {
			answer: await answer(friend, id),
			comment: await comment(id, `Пікір ${WORDS.comment}`)
		};
		const photo = await one(
			backend,
			`insert into private.photos (question_id, account_id, webp, width, height) values ($1, $2, decode($3, 'base64'), 9, 9) returning id`,
			[id, owner.id, WORDS.photo]
		);
		for (const p_title of [`Бұрын ${WORDS.revision} деп едім`, `Қазір ${WORDS[name]} деймін`]) {
			const [row] = await sql<{ revision: number }>(
				'select revision from public.questions where id = $1',
				[id]
			);
			const words = { p_post: id, p_base: row?.revision, p_title, p_body: p_title };
			const { error } = await owner.db.rpc('edit_post', words);
			if (error) throw new Error(error.message);
		}
		if (name === 'hidden') Object.assign(ids, { under: under.answer, said: under.comment, photo });
		await sql(`select private.withdraw_post('question', $1, $2)`, [id, why]);
		await sql(`update public.answers set body = $2 where question_id = $1`, [
			id,
			`Жауап ${WORDS.answer}`
		]);
	}
	ids.answer = await answer(owner, question);
	await sql('update public.answers set body = $2 where id = $1', [ids.answer, WORDS.answer]);
	await sql(`select private.withdraw_post('answer', $1, 'moderation')`, [ids.answer]);
	ids.comment = await comment(question, `Пікір ${WORDS.comment}`);
	await sql(
		`update public.post_comments set withdrawn_at = now(), withdrawn_for = 'flags' where id = $1`,
		[ids.comment]
	);

	ids.draft = randomUUID();
	const draft = { p_key: ids.draft, p_question: question, p_fields: { body: WORDS.draft } };
	await owner.db.rpc('save_draft', draft);
	const suggest = (words: string, declined: string | null) =>
		one(
			backend,
			`insert into public.post_suggestions (question_id, base, title, body, reason, author_id, state, decided_at, decline_reason, idempotency_key)
			 values ($1, 1, $2, $2, $2, $3, $4, case when $5::text is not null then now() end, $5, gen_random_uuid()) returning id`,
			[question, words, friend.id, declined ? 'declined' : 'open', declined]
		);
	ids.suggestion = await suggest(WORDS.suggestion, null);
	ids.declined = await suggest(WORDS.suggestion, WORDS.declined);
	ids.topics = await one(
		backend,
		'insert into public.tag_suggestions (question_id, account_id, tags) values ($1, $2, $3) returning id',
		[question, friend.id, [WORDS.topic]]
	);
	ids.case = await one(
		backend,
		`insert into private.moderation_cases (answer_id, author_id, region_code, locale, why) values ($1, $2, 'KZ-61', 'kk', 'flags') returning id`,
		[reply, friend.id]
	);
	await sql(
		`insert into private.post_flags (case_id, post_id, account_id, reason, note, trusted) values ($1, $2, $3, 'other', $4, false)`,
		[ids.case, reply, owner.id, WORDS.flag]
	);
	ids.restriction = await one(
		backend,
		`insert into private.forum_restrictions (account_id, kind, reason, until, locale) values ($1, 'mute', $2, now() + interval '1 day', 'kk') returning id`,
		[friend.id, WORDS.mute]
	);
	ids.appeal = await one(
		backend,
		'insert into private.appeals (account_id, restriction_id, words) values ($1, $2, $3) returning id',
		[friend.id, ids.restriction, WORDS.appeal]
	);
	ids.guide = await one(
		backend,
		`insert into private.guides (author_id, direction, locale, idempotency_key) values ($1, 'sewing', 'kk', gen_random_uuid()) returning id`,
		[owner.id]
	);
	await sql(
		`insert into private.guide_versions (guide_id, number, editor_id, title, intro) values ($1, 1, $2, $3, $3)`,
		[ids.guide, owner.id, `Жол ${WORDS.guide}`]
	);
	ids.finding = await one(
		backend,
		`insert into private.vote_findings (kind) values ('ring') returning id`,
		[]
	);
	await sql(
		`insert into private.vote_finding_members (finding_id, account_id, gave, got, appeal, appealed_at) values ($1, $2, 5, 4, $3, now())`,
		[ids.finding, friend.id, WORDS.finding]
	);
	ids.follow = await one(
		backend,
		'insert into public.follows (account_id, question_id) values ($1, $2) returning id',
		[owner.id, question]
	);
	await sql(
		`insert into public.answer_marks (answer_id, account_id, kind, note) values ($1, $2, 'outdated', $3)`,
		[reply, owner.id, WORDS.outdated]
	);
	const hidden = {
		...{ p_key: randomUUID(), p_direction: 'sewing', p_title: 'Қалай айтарымды білмеймін' },
		...{ p_body: '', p_locale: 'kk', p_anonymous: true }
	};
	// Stands for everybody: only whose it is, is kept.
	const asked = (await nameless.db.rpc('ask_question', hidden)).data as string;
	ids.nameless = nameless.id;
	ids.namelessRecord = nameless.personId as string;
	return { owner, question, asked, ids };
}
