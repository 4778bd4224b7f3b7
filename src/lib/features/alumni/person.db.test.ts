import { describe, expect, it } from 'vitest';
import { useTestBackend } from '../../../../tests/support/test-backend';
import { readPerson } from './person.server';

const backend = useTestBackend();

/** A record with a team-mate, a phone and a sensitive mark. */
async function record() {
	const alumna = await backend.alumnus({ region: 'KZ-61', name: 'Қасымова Айгүл' });
	const mate = await backend.alumnus({ region: 'KZ-61', name: 'Омар Ерлан' });
	await backend.sql(
		`with project as (
			insert into public.subprojects (registry_no, title, direction, round, region_code)
			values ($1, 'Ине мен жіп', 'sewing', 2019, 'KZ-61') returning id)
		 update public.participations set subproject_id = (select id from project)
		 where person_id in ($2, $3)`,
		[`S-${alumna.id}`.slice(0, 40), alumna.personId, mate.personId]
	);
	await backend.sql(`insert into public.person_flags (person_id, vulnerable) values ($1, true)`, [
		alumna.personId
	]);
	await backend.sql(
		`insert into public.contact_points (person_id, kind, value, value_key, source)
		 values ($1, 'phone', '+77010000001', '+77010000001', 'registry')`,
		[alumna.personId]
	);
	return { alumna, id: alumna.personId as string, mate };
}

describe('a record of the registry', () => {
	it('is whole for a coordinator', async () => {
		const { id, mate } = await record();
		const page = await readPerson((await backend.staff('coordinator')).db, id);
		expect(page?.person).toMatchObject({
			fullName: 'Қасымова Айгүл',
			flags: { vulnerable: true, neet: null, disability: null },
			contacts: [{ kind: 'phone', value: '+77010000001', state: 'new' }],
			rounds: [
				{
					round: 2019,
					project: { title: 'Ине мен жіп', state: 'unknown' },
					team: [{ id: mate.personId, name: 'Омар Ерлан' }]
				}
			]
		});
		expect(page?.person?.claimedAt).not.toBeNull();
	});
	it('has no sensitive marks for an officer of the region', async () => {
		const { id } = await record();
		const page = await readPerson((await backend.staff('officer', 'KZ-61')).db, id);
		expect(page?.person).toMatchObject({ flags: null, contacts: [{ value: '+77010000001' }] });
	});
	it('is not there for anybody else, its owner included', async () => {
		const { id, alumna, mate } = await record();
		const others = [
			await backend.staff('officer', 'KZ-55'),
			await backend.staff('ombudsman'),
			await backend.member(),
			alumna,
			mate
		];
		for (const who of others) expect(await readPerson(who.db, id)).toBeNull();
		expect(await readPerson(backend.anon, id)).toEqual({ viewer: null });
	});
	it('is not there when nobody is', async () => {
		const { db } = await backend.staff('coordinator');
		expect(await readPerson(db, '018fead8-0000-7000-8000-000000000000')).toBeNull();
	});
});
