/** Teams of three to five people of one round and one place, and the few whose team nobody noted. */
import { DEMO_TEAMS } from './demo-teams.ts';
import { makePerson, type Person, type Setting } from './people.ts';
import { home, PLACES, SPLIT, type Place } from './places.ts';
import { makeHistory, makeTitle, pickDirection, type Project } from './projects.ts';
import { byShare, days, spread, stream, uuid } from './rng.ts';

/** People by round, as the report counts them. */
const ROUNDS = [
	{ round: 2017, weight: 1810 },
	{ round: 2018, weight: 3266 },
	{ round: 2019, weight: 3507 },
	{ round: 2020, weight: 1112 }
];

export interface Team {
	project: Project | null;
	people: Person[];
}

/** 2 989 teams of 9 695 people: mostly three, sometimes four, seldom five. */
const sizeOf = (team: number) => (team % 16 === 11 ? 5 : team % 8 === 3 ? 4 : 3);
/** Half of the leaders have come to Jalgas. */
const hasAccount = (team: number): boolean => team % 2 === 0 || team < DEMO_TEAMS.length;
export const teamsOf = (people: number): number => Math.floor(people * 0.3);
const placeOf = (code: string) => PLACES.find((place) => place.code === code) as Place;

/** Sixteen teams have 51 people: so the first person of any team is known without making those before. */
export const firstPersonOf = (team: number) => {
	const place = team % 16;
	return ((team - place) / 16) * 51 + 3 * place + (place > 3 ? 1 : 0) + (place > 11 ? 2 : 0);
};

/** The team of this number, always the same one. */
export function makeTeam(index: number, now: Date): Team {
	const firstPerson = firstPersonOf(index);
	const rng = stream('team', index);
	const fixed = DEMO_TEAMS[index];
	const round = fixed?.round ?? byShare(ROUNDS, spread(index, 1)).round;
	const region = fixed ? placeOf(fixed.region) : byShare(PLACES, spread(index, 2));
	const { settlement, district } = fixed ?? home(region, spread(index, 3), rng.pick);
	const direction = fixed?.direction ?? pickDirection(rng, settlement);
	const id = uuid('subproject', index, days(now, -900 + index / 86_400_000));
	const people = Array.from({ length: fixed?.people.length ?? sizeOf(index) }, (_, n) => {
		const setting: Setting = {
			round,
			region,
			legacy: region.legacy,
			settlement,
			district,
			role: n === 0 ? 'leader' : 'member',
			subprojectId: id,
			direction,
			hasAccount: n === 0 && hasAccount(index)
		};
		return makePerson(firstPerson + n, now, setting, fixed?.people[n]);
	});
	const locale = people[0]?.locale ?? 'kk';
	const project: Project = {
		index,
		id,
		title: fixed?.title ?? makeTitle(rng, direction, locale),
		direction,
		round,
		regionCode: region.code,
		grant: rng.int(8, 20) * 50_000,
		history: fixed?.history ?? makeHistory(index, round, direction, locale)
	};
	return { project, people };
}

/** Somebody of whose team the roster says nothing; of some not even the region of today is known. */
function makeLoner(index: number, now: Date): Team {
	const rng = stream('loner', index);
	const { round } = byShare(ROUNDS, rng.next());
	const region = rng.chance(0.4) ? byShare(PLACES, rng.next()) : null;
	const { settlement, district } = region
		? home(region, rng.next(), rng.pick)
		: { settlement: 'village' as const, district: null };
	const setting: Setting = {
		round,
		region,
		legacy: region?.legacy ?? rng.pick(SPLIT),
		settlement,
		district,
		role: 'member',
		subprojectId: null,
		direction: null,
		hasAccount: false
	};
	return { project: null, people: [makePerson(index, now, setting)] };
}

/** So many people in their teams, one team after another: three subprojects for ten people. */
export function* makeTeams(people: number, now: Date): Generator<Team> {
	const teams = teamsOf(people);
	let made = 0;
	for (let index = 0; index < teams && made + sizeOf(index) <= people; index++) {
		const team = makeTeam(index, now);
		made += team.people.length;
		yield team;
	}
	while (made < people) yield makeLoner(made++, now);
}
