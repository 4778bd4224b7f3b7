/**
 * Two of the newest round who are under 18, with an account and their own yes to the directory: one has
 * her mother's word on paper and is listed, the other waits for a representative.
 */
import { alumniAccounts, staffId } from './accounts.ts';
import { makePerson, participationRow, personRow, type Person } from './people.ts';
import { PLACES } from './places.ts';
import type { Piece, Row } from './render.ts';
import { days, uuid } from './rng.ts';

const FIRST = 0x5000_0000;
const YOUNG = [
	{ name: 'Нұрай Сейтқали', gender: 'female', age: 16, guardian: 'Гүлнар Сейтқали' },
	{ name: 'Әлихан Бекен', gender: 'male', age: 15, guardian: null }
] as const;

function young(n: number, now: Date): Person {
	const { name, gender, age } = YOUNG[n] as (typeof YOUNG)[number];
	const year = now.getUTCFullYear();
	const round = Math.min(year, 2030);
	const region = PLACES.find(({ code }) => code === 'KZ-61') ?? null;
	const person = makePerson(
		FIRST + n,
		now,
		{
			round,
			region,
			legacy: 'Түркістан облысы',
			settlement: 'village',
			district: region?.rural[0] ?? null,
			role: 'member',
			subprojectId: null,
			direction: null,
			hasAccount: true
		},
		{ name, gender, locale: 'kk', birthYear: year - age, email: `young.${n + 1}@demo.kz` }
	);
	return { ...person, registryNo: `ZP-${round}-9100${n + 1}` };
}

const emailRow = (person: Person, now: Date): Row => ({
	id: uuid('contact', person.index, days(now, -60)),
	person_id: person.id,
	kind: 'email',
	value: person.email,
	value_key: person.email,
	state: 'confirmed',
	confirmed_at: days(now, -50),
	source: 'registry',
	created_at: days(now, -60)
});

const consentRow = (person: Person, n: number, purpose: string, now: Date): Row => ({
	id: uuid('consent', person.index + n * 16, days(now, -40)),
	person_id: person.id,
	purpose,
	granted: true,
	text_version: '2026-11',
	locale: person.locale,
	method: 'web',
	created_at: days(now, -40)
});

export function minorPieces(now: Date): Piece[] {
	const people = YOUNG.map((_, n) => young(n, now));
	return [
		{ table: 'public.persons', rows: people.map((person) => personRow(person, now)) },
		{ table: 'public.participations', rows: people.map((person) => participationRow(person, now)) },
		{ table: 'public.contact_points', rows: people.map((person) => emailRow(person, now)) },
		...alumniAccounts(people, now),
		{
			table: 'public.consents',
			rows: people.flatMap((person) =>
				['terms', 'directory'].map((purpose, n) => consentRow(person, n, purpose, now))
			)
		},
		{
			table: 'public.guardian_consents',
			rows: YOUNG.flatMap(({ guardian }, n) =>
				guardian
					? [
							{
								id: uuid('key', FIRST + n, days(now, -30)),
								person_id: people[n]?.id as string,
								guardian_name: guardian,
								relation: 'mother',
								contact: '+77010000001',
								way: 'paper',
								purposes: ['directory', 'followup', 'referrals'],
								text_version: '2026-11',
								locale: 'kk',
								given_at: days(now, -30),
								recorded_by: staffId('officer@demo.kz'),
								created_at: days(now, -30)
							}
						]
					: []
			)
		}
	];
}
