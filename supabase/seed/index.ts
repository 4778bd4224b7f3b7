/**
 * The demo and the load data: a stream of SQL that fills a migrated, empty database. The same `now`
 * and number of people give the same text, byte for byte. Rows come in the order their keys demand,
 * a few hundred people at a time, so that a million of them need no more memory than four hundred.
 */
import { alumniAccounts, staffAccounts, staffRoles } from './accounts.ts';
import { callRows, reportBatch } from './calls.ts';
import { forumPieces } from './forum.ts';
import { claimPieces } from './claims.ts';
import { consentRows, contactRows } from './contacts.ts';
import { flagsRow, participationRow, personRow, type Person } from './people.ts';
import { guidePieces } from './guides.ts';
import { mentorRows } from './mentors.ts';
import { minorPieces } from './minors.ts';
import { profileRows } from './profiles.ts';
import { projectRow, updateRows } from './projects.ts';
import { referralPieces } from './referrals.ts';
import { statements, type Format, type Piece, type Row } from './render.ts';
import { talkPieces } from './talk.ts';
import { makeTeams, type Team } from './teams.ts';
import { twinPieces } from './twins.ts';
import { wavePieces } from './wave.ts';
import { wordPieces } from './words.ts';

export interface SeedOptions {
	/** How many alumni; 400 make the demo. */
	people: number;
	/** Everything happens before this day. */
	now: Date;
	/** 'copy' is for psql only. */
	format?: Format;
	/** Where the app answers: stands in the links of the mails. */
	origin?: string;
}

export const DEMO_PEOPLE = 400;
const TEAMS_A_CHUNK = 200;

/** One chunk of teams as rows, parents before children. */
function teamBatches(teams: Team[], now: Date): Piece[] {
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
		{ table: 'private.contact_events', rows: people.flatMap((person) => callRows(person, now)) },
		// Before the consents: who agrees enters the directory with all that they tell.
		{ table: 'public.profiles', rows: profileRows(people, now) },
		{ table: 'public.consents', rows: people.flatMap((person) => consentRows(person, now)) },
		{ table: 'public.subprojects', rows: projects },
		{ table: 'public.participations', rows: people.map((person) => participationRow(person, now)) },
		{ table: 'public.status_updates', rows: updates },
		{ table: 'public.mentor_offers', rows: mentorRows(people, now) },
		...alumniAccounts(people, now)
	];
}

export function* seed({
	people,
	now: moment,
	format = 'insert',
	origin = 'http://localhost:3000'
}: SeedOptions): Generator<string> {
	const now = new Date(Math.floor(moment.getTime() / 86_400_000) * 86_400_000);
	const write = function* (pieces: Iterable<Piece>) {
		for (const piece of pieces) yield* statements(piece, format);
	};
	yield* write(staffAccounts(now));
	yield staffRoles();
	let chunk: Team[] = [];
	/** The wave and the referrals live among the first four hundred, however many there are. */
	const first: Team[] = [];
	let made = 0;
	for (const team of makeTeams(people, now)) {
		chunk.push(team);
		if (made < DEMO_PEOPLE) first.push(team);
		made += team.people.length;
		if (chunk.length < TEAMS_A_CHUNK) continue;
		yield* write(teamBatches(chunk, now));
		chunk = [];
	}
	yield* write(teamBatches(chunk, now));
	yield* write(forumPieces(people, now));
	yield* write(guidePieces(now));
	const known = first.flatMap((team) => team.people);
	yield* write(referralPieces(known, now, origin));
	yield* write(claimPieces(known, now));
	yield* write(twinPieces(known, now));
	yield* write(minorPieces(now));
	yield* write(wordPieces(known, now));
	yield* write(talkPieces(known, now));
	yield* write([reportBatch(first, now)]);
	yield* write(wavePieces(first, now, origin));
	// Last, so that a run that broke off does not count as a demo.
	yield `insert into private.settings (key, value) values ('demo', '1') on conflict (key) do update set value = '1';\n`;
}
