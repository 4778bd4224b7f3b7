/** Questions, answers, thanks and the ledger that follows from them. */
import { TALKS, type Speaker, type Talk } from './forum-content.ts';
import { tuples, type Piece, type Row } from './render.ts';
import { days, spread, stream, uuid } from './rng.ts';
import { topicPieces } from './forum-topics.ts';
import { speakersOf, type Member } from './forum-speakers.ts';

const TEAM_OF: Record<Speaker, number> = { graduate: 0, expert: 1 };
/** Thanks that the expert's answers have: with five accepted answers this makes a reputation near 200. */
const EXPERT_THANKS = [3, 3, 2, 2, 2];
const POINTS = { answer_up: 10, question_up: 5, answer_accepted: 15, accepting: 2 };

interface Rows {
	questions: Row[];
	answers: Row[];
	accepted: [string, string][];
	votes: Row[];
	events: Row[];
}

const chosen = (talk: Talk): number | null => (talk.helped === undefined ? 0 : talk.helped);
const before = (moment: Date, now: Date): Date =>
	new Date(Math.min(moment.getTime(), now.getTime() - 60_000));

/** The n-th question with all that hangs on it. After the written ones are used up they come again, numbered. */
function addTalk(n: number, forum: ReturnType<typeof speakersOf>, now: Date, rows: Rows): void {
	const talk = TALKS[n % TALKS.length] as (typeof TALKS)[number];
	const again = Math.floor(n / TALKS.length);
	const rng = stream('talk', n);
	const who = (by: Speaker | undefined, except: string[]) =>
		by && !again ? forum.memberOf(TEAM_OF[by]) : forum.speaker(rng, talk, except);

	const asker = who(talk.by, []);
	const ago = talk.fresh ? rng.int(1, 2) : talk.by ? 6 : 3 + Math.floor(spread(n, 0) ** 2 * 420);
	const at = days(now, -ago, rng);
	const id = uuid('question', n, at);
	const event = (
		kind: keyof typeof POINTS,
		to: Member,
		by: string,
		moment: Date,
		answer: string | null
	) =>
		rows.events.push({
			account_id: to.id,
			kind,
			points: POINTS[kind],
			delta: POINTS[kind],
			question_id: id,
			answer_id: answer,
			actor_id: by,
			created_at: moment
		});
	let votes = 0;
	/** So many different people say thanks within three weeks. */
	const thank = (count: number, to: Member, answer: string | null, from: Date): number => {
		const voters = new Set<string>();
		for (let tries = 0; voters.size < count && tries < count * 4; tries++) {
			const voter = forum.voter(rng);
			if (voter !== to.id) voters.add(voter);
		}
		for (const voter of voters) {
			const moment = before(days(from, rng.next() * 20), now);
			rows.votes.push({
				id: uuid('vote', n * 64 + votes++, moment),
				voter_id: voter,
				question_id: answer ? null : id,
				answer_id: answer,
				value: 1,
				created_at: moment
			});
			event(answer ? 'answer_up' : 'question_up', to, voter, moment, answer);
		}
		return voters.size;
	};

	const asked =
		talk.by === 'expert' && !again ? 0 : thank(rng.int(0, talk.fresh ? 1 : 5), asker, null, at);
	const speakers = [asker.id];
	talk.answers.forEach((answer, place) => {
		const { by, text } = typeof answer === 'string' ? { by: undefined, text: answer } : answer;
		const author = who(by, speakers);
		speakers.push(author.id);
		const moment = before(days(at, 0.1 + place * 1.2 + rng.next()), now);
		const answerId = uuid('answer', n * 8 + place, moment);
		const helped = place === chosen(talk);
		const drawn = helped ? rng.int(2, 8) : rng.int(0, 4);
		const written = by === 'expert' && !again ? EXPERT_THANKS[n % EXPERT_THANKS.length] : drawn;
		rows.answers.push({
			id: answerId,
			question_id: id,
			author_id: author.id,
			body: text,
			locale: talk.locale,
			score: thank(written as number, author, answerId, moment),
			created_at: moment
		});
		if (!helped) return;
		const accepted = before(days(moment, 0.2 + rng.next() * 4), now);
		rows.accepted.push([id, answerId]);
		event('answer_accepted', author, asker.id, accepted, answerId);
		event('accepting', asker, asker.id, accepted, answerId);
	});
	rows.questions.push({
		id,
		author_id: asker.id,
		title: again ? `${talk.title} (${again + 1})` : talk.title,
		body: talk.body,
		direction: talk.direction,
		region_code: asker.person.region?.code ?? null,
		locale: talk.locale,
		answer_count: talk.answers.length,
		score: asked,
		created_at: at
	});
}

function pieces(rows: Rows): Piece[] {
	const time = (row: Row) => (row.created_at as Date).getTime();
	return [
		{ table: 'public.questions', rows: rows.questions },
		{ table: 'public.answers', rows: rows.answers },
		{
			sql: `update public.questions q set accepted_answer_id = v.answer::uuid
from (values ${tuples(rows.accepted)}) as v (question, answer) where q.id = v.question::uuid`
		},
		{ table: 'public.votes', rows: rows.votes },
		// The ledger is numbered as it is written: in the order in which things happened.
		{ table: 'public.reputation_events', rows: rows.events.sort((a, b) => time(a) - time(b)) }
	];
}

/** Standing is what the ledger says, for everybody who is in it or has voted. */
const PROFILES = `insert into public.forum_profiles (account_id, reputation)
select w.id, 1 + coalesce(sum(e.delta), 0)
from (select voter_id as id from public.votes union select account_id from public.reputation_events) w
left join public.reputation_events e on e.account_id = w.id
group by w.id`;

/** A few did not find an answer helpful; the forum's own function moves what has to move. */
function thumbsDown(rows: Rows, now: Date): Piece[] {
	const weak = rows.answers.filter(({ score }) => score === 0).slice(0, 4);
	const voters = [...new Set(rows.answers.map(({ author_id }) => author_id as string))];
	return weak.map(({ id, author_id: author, created_at: at }, n) => {
		const voter = voters.filter((candidate) => candidate !== author)[n * 5] as string;
		const moment = before(days(at as Date, 3 + n), now).toISOString();
		return {
			sql: `select private.apply_vote('${voter}', 'answer', '${id as string}', -1, '${moment}')`
		};
	});
}

const QUESTIONS_A_CHUNK = 300;
/** The forum of so many people: 63 questions for the demo, in proportion for more. */
export function* forumPieces(people: number, now: Date): Generator<Piece> {
	const forum = speakersOf(people, now);
	const questions = Math.max(TALKS.length, Math.round(people * 0.15));
	const fresh = (): Rows => ({ questions: [], answers: [], accepted: [], votes: [], events: [] });
	let rows = fresh();
	let first: Rows | undefined;
	for (let n = 0; n < questions; n++) {
		addTalk(n, forum, now, rows);
		if (n + 1 < questions && rows.questions.length < QUESTIONS_A_CHUNK) continue;
		yield* pieces(rows);
		first ??= rows;
		rows = fresh();
	}
	yield { sql: PROFILES };
	if (first) yield* topicPieces(first.questions);
	if (first) yield* thumbsDown(first, now);
	// Who is an expert and who leads; nobody is written to about the past.
	yield { sql: 'select private.refresh_standing(false)' };
}
