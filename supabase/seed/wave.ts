/** One follow-up wave, sent ten days ago to the rounds of 2019 and 2020 and answered by about half. */
import { createHash } from 'node:crypto';
import { staffId } from './accounts.ts';
import { agrees, mailboxOf } from './contacts.ts';
import { flagsRow, type Person } from './people.ts';
import type { Project } from './projects.ts';
import { tuples, type Piece, type Row } from './render.ts';
import { days, stream, uuid } from './rng.ts';
import type { Team } from './teams.ts';
import { invitations, mailbox, type Invited } from './wave-mails.ts';

const ROUNDS = [2019, 2020];
const SENT = 10;
const OPEN_FOR = 21;
/** The demo's graduate and her team are asked and have not answered yet: their link still waits. */
const isGraduateTeam = (project: Project | null) => project?.index === 0;

const COMMENTS = {
	kk: [
		'Рақмет, бізді ұмытпағаныңызға.',
		'Ауылға оқыту курсы келсе жақсы болар еді.',
		'Тәжірибе алмасатын кездесу керек.'
	],
	ru: [
		'Спасибо, что спрашиваете.',
		'Хотелось бы встретиться с другими командами.',
		'Нужна консультация юриста.'
	]
};

/** 128 bits in hex: what stands in the link. The demo's tokens are as public as the demo itself. */
function tokenOf(person: Person): string {
	const rng = stream('token', person.index);
	return Array.from({ length: 4 }, () =>
		Math.floor(rng.next() * 2 ** 32)
			.toString(16)
			.padStart(8, '0')
	).join('');
}

function invite(person: Person, project: Project | null, now: Date): Invited | null {
	const to = mailboxOf(person, now);
	if (!ROUNDS.includes(person.round) || !to || !agrees(person, 'followup', now)) return null;
	const rng = stream('wave', person.index);
	const queuedAt = days(now, -SENT + 0.2 + person.index / 86_400_000);
	const chance = isGraduateTeam(project) ? 1 : rng.next();
	const disposition =
		chance < 0.5 ? '1.1' : chance < 0.525 ? '2.20' : chance < 0.56 ? '3.30' : '3.19';
	const reacted = new Date(queuedAt.getTime() + rng.next() ** 2 * 9 * 86_400_000 + 600_000);
	const opened =
		disposition === '1.1' || disposition === '2.20' || (disposition === '3.19' && chance < 0.68);
	return {
		person,
		project,
		to,
		disposition,
		queuedAt,
		newest: project?.history[project.history.length - 1],
		openedAt: opened ? new Date(reacted.getTime() - 120_000) : null,
		answeredAt: disposition === '1.1' ? reacted : null,
		token: tokenOf(person),
		memberId: uuid('wave_member', person.index, queuedAt),
		mailId: uuid('mail', person.index, queuedAt)
	};
}

/** Answers that say what the project's history says. */
function answersOf({ person, newest }: Invited): Record<string, unknown> {
	const rng = stream('answers', person.index);
	const state = newest?.state ?? 'stopped';
	const reason =
		state === 'paused' ? 'season' : newest?.reason === 'pandemic' ? 'money' : newest?.reason;
	const other = rng.next();
	return {
		who: 'me',
		q22_continuing: state === 'continuing' ? 'yes' : 'no',
		...(state === 'continuing' ? { q23_basis: newest?.basis } : { stop_reason: reason ?? 'other' }),
		q24_other_business: other < 0.79 ? 'none' : other < 0.92 ? 'active' : 'closed',
		...(newest?.needs?.length ? { needs: newest.needs } : {}),
		...(rng.chance(0.2) ? { comment: rng.pick(COMMENTS[person.locale]) } : {})
	};
}

function memberRow(invited: Invited, waveId: string): Row {
	const { person } = invited;
	const flags = flagsRow(person);
	return {
		id: invited.memberId,
		wave_id: waveId,
		person_id: person.id,
		token_hash: `\\x${createHash('sha256').update(invited.token).digest('hex')}`,
		outbox_id: invited.mailId,
		disposition: invited.disposition,
		round: person.round,
		region_code: person.region?.code ?? null,
		legacy_region: person.legacy,
		gender: person.gender,
		role: person.role,
		vulnerable: flags.vulnerable ?? null,
		neet: flags.neet_at_start ?? null,
		queued_at: invited.queuedAt,
		opened_at: invited.openedAt,
		responded_at: invited.answeredAt
	};
}

/** As the survey itself does it: an answer is carried over into the history of the project. */
function surveyUpdates(answered: Invited[]): Row[] {
	return answered
		.filter(({ project }) => project)
		.map((invited) => {
			const { person, project, newest, answeredAt } = invited;
			const at = answeredAt as Date;
			const answers = answersOf(invited);
			const paused = answers.stop_reason === 'season';
			const state = newest?.state === 'continuing' ? 'continuing' : paused ? 'paused' : 'stopped';
			return {
				id: uuid('update', 0x8000_0000 + person.index, at),
				subproject_id: project?.id ?? null,
				person_id: person.id,
				state,
				basis: state === 'continuing' ? (newest?.basis ?? null) : null,
				stop_reason: state === 'stopped' ? (answers.stop_reason as string) : null,
				something_new: answers.q24_other_business !== 'none',
				needs: newest?.needs ?? [],
				source: 'survey',
				idempotency_key: uuid('response', person.index, at),
				created_at: at
			};
		});
}

export function wavePieces(teams: Team[], now: Date, origin: string): Piece[] {
	const all = teams
		.flatMap(({ people, project }) => people.map((person) => invite(person, project, now)))
		.filter((invited) => invited !== null);
	const opens = days(now, -SENT + 0.2);
	const closes = days(now, -SENT + OPEN_FOR);
	const id = uuid('wave', 0, opens);
	const answered = all.filter(({ answeredAt }) => answeredAt);
	const updates = surveyUpdates(answered);
	const touched = [...new Set(updates.map((row) => row.subproject_id as string))];
	const month = `${String(opens.getUTCMonth() + 1).padStart(2, '0')}.${opens.getUTCFullYear()}`;
	return [
		{
			sql: `insert into public.waves (id, title, form_id, kind, audience, opens_at, closes_at, created_by, idempotency_key, created_at)
select ${[id, `Жобалар қалай? ${month}`].map((text) => `'${text}'`).join(', ')}, f.id, 'live', '{"rounds": ["2019", "2020"]}',
  '${opens.toISOString()}', '${closes.toISOString()}', '${staffId('coordinator@demo.kz')}', '${uuid('key', 0xffff_ffff, opens)}', '${opens.toISOString()}'
from public.forms f where f.code = 'followup-short' order by f.version desc limit 1`
		},
		{ sql: invitations(all, id, closes, origin) },
		{ table: 'public.wave_members', rows: all.map((invited) => memberRow(invited, id)) },
		{
			table: 'public.responses',
			rows: answered.map((invited) => ({
				id: uuid('response', invited.person.index, invited.answeredAt as Date),
				member_id: invited.memberId,
				answers: { json: answersOf(invited) },
				locale: invited.person.locale,
				submitted_at: invited.answeredAt
			}))
		},
		{ table: 'public.status_updates', rows: updates },
		{
			sql: `select private.follow_newest_update(v.id::uuid) from (values ${tuples(touched.map((project) => [project]))}) as v (id)`
		},
		{ sql: mailbox(all) }
	];
}
