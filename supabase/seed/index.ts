/**
 * The demo and the load data: a stream of SQL that fills a migrated, empty database. The same `now`
 * and number of people give the same text, byte for byte. Rows come in the order their keys demand,
 * a few hundred people at a time, so that a million of them need no more memory than four hundred.
 */
import { alumniAccounts, staffAccounts, staffRoles } from './accounts.ts';
import {
	consentRows,
	contactRows,
	flagsRow,
	participationRow,
	personRow,
	type Person
} from './people.ts';
import { projectRow, updateRows } from './projects.ts';
import { statements, type Batch, type Format, type Row } from './render.ts';
import { makeTeams, type Team } from './teams.ts';

export interface SeedOptions {
	/** How many alumni; 400 make the demo. */
	people: number;
	/** Everything happens before this day. */
	now: Date;
	/** 'copy' is for psql only. */
	format?: Format;
}

export const DEMO_PEOPLE = 400;
const TEAMS_A_CHUNK = 200;

/** One chunk of teams as rows, parents before children. */
function teamBatches(teams: Team[], now: Date): Batch[] {
	const people: Person[] = teams.flatMap((team) => team.people);
	const projects: Row[] = [];
	const updates: Row[] = [];
	for (const { project, people: team } of teams) {
		if (!project) continue;
		const history = updateRows(project, team[0] as Person, now);
		updates.push(...history);
		projects.push(projectRow(project, history, now));
	}
	return [
		{ table: 'public.persons', rows: people.map((person) => personRow(person, now)) },
		{ table: 'public.person_flags', rows: people.map(flagsRow) },
		{ table: 'public.contact_points', rows: people.flatMap((person) => contactRows(person, now)) },
		{ table: 'public.consents', rows: people.flatMap((person) => consentRows(person, now)) },
		{ table: 'public.subprojects', rows: projects },
		{ table: 'public.participations', rows: people.map((person) => participationRow(person, now)) },
		{ table: 'public.status_updates', rows: updates },
		...alumniAccounts(people, now)
	];
}

export function* seed({ people, now: moment, format = 'insert' }: SeedOptions): Generator<string> {
	const now = new Date(Math.floor(moment.getTime() / 86_400_000) * 86_400_000);
	const write = function* (batches: Batch[]) {
		for (const batch of batches) yield* statements(batch, format);
	};
	yield* write(staffAccounts(now));
	yield staffRoles();
	let chunk: Team[] = [];
	for (const team of makeTeams(people, now)) {
		chunk.push(team);
		if (chunk.length < TEAMS_A_CHUNK) continue;
		yield* write(teamBatches(chunk, now));
		chunk = [];
	}
	yield* write(teamBatches(chunk, now));
	// Last, so that a run that broke off does not count as a demo.
	yield `insert into private.settings (key, value) values ('demo', '1') on conflict (key) do update set value = '1';\n`;
}
