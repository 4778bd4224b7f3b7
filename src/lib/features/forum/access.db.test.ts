import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';
import { cleanLine, cleanText } from './rules';

const backend = useTestBackend();
const who: Record<string, Db> = {};
let asker: Member, expert: Member;
let question: string, post: string;

beforeAll(async () => {
	[asker, expert] = [
		await backend.alumnus({ name: 'Айгүл Қасымова' }),
		await backend.alumnus({ region: 'KZ-23', name: 'Ерлан Сәбитов' })
	];
	who.anon = backend.anon;
	who.stranger = (await backend.member()).db;
	who.asker = asker.db;
	who.expert = expert.db;
	who.officer = (await backend.staff('officer', 'KZ-55')).db;
	who.coordinator = (await backend.staff('coordinator')).db;
	await backend.sql('update public.accounts set display_name = null where id = $1', [asker.id]);

	question = (
		await asker.db.rpc('ask_question', {
			p_key: randomUUID(),
			p_direction: 'sewing',
			p_title: 'Тігін машинасын қайдан жөндетуге болады?',
			p_body: 'Қызылордада шебер таба алмадым.',
			p_locale: 'kk'
		})
	).data as string;
	post = (
		await expert.db.rpc('post_answer', {
			p_key: randomUUID(),
			p_question: question,
			p_body: 'Базардың артында шебер бар.',
			p_locale: 'kk'
		})
	).data as string;
	await asker.db.rpc('cast_vote', { p_kind: 'answer', p_post: post, p_value: 1 });
}, 120_000);

const EVERYBODY = ['anon', 'stranger', 'asker', 'expert', 'officer', 'coordinator'];
const SIGNED_IN = EVERYBODY.slice(1);

describe.each(EVERYBODY)('%s', (name) => {
	it('reads questions and answers, but not who wrote them', async () => {
		const db = who[name] as Db;
		const open = await db.from('questions').select('id, title, body, score, answer_count');
		expect(open.data).toMatchObject([{ id: question, answer_count: 1 }]);
		expect((await db.from('answers').select('id, body, score')).data).toMatchObject([{ score: 1 }]);
		for (const [table, column] of [
			['questions', 'author_id'],
			['questions', 'idempotency_key'],
			['answers', 'author_id']
		] as const)
			expect((await db.from(table).select(column)).error?.code).toBe('42501');
	});
	it.each(['questions', 'answers', 'votes', 'reputation_events', 'forum_profiles'])(
		'writes nothing straight into %s',
		async (table) => {
			const db = who[name] as Db;
			const writes = [
				await db.from(table).insert({ id: randomUUID(), title: 'Тікелей жазылған сұрақ' }),
				await db.from(table).update({ score: 100, reputation: 100 }).eq('id', question),
				await db.from(table).delete().neq('score', 100)
			];
			for (const { error } of writes) expect(error).not.toBeNull();
		}
	);
	it('calls no inner function by itself', async () => {
		for (const inner of ['apply_vote', 'apply_acceptance', 'record_reputation', 'public_name'])
			expect((await (who[name] as Db).rpc(inner, {})).error).not.toBeNull();
	});
});

describe('votes and ledger', () => {
	it.each(SIGNED_IN)('%s sees only their own', async (name) => {
		const db = who[name] as Db;
		const votes = await db.from('votes').select('value');
		expect(votes.data).toHaveLength(name === 'asker' ? 1 : 0);
		const events = await db.from('reputation_events').select('kind, delta');
		expect(events.data).toEqual(name === 'expert' ? [{ kind: 'answer_up', delta: 10 }] : []);
		const actor = await db.from('reputation_events').select('actor_id');
		expect(actor.error?.code).toBe('42501');
		const profiles = await db.from('forum_profiles').select('reputation');
		expect(profiles.data).toHaveLength(['asker', 'expert'].includes(name) ? 1 : 0);
	});
	it('are closed to visitors', async () => {
		for (const table of ['votes', 'reputation_events', 'forum_profiles'])
			expect((await backend.anon.from(table).select()).error?.code).toBe('42501');
	});
});

describe('the page of a question', () => {
	interface Shown {
		question: {
			author: { name: string };
			isMine: boolean;
			answers: { author: { name: string; reputation: number }; myVote: number }[];
		};
	}
	const read = async (db: Db) =>
		(await db.rpc('page_question', { p_id: question })).data as Shown | null;

	it('names authors as they may be named, and holds no id of an account', async () => {
		const shown = await read(backend.anon);
		expect(shown?.question.author.name).toBe('Айгүл Қ.');
		expect(shown?.question.answers[0]?.author).toMatchObject({
			name: 'Ерлан Сәбитов',
			reputation: 11
		});
		const text = JSON.stringify(shown);
		for (const secret of [asker.id, expert.id, asker.personId, expert.personId])
			expect(text).not.toContain(secret);
	});
	it('shows a minor by the first name alone', async () => {
		const minor = await backend.alumnus({ name: 'Дана Ержанова' });
		await backend.sql('update public.persons set birth_year = $2 where id = $1', [
			minor.personId,
			new Date().getFullYear() - 16
		]);
		const [row] = await backend.sql<{ name: string }>('select private.public_name($1) as name', [
			minor.id
		]);
		expect(row?.name).toBe('Дана');
	});
	it('knows whose it is and how they voted', async () => {
		expect((await read(asker.db))?.question).toMatchObject({
			isMine: true,
			answers: [{ myVote: 1 }]
		});
		expect((await read(expert.db))?.question).toMatchObject({
			isMine: false,
			answers: [{ myVote: 0, isMine: true }]
		});
	});
	it('is nothing for an unknown id', async () => {
		const { data } = await backend.anon.rpc('page_question', { p_id: randomUUID() });
		expect(data).toBeNull();
	});
});

describe('sent twice', () => {
	it('counts once, also at the same moment', async () => {
		const key = randomUUID();
		const input = {
			p_key: key,
			p_direction: 'sewing',
			p_title: 'Екі рет жіберілген бір ғана сұрақ',
			p_body: '',
			p_locale: 'kk'
		};
		const sent = await Promise.all([1, 2, 3].map(() => asker.db.rpc('ask_question', input)));
		expect(new Set(sent.map(({ data }) => data)).size).toBe(1);
		const reply = {
			p_key: key,
			p_question: sent[0]?.data as string,
			p_body: 'Бір ғана жауап',
			p_locale: 'kk'
		};
		const replies = await Promise.all([1, 2, 3].map(() => expert.db.rpc('post_answer', reply)));
		expect(new Set(replies.map(({ data }) => data)).size).toBe(1);
		const { data } = await backend.anon
			.from('questions')
			.select('answer_count')
			.eq('id', sent[0]?.data as string);
		expect(data).toEqual([{ answer_count: 1 }]);
	});
});

describe('what cannot be seen', () => {
	it.each([
		'ab\u202Ecd\u2066ef',
		'\ufeffтауық\u200b\u3164 және\u2800 су',
		'а\r\nб \t\n\n\n\nв\u00ad',
		`а${'\u0301'.repeat(40)} Әңгіме 👩‍🌾`,
		'\u200d\u200d \u200c а\u200d\u200d\u200dә\u200c',
		`${' '.repeat(9000)}соңы`,
		'а\u2028б\u2029в\u3000г\u202fд\u00a0',
		'\ufffcа\u206aб\u17b4в\u180bг\ufff5д\u034f\u{1d173}\u{e0100}\u{e0080}',
		`а${'\u0301\u0301\u200c'.repeat(9)} ก${'\u0e49'.repeat(9)} и\u0306од \u0301\u2de0 к\u200dа`
	])('%j is left out by the database as by the page', async (typed) => {
		const [row] = await backend.sql<{ kept: string }>('select private.clean_text($1) as kept', [
			typed
		]);
		expect(row?.kept).toBe(cleanText(typed));
	});

	it('makes no title, and hides nothing in one that is asked by hand', async () => {
		const ask = (p_title: string) =>
			asker.db.rpc('ask_question', {
				p_key: randomUUID(),
				p_direction: 'sewing',
				p_title,
				p_body: '\u202eмәтін\u200b',
				p_locale: 'kk'
			});
		for (const blank of [
			'\u200b',
			'\u3164',
			'\u200d',
			'\u2800',
			'\ufe0f',
			'\u202f',
			'\u{1d159}',
			'…'
		].map((sign) => sign.repeat(40)))
			expect((await ask(blank)).error).toMatchObject({ message: 'invalid', details: 'title' });
		const { data } = await ask('\u202eКерексіз\u202c белгілер\u200b қалмайды');
		expect(
			(
				await backend.anon
					.from('questions')
					.select('title, body')
					.eq('id', data as string)
			).data
		).toEqual([{ title: 'Керексіз белгілер қалмайды', body: 'мәтін' }]);
	});

	const ofScripts = [
		'怎么给鸡舍保温，冬天零下三十度？',
		'გამარჯობა, ქათმები 닭이 왜 알을 안 낳나요',
		'למה התרנגולות לא מטילות? ทำไมไก่ไม่ออกไข่',
		'मुर्गियाँ अंडे क्यों नहीं देतीं',
		'تاۋىقتار نەگە جۇمىرتقالامايدى',
		'ᠲᠠᠬᠢᠶ\u180eᠠ ዶሮዎች Γιατί οι κότες Ўзбек 𠮷野家',
		'Әке 👩‍🌾 👍🏽 🇰🇿 1️⃣ ❤️‍🔥 «灌溉» дейді'
	];
	it.each(ofScripts)('is nothing of what other letters say: %s', async (typed) => {
		const kept = cleanLine(typed);
		// Mongolian alone loses a sign without width.
		expect(kept).toBe(typed.replace('\u180e', '').normalize('NFC'));
		const { data: id, error } = await asker.db.rpc('ask_question', {
			p_key: randomUUID(),
			p_direction: 'sewing',
			p_title: typed,
			p_body: typed,
			p_locale: 'kk'
		});
		expect(error).toBeNull();
		const { data } = await backend.anon.from('questions').select('title, body').eq('id', id);
		expect(data).toEqual([{ title: kept, body: kept }]);
		for (const [read, args] of [
			['page_questions', { p_q: typed }],
			['similar_questions', { p_title: typed }]
		] as const)
			expect((await backend.anon.rpc(read, args)).error).toBeNull();
	});

	it('a letter or number of any script makes a title in the database, and no sign or blank does', async () => {
		const signs = Array.from({ length: 0x34000 }, (_, code) => code)
			.filter((code) => code > 0 && (code < 0xd800 || code > 0xdfff))
			.map((code) => String.fromCodePoint(code));
		const letters = signs.filter((sign) => cleanLine(sign) !== '');
		const others = signs
			.filter((sign) =>
				/[\p{Z}\p{Cc}\p{Co}\p{Default_Ignorable_Code_Point}\p{Emoji_Presentation}\u2000-\u206f\u20a0-\u20bf\u2190-\u245f\u2500-\u2775\u3000-\u3004\p{ASCII}]/u.test(
					sign
				)
			)
			.filter((sign) => cleanLine(sign) === '');
		const [wrong] = await backend.sql(
			`select (select string_agg(sign, '') from string_to_table($1, null) sign where not private.has_letter(sign)) as letters,
			   (select string_agg(sign, '') from string_to_table($2, null) sign where private.has_letter(sign)) as others`,
			[letters.join(''), others.join('')]
		);
		expect(wrong).toEqual({ letters: null, others: null });
	});

	it('hides no name, and no name is written past the registry', async () => {
		const named = (full_name: string) =>
			expert.db.rpc('correct_my_record', { p_fields: { full_name, region: 'KZ-23' } });
		for (const blank of ['\u3164\u2800', '\u200b \u202e', '\ufffc\ufe0f'])
			expect((await named(blank)).error).toMatchObject({
				message: 'invalid',
				details: 'full_name'
			});
		expect((await named('Ерлан\u202e\r\nСәби\u200bтов')).error).toBeNull();
		const [kept] = await backend.sql('select full_name from public.persons where id = $1', [
			expert.personId
		]);
		expect(kept).toEqual({ full_name: 'Ерлан Сәбитов' });
		const display = { display_name: 'Модератор' };
		const { error } = await expert.db.from('accounts').update(display).eq('id', expert.id);
		expect(error?.code).toBe('42501');
	});

	it('is refused by length before it costs anything', async () => {
		const { error } = await asker.db.rpc('ask_question', {
			p_key: randomUUID(),
			p_direction: 'sewing',
			p_title: 'Елу мың жұлдызша неге керек?',
			p_body: '*'.repeat(50_000),
			p_locale: 'kk'
		});
		expect(error).toMatchObject({ message: 'invalid', details: 'body' });
	});
});
