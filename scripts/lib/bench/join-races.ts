/** Two accounts of one person become one while something else happens to either, and claims of records. */
import type { Race } from './forum-races';

const P = (n: number) => `(select id from bench.people where n = ${n})`;
/** The spare account is `:a` and the kept one `:b`; their sessions and records carry the same ids. */
const TWO = `
	select bench.somebody(':a'), bench.somebody(':b');
	insert into public.questions (id, author_id, title, direction, locale, answer_count)
	values (':id', ${P(10)}, 'Сұрақ нөмірі :id', 'poultry', 'kk', 3), (md5(':id')::uuid, ':b', 'Екінші сұрақ :b', 'poultry', 'kk', 2);
	insert into public.answers (id, question_id, author_id, body, locale) values
		(md5(':a')::uuid, ':id', ':a', 'Жауап a', 'kk'), (md5(':b')::uuid, ':id', ':b', 'Жауап b', 'kk'),
		(md5('c:id')::uuid, ':id', ${P(11)}, 'Жауап c', 'kk'),
		(md5('d:a')::uuid, md5(':id')::uuid, ':a', 'Жауап d', 'kk'), (md5('e:a')::uuid, md5(':id')::uuid, ${P(12)}, 'Жауап e', 'kk');
	select private.apply_vote(':a', 'answer', md5(':b')::uuid, 1), private.apply_vote(':b', 'answer', md5(':a')::uuid, 1);`;
/** The kept account has no record yet, and a letter for the one that nobody holds. */
const FREE = `
	update public.accounts set person_id = null, claimed_at = null where id = ':b';
	insert into public.invitation_batches (id, channel, filters, office, idempotency_key) values (':id', 'letter', '{}', 'Түркістан', ':id');
	insert into public.claim_invitations (id, batch_id, person_id, channel, code_hash)
	values (':b', ':id', ':b', 'letter', private.invitation_hash(private.invitation_code(':b')));`;
const CLAIM = `public.claim_by_invitation(bench.code(':b'), 'kk')`;
const REQUEST = `
	insert into public.claim_requests (id, account_id, full_name, registry_no, message, locale, idempotency_key)
	values (':b', ':b', 'Ақ Қас', 'R-:b', 'Бұл мен', 'kk', ':b');`;

/** Whether an account is there. */
const here = (id: string) => `exists (select from public.accounts where id = '${id}')`;
const SOUND = `not exists (select from private.reputation_drift()) and not exists (select from private.score_drift())
	and not exists (select from public.accounts group by person_id having person_id is not null and count(*) > 1)
	and not exists (select from public.votes v left join public.questions q on q.id = v.question_id
		left join public.answers a on a.id = v.answer_id where v.voter_id in (q.author_id, a.author_id))`;
const ONE = `not ${here(':a')} and ${here(':b')} and ${SOUND}`;
const JOIN: Race['acts'][number] = [':b', `public.join_accounts(':a')`];

export const JOIN_RACES: Race[] = [
	{
		name: 'joined as both and others vote',
		lay: TWO,
		acts: [
			JOIN,
			[':a', `public.cast_vote('answer', md5('c:id')::uuid, 1)`],
			[':b', `public.cast_vote('answer', md5('c:id')::uuid, 1)`],
			[':a', `public.cast_vote('question', md5(':id')::uuid, 1)`],
			[20, `public.cast_vote('answer', md5(':a')::uuid, 1)`],
			[21, `public.cast_vote('answer', md5(':b')::uuid, -1)`]
		],
		well: `${ONE} and (select count(*) from public.votes where voter_id = ':b') = 1`
	},
	{
		name: 'joined as an answer is marked',
		lay: TWO,
		acts: [
			JOIN,
			[':b', `public.accept_answer(md5(':id')::uuid, md5('d:a')::uuid)`],
			[10, `public.accept_answer(':id', md5(':a')::uuid)`],
			[':b', `public.thank_answer(md5('d:a')::uuid, 'time')`],
			[':b', `public.mark_answer(md5(':a')::uuid, 'worked', true, null)`]
		],
		well: `${ONE} and not exists (select from public.reputation_events e where e.answer_id = md5('d:a')::uuid and e.reverses is null
				and not exists (select from public.reputation_events r where r.reverses = e.id))
			and not exists (select from private.answer_thanks where answer_id = md5('d:a')::uuid)
			and not exists (select from public.answer_marks where answer_id = md5(':a')::uuid and kind = 'worked')`
	},
	{
		name: 'joined as both write',
		lay: TWO,
		acts: [
			JOIN,
			[':a', `public.post_answer(':id', ':id', 'Тағы бір жауап', 'kk')`],
			[':b', `public.post_answer(':id', ':id', 'Тағы бір жауап', 'kk')`],
			[':a', `public.withdraw_own_post(md5(':a')::uuid)`],
			[':b', `public.edit_post(md5(':b')::uuid, 1, null, 'Жауап басқаша')`],
			[':a', `public.follow('question', ':id')`],
			[':b', `public.follow('question', ':id')`]
		],
		well: `${ONE} and (select answer_count from public.questions where id = ':id') =
			(select count(*) from public.answers where question_id = ':id' and withdrawn_at is null)`
	},
	{
		name: 'joined both ways round',
		lay: TWO,
		acts: [JOIN, [':a', `public.join_accounts(':b')`]],
		well: `${here(':a')} <> ${here(':b')} and ${SOUND}`
	},
	{
		name: 'joined twice',
		lay: TWO,
		acts: [JOIN, JOIN],
		ends: ['done', 'expired'],
		well: ONE
	},
	{
		name: 'joined as either leaves',
		lay: TWO,
		acts: [JOIN, [':a', `public.erase_me('delete')`], [':b', `public.erase_me('keep')`]],
		well: `not ${here(':a')} and not (${here(':b')} and exists (select from private.audit_log where action = 'erase_person' and subject_id = ':b')) and ${SOUND}`
	},
	{
		name: 'joined as the kept one claims a record',
		lay: TWO + FREE,
		acts: [JOIN, [':b', CLAIM]],
		well: `${ONE} and (select person_id is not null from public.accounts where id = ':b')`
	},
	{
		name: 'joined as staff give the kept one a record',
		lay: TWO + FREE + REQUEST,
		acts: [JOIN, [3, `public.decide_claim(':b', true, 'R-:b', 'Құжатын көрдім')`]],
		well: `${ONE} and (select person_id is not null from public.accounts where id = ':b')`
	},
	{
		name: 'joined as staff merge the records',
		lay: TWO,
		acts: [JOIN, [3, `public.merge_persons(':b', ':a')`], [3, `public.merge_persons(':a', ':b')`]],
		well: `${ONE} and (select count(*) from public.persons where id in (':a', ':b')) = 1`
	},
	{
		name: 'joined as the spare one is parted from its record',
		lay: TWO,
		acts: [JOIN, [3, `public.undo_claim(':a', ':a', 'Бұл басқа адам', '{}')`]],
		well: `${SOUND} and ${here(':b')}`
	},
	{
		name: 'joined as either is judged',
		lay: `${TWO} insert into private.moderation_cases (id, answer_id, author_id, locale, why)
			values (':a', md5(':a')::uuid, ':a', 'kk', 'flags'), (':b', md5(':b')::uuid, ':b', 'kk', 'flags');`,
		acts: [
			JOIN,
			[1, `public.decide_case(':a', 'hidden', 'spam')`],
			[2, `public.decide_case(':b', 'hidden', 'spam')`]
		],
		ends: ['done', 'done', 'done'],
		well: ONE
	},
	{
		name: 'joined amid the night’s and the morning’s work',
		lay: `${TWO} insert into private.message_preferences (account_id, channel, delivery) values (':a', 'email', 'daily'), (':b', 'email', 'daily');
			select private.tell_of_answer(a.id) from public.answers a where a.question_id = md5(':id')::uuid;
			update private.outbox set created_at = now() - interval '2 days' where state = 'waiting';`,
		acts: [
			JOIN,
			[0, `public.queue_digests('http://localhost:3000', now(), now(), 500)`],
			[0, 'public.check_reputation()'],
			[0, 'public.refresh_standing()'],
			[0, 'public.route_questions(20)'],
			[':a', 'public.export_my_data()']
		],
		well: ONE
	},
	{
		name: 'a claim and a merge of its record',
		lay: TWO + FREE,
		acts: [
			[':b', CLAIM],
			[3, `public.merge_persons(':b', ':a')`],
			[20, `public.cast_vote('answer', md5(':b')::uuid, 1)`]
		],
		well: SOUND
	},
	{
		name: 'a claim after another’s, and votes between the two',
		// Whoever held the record before, and holds none, wrote what the new holder's friends vote on.
		lay: `${TWO}${FREE} update public.accounts set person_id = null, claimed_at = null where id = ':a';
			insert into private.undone_claims (id, person_id, account_id, claimed_at, undone_by, reason, took_back)
			values (':a', ':b', ':a', now(), ${P(3)}, 'Бір адам', '{}');`,
		acts: [
			[':b', CLAIM],
			[20, `public.cast_vote('answer', md5(':a')::uuid, 1)`],
			[21, `public.cast_vote('answer', md5(':b')::uuid, 1)`],
			[22, `public.cast_vote('answer', md5(':b')::uuid, -1)`],
			[10, `public.accept_answer(':id', md5(':a')::uuid)`],
			[10, `public.accept_answer(':id', md5(':b')::uuid)`]
		],
		ends: Array.from({ length: 6 }, () => 'done'),
		well: `${SOUND} and not exists (select from public.votes where voter_id in (':a', ':b'))`
	},
	{
		name: 'a claim as its account leaves',
		lay: TWO + FREE,
		acts: [
			[':b', CLAIM],
			[':b', `public.erase_me('delete')`],
			[20, `public.cast_vote('answer', md5(':b')::uuid, 1)`]
		],
		well: `not ${here(':b')} and ${SOUND}`
	},
	{
		name: 'a suggestion taken back as its writer leaves',
		lay: `${TWO} insert into public.post_suggestions (id, answer_id, base, body, reason, author_id, idempotency_key)
			values (':b', md5('c:id')::uuid, 1, 'Жауап дәлірек', 'Дәлірек', ':b', ':b');`,
		acts: [
			[':b', `public.take_back_suggestion(':b')`],
			[':b', `public.erase_me('delete')`],
			[':b', `public.take_back_suggestion(':b')`]
		],
		well: `not ${here(':b')} and ${SOUND}`
	},
	{
		name: 'a guide taken up as its writer leaves',
		lay: `${TWO} insert into private.forum_experts (account_id, direction) values (':b', 'poultry');
			insert into private.guides (id, author_id, direction, locale, idempotency_key) values (':id', ':b', 'poultry', 'kk', ':id');
			insert into private.guide_versions (id, guide_id, number, editor_id, state, title) values (':id', ':id', 1, ':b', 'published', 'Тауық ұстау қадамдары');
			update private.guides set published_id = ':id', checked_at = now() where id = ':id';`,
		acts: [
			[':b', `public.edit_guide(':id')`],
			[':b', `public.erase_me('delete')`],
			[':b', `public.drop_guide(':id')`]
		],
		well: `not ${here(':b')} and ${SOUND}`
	},
	{
		name: 'a record corrected as staff merge it',
		lay: `${TWO} update public.accounts set person_id = null, claimed_at = null where id = ':a';`,
		acts: [
			[':b', `public.correct_my_record('{"full_name": "Ақ Қасым", "region": "KZ-61"}')`],
			[3, `public.merge_persons(':b', ':a')`],
			[':b', `public.correct_my_record('{"full_name": "Ақ Қасымов", "region": "KZ-61"}')`]
		],
		ends: ['done', 'done', 'done'],
		well: `${SOUND} and (select full_name like 'Ақ Қасым%' from public.persons where id = ':b')`
	}
];
