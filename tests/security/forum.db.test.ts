import { beforeAll, describe, expect, it } from 'vitest';
import { askAll, type Caller } from '../support/as-role';
import { fillHiddenForum, WORDS, type HiddenForum } from '../support/hidden-forum';
import { useTestBackend, type Member } from '../support/test-backend';

/** Every door of the forum, tried with what is not the caller's: ids of it, and its words. */
const backend = useTestBackend();
let forum: HiddenForum;
let doors: Door[];

interface Door {
	name: string;
	names: string[];
	types: string[];
	writes: boolean;
}
/** What makes sense where no id is asked for, so that a call is refused for whose it is and nothing else. */
const SENSIBLE: Record<string, string> = {
	...{ p_locale: `'kk'`, p_direction: `'sewing'`, p_title: `'Көрші ауылға қалай жетемін?'` },
	...{ p_body: `'Базардан табасыз.'`, p_verdict: `'hidden'`, p_steps: `'[]'`, p_fields: `'{}'` },
	...{ p_tags: `array['тігін']`, p_base: '1', p_value: '1', p_days: '7', p_number: '1' },
	...{ p_slug: `'tigin'`, p_into: `'мата'`, p_email: `'a@b.kz'`, p_key: 'gen_random_uuid()' }
};
const WHY = `'Бәрімізге түсінікті болсын деп'`;
const KINDS: Record<string, string[]> = {
	cast_vote: ['question', 'answer'],
	follow: ['question', 'person'],
	mark_answer: ['worked'],
	restrict_author: ['mute']
};
/** Look for an id among the caller's own things alone: another's is as good as none. */
const OWN = ['discard_draft', 'read_notices', 'save_draft', 'unfollow'];

interface Try {
	door: Door;
	/** Whether it was called with an id of what is somebody else's. */
	foreign: boolean;
	sql: string;
}
function attempt(door: Door, own: Record<string, string>): string {
	const sent = door.names.map((name, i) => {
		const type = door.types[i] as string;
		const given = () => {
			if (own[name]) return `'${own[name]}'`;
			if (name === 'p_reason') return /flag|decide/.test(door.name) ? `'spam'` : WHY;
			if (SENSIBLE[name]) return SENSIBLE[name];
			if (type === 'uuid')
				return /after|who|restriction/.test(name) ? 'null' : `'${forum.question}'`;
			if (type === 'boolean') return 'true';
			return type === 'text' && /note|words|text|answer/.test(name) ? WHY : 'null';
		};
		return `${name} => ${given()}::${type}`;
	});
	return `select string_agg(x::text, ' ') from public.${door.name}(${sent.join(', ')}) x`;
}
/** A door as it is meant, with every id wherever one is asked for, and with every word as a search. */
function tries(door: Door): Try[] {
	const kinds = (KINDS[door.name] ?? ['']).map((p_kind) => ({ p_kind }));
	const places = door.names.filter(
		(name, i) =>
			(door.types[i] === 'uuid' && (name !== 'p_key' || /draft/.test(door.name))) ||
			name === 'p_target'
	);
	const searches = door.names.filter(
		(name) => name === 'p_q' || (name === 'p_title' && !door.writes)
	);
	return [
		...kinds.map((kind) => ({ door, foreign: false, sql: attempt(door, kind) })),
		...places.flatMap((place) =>
			[forum.asked, ...Object.values(forum.ids)].flatMap((id) =>
				kinds.map((kind) => ({
					door,
					foreign: id !== forum.asked,
					sql: attempt(door, { ...kind, [place]: id })
				}))
			)
		),
		...searches.flatMap((place) =>
			Object.values(WORDS).map((word) => ({
				door,
				foreign: false,
				sql: attempt(door, { [place]: word })
			}))
		)
	];
}
/** Where the owners of all this and those who look after it read it. */
const KEEPERS =
	/^(my_draft|reveal_asker|page_(case|guide_draft|moderation|own_post|question_tags|restrictions|suggestion|vote_findings))$/;
const ELSEWHERE = /guardian|contact|referral|report|mentor|wave|registry|import/;
const FORUM =
	/question|answer|post|vote|flag|appeal|moderat|restrict|case|guide|suggest|tags?$|follow|draft|offer|photo|comment|histor|expert|reputation|finding|repeats|duplicate|reveal|asker|sitemap|withdraw|page_profile|page_me$|held|revision|notices/;

async function restricted(kind: string): Promise<Member> {
	const who = await backend.alumnus();
	await backend.sql(
		`insert into private.forum_restrictions (account_id, kind, reason, until, locale) values ($1, $2, 'Себебі бар еді', now() + interval '1 day', 'kk')`,
		[who.id, kind]
	);
	return who;
}
const told = (text: string) =>
	Object.entries(WORDS).flatMap(([name, word]) => (text.includes(word) ? [name] : []));

beforeAll(async () => {
	forum = await fillHiddenForum(backend);
	const rows = await backend.sql<Door>(
		`select proname as name, coalesce(proargnames[1:pronargs]::text[], '{}') as names,
		   provolatile = 'v' and proname not like 'page%' as writes,
		   array(select format_type(t, null) from unnest(proargtypes::oid[]) t) as types
		 from pg_proc where pronamespace = 'public'::regnamespace and prorettype <> 'trigger'::regtype
		   and has_function_privilege('authenticated', oid, 'execute') order by 1`
	);
	doors = rows.filter(({ name }) => FORUM.test(name) && !ELSEWHERE.test(name));
}, 120_000);

describe('what the forum keeps from others', () => {
	it('is there to be kept: those whose it is, and who looks after it, read it', async () => {
		const { token } = await backend.staff('coordinator');
		const all = doors.filter(({ name }) => KEEPERS.test(name)).flatMap(tries);
		const read = new Set<string>();
		for (const reader of [forum.owner.token, token])
			for (const { text } of await askAll(
				backend,
				{ name: '', token: reader },
				all.map(({ sql }) => sql)
			))
				for (const name of told(text)) read.add(name);
		// What went with its post is nobody's to read, and one voice does not make an answer outdated.
		const gone = ['comment', 'outdated', 'photo', 'revision'];
		expect([...read, ...gone].sort()).toEqual(Object.keys(WORDS).sort());
	});

	it.each([
		['a visitor', async () => null],
		['another alumnus', () => backend.alumnus({ name: 'Дана Әлі' })],
		['an officer of another region', () => backend.staff('officer', 'KZ-55')]
	])('is read and changed by %s through no door', async (name, come) => {
		const caller: Caller = { name, token: (await come())?.token ?? null };
		const all = doors.flatMap(tries);
		const tables = ['title || body from public.questions', 'body from public.answers'];
		const answers = await askAll(backend, caller, [
			...all.map(({ sql }) => sql),
			...tables.map((read) => `select string_agg(${read.replace(' from', `, ' ') from`)}`)
		]);
		expect(answers.slice(-2).map(({ refusal }) => refusal)).toEqual([null, null]);
		const leaks = answers.flatMap(({ text }, n) =>
			told(text).map((word) => `${word}: ${all[n]?.sql ?? 'tables'}`)
		);
		expect(leaks).toEqual([]);
		const changed = all.filter(
			({ door, foreign }, n) => door.writes && foreign && answers[n]?.refusal === null
		);
		expect(changed.filter(({ door }) => !OWN.includes(door.name))).toEqual([]);
	});
});

describe('whoever was asked to be silent', () => {
	it.each([
		['mute', ['cast_vote', 'flag_post']],
		['suspend', []]
	] as [string, string[]][])('(%s) writes through no door of the forum', async (kind, open) => {
		const all = doors.filter(({ writes }) => writes).flatMap((door) => tries(door).slice(0, 1));
		const { token } = await restricted(kind);
		const answers = await askAll(
			backend,
			{ name: kind, token },
			all.map(({ sql }) => sql)
		);
		const done = all.flatMap(({ door }, n) => (answers[n]?.refusal === null ? [door.name] : []));
		expect([...new Set(done)].filter((name) => !OWN.includes(name))).toEqual(open);
	});
});
