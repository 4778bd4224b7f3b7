import sharp from 'sharp';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { useTestBackend, type Db, type Member } from '../../../../tests/support/test-backend';

const backend = useTestBackend();
let owner: Member;
const people: Record<string, { db: Db }> = {};
const WHO = ['anon', 'stranger', 'alumnus', 'officer', 'coordinator', 'owner'];
const person = (who: string) => people[who] as { db: Db };

const save = async (who: { db: Db }, p_fields: object = {}, rest: object = {}) => {
	const { error } = await who.db.rpc('save_profile', { p_fields, p_visibility: {}, ...rest });
	return error
		? `${error.code === '42501' ? 'shut' : error.message}:${error.details ?? ''}`
		: 'saved';
};
const list = async (who: { db: Db }, query: object = {}) =>
	(await who.db.rpc('page_people', query)).data as {
		people: { id: string; name: string }[];
		next: string | null;
		similar: boolean;
		map: { code: string; people: number | null }[];
	};
const names = async (query: object) =>
	(await list(owner, query)).people.map((found) => found.name).sort();

beforeAll(async () => {
	owner = await backend.alumnus({ name: 'Айгүл Қасымова', round: 2019 });
	Object.assign(people, {
		anon: { db: backend.anon },
		stranger: await backend.member(),
		alumnus: await backend.alumnus({ name: 'Тізімде Жоқ' }),
		officer: await backend.staff('officer', 'KZ-61'),
		coordinator: await backend.staff('coordinator'),
		owner
	});
	await owner.db.rpc('set_consent', {
		p_purpose: 'directory',
		p_granted: true,
		p_text_version: '2026-11',
		p_locale: 'kk'
	});
});
beforeEach(() => backend.sql('delete from private.directory_views'));

describe('who may write', () => {
	it.each(WHO)('%s writes to the table by no other way than the form', async (who) => {
		const { db } = person(who);
		const tries = [
			db.from('profiles').insert({ person_id: owner.personId }),
			db.from('profiles').update({ story: 'x' }).eq('person_id', owner.personId),
			db.from('profiles').delete().eq('person_id', owner.personId)
		];
		for (const attempt of tries) expect((await attempt).error?.code).toBe('42501');
	});
	it.each([
		['anon', 'shut:'],
		['stranger', 'not_found:'],
		['officer', 'not_found:'],
		['coordinator', 'not_found:'],
		['owner', 'saved']
	])('%s saves a profile: %s', async (who, outcome) =>
		expect(await save(person(who), { now_line: 'Тігін' })).toMatch(new RegExp(`^${outcome}`))
	);
	it('nobody speaks for another or sets what is not theirs', async () => {
		const other = person('alumnus') as Member;
		await save(owner, { person_id: other.personId, photo_id: owner.id, now_line: 'Менікі' });
		const rows = await backend.sql<{ person_id: string; photo_id: string | null }>(
			'select person_id, photo_id from public.profiles'
		);
		expect(rows).toEqual([{ person_id: owner.personId, photo_id: null }]);
	});
	it('a signed-out session saves nothing', async () => {
		const gone = await backend.alumnus();
		await backend.sql('delete from auth.sessions where user_id = $1', [gone.id]);
		expect(await save(gone)).toBe('forbidden:sign_in');
	});
	it('the word on the directory is appended, and said twice is one', async () => {
		const one = await backend.alumnus();
		for (const p_granted of [true, true, false])
			await one.db.rpc('set_consent', {
				p_purpose: 'directory',
				p_granted,
				p_text_version: '2026-11',
				p_locale: 'ru'
			});
		const rows = await backend.sql(
			`select granted from public.consents where person_id = $1 and purpose = 'directory' order by id`,
			[one.personId]
		);
		expect(rows).toEqual([{ granted: true }, { granted: false }]);
	});
});

describe('a profile', () => {
	it.each([
		['a direction that is none', { directions: ['luck'] }, {}, 'invalid:directions'],
		['a skill too long', { skills: ['x'.repeat(31)] }, {}, 'invalid:skills'],
		['a hidden name', {}, { p_visibility: { name: 'me' } }, 'invalid:visibility'],
		['a field that is none', {}, { p_visibility: { phone: 'everyone' } }, 'invalid:visibility']
	])('is refused with %s', async (_, fields, rest, refusal) =>
		expect(await save(owner, fields, rest)).toBe(refusal)
	);
	it.each([
		['nine skills', { skills: 'abcdefghi'.split('') }],
		['a script for an Instagram', { instagram: 'javascript:alert(1)' }],
		['a story too long', { story: 'x'.repeat(1001) }],
		['a language that is none', { languages: ['xx'] }]
	])('is kept as it was with %s', async (_, fields) => {
		await save(owner, { now_line: 'Бұрынғы' });
		expect(await save(owner, fields)).toContain('violates check constraint');
		const [row] = await backend.sql('select now_line from public.profiles where person_id = $1', [
			owner.personId
		]);
		expect(row).toEqual({ now_line: 'Бұрынғы' });
	});
	it('keeps one photo: a new one takes the place, and it can be removed', async () => {
		const picture = sharp({ create: { width: 60, height: 40, channels: 3, background: '#3a7' } });
		const photo = {
			p_photo: (await picture.webp().toBuffer()).toString('base64'),
			p_width: 60,
			p_height: 40
		};
		const kept = () =>
			backend.sql<{ id: string }>('select id from private.photos where person_id = $1', [
				owner.personId
			]);
		await save(owner, {}, photo);
		const [first] = await kept();
		await save(owner, {}, {});
		expect(await kept()).toEqual([first]);
		await save(owner, {}, photo);
		expect(await kept()).toHaveLength(1);
		expect(await kept()).not.toEqual([first]);
		await save(owner, {}, { p_drop_photo: true });
		expect(await kept()).toEqual([]);
	});
});

describe('the directory', () => {
	beforeAll(async () => {
		for (const [i, name] of ['Данияр Ахметов', 'Сәуле Жұмабаева', 'Игорь Щукин'].entries()) {
			const one = await backend.alumnus({ name, region: i === 0 ? 'KZ-55' : 'KZ-61' });
			await one.db.rpc('set_consent', {
				p_purpose: 'directory',
				p_granted: true,
				p_text_version: '2026-11',
				p_locale: 'kk'
			});
		}
	});
	it.each([
		['Қасымова', ['Айгүл Қасымова'], false],
		['Касымова', ['Айгүл Қасымова'], false],
		['Kasymova Aigul', ['Айгүл Қасымова'], false],
		['Касимва', ['Айгүл Қасымова'], true],
		['Жумабева', ['Сәуле Жұмабаева'], true],
		['Ахметав', ['Данияр Ахметов'], true],
		['Shukin', ['Игорь Щукин'], false],
		['Тізімде', [], false],
		['%', ['Айгүл Қасымова', 'Данияр Ахметов', 'Игорь Щукин', 'Сәуле Жұмабаева'], false]
	])('%s finds %j', async (p_q, found, similar) => {
		expect(await names({ p_q })).toEqual(found);
		expect((await list(owner, { p_q })).similar).toBe(similar);
	});
	it('counts few people as few', async () => {
		const { map } = await list(owner);
		expect(map).toHaveLength(20);
		const tile = (code: string) => map.find((one) => one.code === code)?.people;
		expect([tile('KZ-61'), tile('KZ-55'), tile('KZ-10')]).toEqual([null, null, 0]);
	});
	it('is read page by page without a gap, in the order of names', async () => {
		for (let i = 0; i < 22; i++) {
			const one = await backend.alumnus({ name: `Ұзын Тізім${String(i % 7)}`, region: 'KZ-10' });
			await one.db.rpc('set_consent', {
				p_purpose: 'directory',
				p_granted: true,
				p_text_version: '2026-11',
				p_locale: 'kk'
			});
		}
		const first = await list(owner, { p_region: 'KZ-10' });
		expect(first.people).toHaveLength(20);
		const second = await list(owner, { p_region: 'KZ-10', p_after: first.next });
		expect([second.people.length, second.next]).toEqual([2, null]);
		const all = [...first.people, ...second.people];
		expect(new Set(all.map((one) => one.id)).size).toBe(22);
		expect(all.map((one) => one.name)).toEqual(all.map((one) => one.name).sort());
		expect(first.map.find((one) => one.code === 'KZ-10')?.people).toBe(22);
	});
	it('is read three hundred times a day and no more, list and profiles together', async () => {
		await backend.sql('insert into private.directory_views values ($1, private.today(), 299)', [
			owner.id
		]);
		expect((await owner.db.rpc('page_people')).error).toBeNull();
		for (const [page, query] of [
			['page_people', {}],
			['page_profile', { p_person: (person('alumnus') as Member).personId }]
		] as const)
			expect((await owner.db.rpc(page, query)).error?.message).toBe('too_many');
		// One's own profile, and yesterday's reading, cost nothing.
		expect((await owner.db.rpc('page_profile', { p_person: owner.personId })).error).toBeNull();
		await backend.sql('update private.directory_views set on_day = on_day - 1');
		expect((await owner.db.rpc('page_people')).error).toBeNull();
	});
	it('forgets a person whose record is erased', async () => {
		const one = await backend.alumnus({ name: 'Өшірілген Адам', region: 'KZ-47' });
		await one.db.rpc('set_consent', {
			p_purpose: 'directory',
			p_granted: true,
			p_text_version: '2026-11',
			p_locale: 'kk'
		});
		await backend.sql('delete from public.persons where id = $1', [one.personId]);
		expect(await names({ p_q: 'Өшірілген' })).toEqual([]);
		const { map } = await list(owner);
		expect(map.find((tile) => tile.code === 'KZ-47')?.people).toBe(0);
	});
});
