import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { answer, listed, outcome, write } from '../../../../tests/support/talk';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

/** Every viewer × field × level: a mark is seen exactly where its owner allows it, on every way in. */
const backend = useTestBackend();

const LEVELS = ['everyone', 'alumni', 'region', 'me'] as const;
type Level = (typeof LEVELS)[number];
type Levels = Record<string, Level>;

/** What each field holds: texts that stand nowhere else. */
const MARKS: Record<string, string[]> = {
	name: ['Зорғақбай'],
	region: ['KZ-47'],
	village: ['Қырықмылтық ауданы'],
	rounds: ['2018'],
	photo: [],
	now: ['қазір-белгі'],
	skills: ['дағды-белгі', 'ecology'],
	help: ['көмек-белгі', 'papers'],
	need: ['керек-белгі', 'premises'],
	languages: ['ug'],
	instagram: ['insta_belgi'],
	story: ['оқиға-белгі'],
	mentoring: ['тәлім-белгі']
};
const FIELDS = Object.keys(MARKS);

/** As whom each of them looks at the owner, a man of Mangystau. */
const VIEWERS: Record<string, Level | null> = {
	anon: null,
	stranger: 'everyone',
	partner: 'everyone',
	neighbour: 'alumni',
	alumnus: 'alumni',
	otherOfficer: 'alumni',
	officer: 'region',
	coordinator: 'region',
	owner: 'me'
};
const people: Record<string, { db: Db }> = {};
let owner: Member;

const sees = (viewer: string, level: Level | undefined) => {
	const audience = VIEWERS[viewer];
	return audience ? LEVELS.indexOf(level ?? 'me') <= LEVELS.indexOf(audience) : false;
};

beforeAll(async () => {
	owner = await backend.alumnus({ region: 'KZ-47', name: 'Зорғақбай Сынақбаев', round: 2018 });
	const [organization] = await backend.sql<{ id: string }>(
		'select id from public.organizations limit 1'
	);
	Object.assign(people, {
		anon: { db: backend.anon },
		stranger: await backend.member(),
		partner: await backend.staff('partner', undefined, organization?.id),
		neighbour: await backend.alumnus({ region: 'KZ-47' }),
		alumnus: await listed(backend, { region: 'KZ-55', name: 'Жазатын Түлек' }),
		otherOfficer: await backend.staff('officer', 'KZ-55'),
		officer: await backend.staff('officer', 'KZ-47'),
		coordinator: await backend.staff('coordinator'),
		owner
	});
	await backend.sql(
		`update public.persons set district = 'Қырықмылтық ауданы', settlement = 'village', birth_year = 1998 where id = $1`,
		[owner.personId]
	);
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, source, state) values
		 ($1, 'phone', $2, $2, 'self', 'confirmed'), ($1, 'email', $3, $3, 'self', 'confirmed')`,
		[owner.personId, ...CONTACTS]
	);
	await backend.sql(
		`with s as (insert into public.subprojects (registry_no, title, direction, round, state)
		 values ('S-belgi', 'Жоба', 'ecology', 2018, 'continuing') returning id)
		 update public.participations t set subproject_id = s.id from s where t.person_id = $1`,
		[owner.personId]
	);
	await owner.db.rpc('save_mentoring', {
		p_directions: ['sport'],
		p_topics: 'тәлім-белгі',
		p_limit: 10,
		p_paused: false,
		p_paused_until: null
	});
	// Five who are always counted, so that the owner makes a difference that may be seen.
	for (let i = 0; i < 5; i++) {
		const other = await backend.alumnus({ region: 'KZ-47', name: `Басқа Адам${i}`, round: 2020 });
		await other.db.rpc('set_consent', {
			p_purpose: 'directory',
			p_granted: true,
			p_text_version: '2026-11',
			p_locale: 'kk'
		});
	}
	await owner.db.rpc('set_consent', {
		p_purpose: 'directory',
		p_granted: true,
		p_text_version: '2026-11',
		p_locale: 'kk'
	});
});
beforeEach(() => backend.sql('delete from private.directory_views'));

/** What nobody is shown on any page: contacts are given by their owner's own hand or not at all. */
const CONTACTS = ['+77010009988', 'jasyryn@test.kz'];

let photo: string;
async function save(levels: Levels): Promise<void> {
	const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: '#3a7' } });
	const { error } = await owner.db.rpc('save_profile', {
		p_fields: {
			now_line: 'қазір-белгі',
			directions: ['ecology'],
			skills: ['дағды-белгі'],
			help: ['papers'],
			help_text: 'көмек-белгі',
			needs: ['premises'],
			need_text: 'керек-белгі',
			languages: ['ug'],
			instagram: 'insta_belgi',
			story: 'оқиға-белгі'
		},
		// An offer to be asked has no level of its own.
		p_visibility: Object.fromEntries(
			Object.entries(levels).filter(([field]) => field !== 'mentoring')
		),
		p_photo: (await picture.webp().toBuffer()).toString('base64'),
		p_width: 60,
		p_height: 40
	});
	expect(error).toBeNull();
	const [row] = await backend.sql<{ photo_id: string }>(
		'select photo_id from public.profiles where person_id = $1',
		[owner.personId]
	);
	photo = row?.photo_id as string;
	MARKS.photo = [photo];
}

interface Row {
	id: string;
	[field: string]: unknown;
}
interface PeoplePage {
	open: boolean;
	people?: Row[];
	map?: { code: string; people: number | null }[];
}
const list = async (db: Db, query: object = {}) =>
	(await db.rpc('page_people', query)).data as PeoplePage;
const find = (page: PeoplePage) => page.people?.find((row) => row.id === owner.personId);

async function checkPerson(who: string, levels: Levels): Promise<void> {
	const { data } = await (people[who] as { db: Db }).db.rpc('page_profile', {
		p_person: owner.personId
	});
	const there = sees(who, levels.name);
	const person = (data as { person?: Row } | null)?.person;
	expect(person !== undefined, `${who}: profile`).toBe(there);
	for (const field of FIELDS) {
		const may = there && sees(who, levels[field]);
		expect(person?.[field] !== undefined, `${who}: ${field} at ${levels[field]}`).toBe(may);
		for (const mark of MARKS[field] ?? [])
			expect(JSON.stringify(person ?? {}).includes(mark), `${who}: ${mark}`).toBe(may);
	}
}

async function checkList(who: string, levels: Levels): Promise<void> {
	const { db } = people[who] as { db: Db };
	const all = await list(db);
	const open = !['anon', 'stranger', 'partner'].includes(who);
	expect([all.open, all.people !== undefined, all.map !== undefined]).toEqual([open, open, open]);
	if (!open) return;
	const row = find(all);
	expect(row, who).toBeDefined();
	// One's own row is shown as others see it.
	const as = who === 'owner' ? 'alumnus' : who;
	for (const field of FIELDS)
		if (!sees(as, levels[field]))
			for (const mark of MARKS[field] ?? [])
				expect(JSON.stringify(row).includes(mark), `${who}: ${field} in the list`).toBe(false);
	// What is found by, counted and drawn is what every alumnus may see, whoever asks.
	const open_ = (field: string) => sees('alumnus', levels[field]);
	const filters: [string, object][] = [
		['region', { p_region: 'KZ-47' }],
		['rounds', { p_round: 2018 }],
		['skills', { p_direction: 'ecology' }],
		['help', { p_help: 'papers' }],
		['mentoring', { p_mentors: true, p_direction: 'sport' }]
	];
	for (const [field, query] of filters)
		expect(find(await list(db, query)) !== undefined, `${who}: found by ${field}`).toBe(
			open_(field)
		);
	expect(all.map?.find((tile) => tile.code === 'KZ-47')?.people).toBe(open_('region') ? 6 : 5);
	if (!['alumnus', 'officer'].includes(who)) return;
	expect(find(await list(db, { p_q: 'Zorgakbay' }))).toBeDefined();
	for (const field of FIELDS.filter((name) => name !== 'name'))
		for (const p_q of MARKS[field] ?? [])
			expect(find(await list(db, { p_q })), `${who}: found by the words of ${field}`).toBe(
				undefined
			);
}

async function checkRaw(who: string, levels: Levels): Promise<void> {
	const { db } = people[who] as { db: Db };
	const { data: rows } = await db.from('profiles').select('*');
	expect((rows ?? []).length, `${who}: rows of profiles`).toBe(who === 'owner' ? 1 : 0);
	const { data: records } = await db.from('persons').select('id').eq('id', owner.personId);
	expect((records ?? []).length > 0, `${who}: the registry`).toBe(
		['owner', 'officer', 'coordinator'].includes(who)
	);
	for (const table of ['directory_entries', 'directory_regions', 'directory_views', 'photos'])
		expect((await db.from(table).select('*')).error, `${who}: ${table}`).not.toBeNull();
	for (const name of ['visible_profile', 'profile_fields', 'whole_profile', 'list_directory'])
		expect((await db.rpc(name, { p_person: owner.personId })).error).not.toBeNull();
	const { data: bytes } = await db.rpc('read_photo', { p_id: photo });
	expect(bytes !== null, `${who}: photo at ${levels.photo}`).toBe(
		sees(who, levels.name) && sees(who, levels.photo)
	);
}

async function checkWriting(who: string, levels: Levels): Promise<void> {
	const listed = who === 'alumnus';
	const expected = listed ? 'ok' : sees(who, levels.name) ? 'conflict:unlisted' : 'not_found:';
	expect(await outcome(write(people[who] as { db: Db }, owner)), `${who} writes`).toBe(
		who === 'anon' ? 'shut' : expected
	);
}

/** All that the other side of a conversation is shown and sent, by whatever way. */
async function toldByTalk(): Promise<string> {
	await backend.sql('truncate public.contact_requests, private.outbox cascade');
	const reader = people.alumnus as Member;
	const { data: id } = await write(reader, owner);
	await answer(owner, id as string, 'Сәлеметсіз бе');
	const mails = await backend.sql(
		'select to_address, subject, body from private.outbox where person_id = $1',
		[reader.personId]
	);
	expect(mails).toHaveLength(1);
	const pages = [
		await reader.db.rpc('page_messages'),
		await reader.db.rpc('page_message', { p_id: id }),
		await reader.db.from('contact_requests').select('id, kind'),
		await reader.db.from('contact_messages').select('body, shared_value')
	];
	await owner.db.rpc('block_contact', { p_request: id });
	pages.push(await reader.db.rpc('page_message', { p_id: id }));
	await owner.db.rpc('unblock_person', { p_person: reader.personId });
	// Ids and times may spell anything.
	return JSON.stringify([mails, pages.map(({ data }) => data)]).replace(
		/[0-9a-f]{8}-[0-9a-f-]{27}|\d{4}-\d\d-\d\dT[^"]*/g,
		''
	);
}

const uniform = (level: Level): Levels => ({
	...Object.fromEntries(FIELDS.map((field) => [field, level])),
	mentoring: 'alumni',
	name: level === 'everyone' ? 'everyone' : 'alumni'
});
/** Levels that cross one another: field i of the n-th mix. */
const mix = (n: number): Levels => ({
	...Object.fromEntries(
		FIELDS.map((field, i) => [field, LEVELS[(i * (n + 1) + n * n) % 4] as Level])
	),
	mentoring: 'alumni',
	name: n % 2 ? 'everyone' : 'alumni'
});
const CASES: [string, Levels][] = [
	...LEVELS.map((level): [string, Levels] => [`all at ${level}`, uniform(level)]),
	...[1, 2].map((n): [string, Levels] => [`mix ${n}`, mix(n)])
];

describe.each(CASES)('%s', (_, levels) => {
	beforeAll(async () => {
		await backend.sql('truncate public.contact_requests, private.outbox cascade');
		await save(levels);
	});
	it.each(Object.keys(VIEWERS))('%s sees what is theirs to see', async (who) => {
		await checkPerson(who, levels);
		await checkList(who, levels);
		await checkRaw(who, levels);
		if (who !== 'owner') await checkWriting(who, levels);
	});
	it('a conversation and its letters tell the name and nothing else', async () => {
		const told = await toldByTalk();
		for (const field of FIELDS)
			for (const mark of MARKS[field] ?? [])
				expect(told.includes(mark), `${field} at ${levels[field]}`).toBe(field === 'name');
		for (const contact of CONTACTS) expect(told).not.toContain(contact);
	});
});

describe('nobody but the owner', () => {
	const others = Object.keys(VIEWERS).filter((who) => who !== 'owner');
	async function expectGone(): Promise<void> {
		for (const who of others) {
			const { db } = people[who] as { db: Db };
			const { data } = await db.rpc('page_profile', { p_person: owner.personId });
			expect((data as { person?: Row } | null)?.person, who).toBeUndefined();
			expect(find(await list(db)), who).toBeUndefined();
			expect((await db.rpc('read_photo', { p_id: photo })).data, who).toBeNull();
		}
		const { data } = await owner.db.rpc('page_profile', { p_person: owner.personId });
		expect((data as { person: Row }).person.name).toBe('Зорғақбай Сынақбаев');
		expect(
			await backend.sql('select from private.directory_entries where person_id = $1', [
				owner.personId
			])
		).toEqual([]);
	}
	beforeAll(() => save(uniform('everyone')));

	it('sees a person who took the yes back, from that moment on, until it is said again', async () => {
		await owner.db.rpc('set_consent', {
			p_purpose: 'directory',
			p_granted: false,
			p_text_version: '2026-11',
			p_locale: 'kk'
		});
		await expectGone();
		const { data } = await (people.alumnus as { db: Db }).db.rpc('page_people');
		expect((data as PeoplePage).map?.find((tile) => tile.code === 'KZ-47')?.people).toBe(5);
		await owner.db.rpc('set_consent', {
			p_purpose: 'directory',
			p_granted: true,
			p_text_version: '2026-11',
			p_locale: 'kk'
		});
		expect(find(await list((people.alumnus as { db: Db }).db))).toBeDefined();
	});
	it('sees a person who may still be under 18', async () => {
		const born = (year: string) =>
			backend.sql(`update public.persons set birth_year = ${year} where id = $1`, [owner.personId]);
		await born('extract(year from private.today()) - 18');
		await expectGone();
		await born('extract(year from private.today()) - 19');
		expect(find(await list((people.alumnus as { db: Db }).db))).toBeDefined();
	});
});
