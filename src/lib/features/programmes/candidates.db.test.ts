import { beforeAll, describe, expect, it } from 'vitest';
import { consent, consenting, refer } from '../../../../tests/support/referrals';
import { useTestBackend, type Member } from '../../../../tests/support/test-backend';
import type { Candidate, CandidatesPage } from './types';

const backend = useTestBackend();
let officer: Member, elsewhere: Member, coordinator: Member, partner: Member, alumna: Member;

beforeAll(async () => {
	officer = await backend.staff('officer', 'KZ-61');
	elsewhere = await backend.staff('officer', 'KZ-55');
	coordinator = await backend.staff('coordinator');
	const [atameken] = await backend.sql<{ id: string }>(
		`select id from public.organizations where slug = 'atameken'`
	);
	partner = await backend.staff('partner', undefined, atameken?.id);
	alumna = await consenting(backend);
	await backend.sql(
		`insert into public.person_flags (person_id, vulnerable, neet_at_start, disability) values ($1, true, true, true)`,
		[alumna.personId]
	);
});

async function read(who: Member, params: Record<string, unknown> = {}) {
	const { data, error } = await who.db.rpc('page_candidates', params);
	expect(error).toBeNull();
	return data as unknown as CandidatesPage;
}
const ids = (page: CandidatesPage) => page.rows.map(({ id }) => id);

describe('who sees candidates', () => {
	it('the officer of the region and coordinators do', async () => {
		expect(ids(await read(officer))).toContain(alumna.personId);
		expect(ids(await read(coordinator))).toContain(alumna.personId);
	});
	it('an officer of another region does not, even by asking for this region', async () => {
		expect(ids(await read(elsewhere))).not.toContain(alumna.personId);
		expect(ids(await read(elsewhere, { p_region: 'KZ-61' }))).toEqual([]);
		const { data } = await elsewhere.db.rpc('page_candidate', { p_person: alumna.personId });
		expect(data).toBeNull();
	});
	it('partners, alumni and visitors get no list', async () => {
		for (const who of [partner, alumna]) expect((await read(who)).rows).toBeUndefined();
		const { data } = await backend.anon.rpc('page_candidates');
		expect(data).toEqual({ viewer: null });
		const single = await alumna.db.rpc('page_candidate', { p_person: alumna.personId });
		expect(single.data).toBeNull();
	});
	it('nobody sees a sensitive mark in it', async () => {
		const text = JSON.stringify(await read(coordinator));
		expect(text).not.toMatch(/vulnerable|neet|disability/i);
	});
});

describe('filters', () => {
	it.each([
		[{ p_q: 'Aigul' }, true],
		[{ p_q: 'сынак айгуль' }, true],
		[{ p_q: 'Ерлан' }, false],
		[{ p_state: 'continuing' }, true],
		[{ p_state: 'stopped' }, false],
		[{ p_need: 'money' }, true],
		[{ p_need: 'mentor' }, false],
		[{ p_direction: 'sewing', p_round: 2019 }, true],
		[{ p_round: 2018 }, false]
	])('%o: %s', async (params, found) =>
		expect(ids(await read(officer, params)).includes(alumna.personId as string)).toBe(found)
	);
});

describe('groups', () => {
	const year = new Date().getFullYear();
	async function verdict(fields: { born: number | null; programme: string; agrees?: boolean }) {
		const person = await backend.alumnus({ region: 'KZ-61' });
		await backend.sql('update public.persons set birth_year = $2 where id = $1', [
			person.personId,
			fields.born
		]);
		if (fields.agrees !== false) await consent(backend, person.personId as string);
		const { data } = await officer.db.rpc('page_candidate', {
			p_person: person.personId,
			p_programme: fields.programme
		});
		return (data as unknown as { person: Candidate }).person;
	}
	it.each([
		// Limits 21–35, inclusive; only the year of birth is known, so the edges are questions.
		[28, 'fits', [], []],
		[22, 'fits', [], []],
		[21, 'answer_missing', ['age'], []],
		[20, 'not_yet', [], ['age']],
		[18, 'not_yet', [], ['minor', 'age']],
		[35, 'fits', [], []],
		[36, 'answer_missing', ['age'], []],
		[37, 'not_yet', [], ['age']]
	])('turning %i this year: %s', async (age, group, missing, reasons) => {
		const person = await verdict({ born: year - age, programme: 'youth-microcredit' });
		expect([person.verdict, person.missing, person.reasons]).toEqual([group, missing, reasons]);
	});
	it('an unknown year is a question only where there is a limit', async () => {
		expect((await verdict({ born: null, programme: 'youth-microcredit' })).verdict).toBe(
			'answer_missing'
		);
		expect((await verdict({ born: null, programme: 'bastau-business' })).verdict).toBe('fits');
	});
	it('without a yes, or after a no, there is nobody to refer', async () => {
		const silent = await verdict({ born: 1998, programme: 'bastau-business', agrees: false });
		expect(silent.verdict).toBe('no_consent');
		const { id } = await verdict({ born: 1998, programme: 'bastau-business' });
		await consent(backend, id, false);
		expect(ids(await read(officer, { p_group: 'no_consent' }))).toContain(id);
		expect(ids(await read(officer, { p_group: 'fits' }))).not.toContain(id);
	});
	it('show an open referral', async () => {
		const person = await consenting(backend);
		await refer(officer, person.personId);
		const page = await read(officer, { p_programme: 'bastau-business' });
		const row = page.rows.find(({ id }) => id === person.personId);
		expect(row?.referral?.state).toBe('consent_asked');
	});
});

describe('pages of 20', () => {
	it('meet everybody once', async () => {
		const region = 'KZ-79';
		const people = await Promise.all(
			Array.from({ length: 23 }, async (_, i) => {
				const person =
					i < 3 ? await consenting(backend, region) : await backend.alumnus({ region });
				if (i >= 3) await consent(backend, person.personId as string);
				return person.personId;
			})
		);
		const first = await read(coordinator, { p_region: region });
		const second = await read(coordinator, { p_region: region, p_after: first.next });
		expect(first.counts.fits).toBe(23);
		expect(second.next).toBeNull();
		expect([...ids(first), ...ids(second)].sort()).toEqual(people.sort());
	});
	it('a cursor that is none starts at the beginning', async () =>
		expect((await read(officer, { p_after: "1' or 1=1" })).rows.length).toBeGreaterThan(0));
});
