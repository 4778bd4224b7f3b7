/** What has to hold in the forum at any moment, as a query that finds what does not: no rows, no drift. */
export const FORUM_DRIFT = `
	select 'reputation' as what, account_id as id from private.reputation_drift()
	union all select what, post_id from private.score_drift()
	union all
	select 'replay one by one', f.account_id from public.forum_profiles f
	where f.reputation <> private.replayed_reputation(f.account_id)
	union all
	-- Each vote that stands has its one living row for the author, and no other vote has any.
	select 'vote without points', v.id from public.votes v
	left join public.answers a on a.id = v.answer_id
	join public.questions q on q.id = coalesce(v.question_id, a.question_id)
	cross join lateral (
		select count(*) as n from public.reputation_events e
		where e.actor_id = v.voter_id and e.reverses is null and e.kind in ('answer_up', 'question_up', 'answer_down')
			and (e.answer_id = v.answer_id or (e.kind = 'question_up' and e.question_id = v.question_id))
			and not exists (select from public.reputation_events r where r.reverses = e.id)) living
	where living.n <> case
		when q.withdrawn_at is not null or a.withdrawn_at is not null then 0
		when coalesce(a.author_id, case when v.answer_id is null then q.author_id end) is null then living.n
		when v.answer_id is null and v.value = -1 then 0 else 1 end
	union all
	select 'points without vote', e.account_id from public.reputation_events e
	where e.reverses is null and e.kind in ('answer_up', 'question_up', 'answer_down')
		and (e.question_id is not null or e.answer_id is not null)
		and not exists (select from public.reputation_events r where r.reverses = e.id)
		and not exists (
			select from public.votes v where v.voter_id = e.actor_id
				and case e.kind when 'question_up' then v.question_id = e.question_id else v.answer_id = e.answer_id end)
	union all
	select 'mark without points', q.id from public.questions q join public.answers a on a.id = q.accepted_answer_id
	where a.withdrawn_at is not null or (q.withdrawn_at is null and not private.are_one_person(a.author_id, q.author_id) and 2 <> (
		select count(*) from public.reputation_events e
		where e.answer_id = a.id and e.kind in ('answer_accepted', 'accepting') and e.reverses is null
			and not exists (select from public.reputation_events r where r.reverses = e.id)))
	union all
	select 'points without mark', e.account_id from public.reputation_events e
	where e.kind in ('answer_accepted', 'accepting') and e.reverses is null and e.question_id is not null
		and not exists (select from public.reputation_events r where r.reverses = e.id)
		and not exists (select from public.questions q where q.id = e.question_id and q.accepted_answer_id = e.answer_id)
	union all
	select 'more than 200 a day', e.account_id from public.reputation_events e
	where e.reverses is null and e.kind in ('answer_up', 'question_up')
		and not exists (select from public.reputation_events r where r.reverses = e.id)
	group by e.account_id, date_trunc('day', coalesce(e.earned_at, e.created_at) at time zone 'Asia/Almaty')
	having sum(e.points) > 200
	union all
	select 'under 1', f.account_id from public.forum_profiles f where f.reputation < 1
	union all
	select 'own vote', v.id from public.votes v
	left join public.questions q on q.id = v.question_id left join public.answers a on a.id = v.answer_id
	where v.voter_id in (q.author_id, a.author_id)
	union all
	select 'question not found by its words', coalesce(w.question_id, k.question_id)
	from (
		select k.question_id, w as stem, w = any(k.title) as in_title, k.created_at
		from private.question_words k cross join unnest(k.words) w) k
	full join private.word_questions w using (question_id, stem, in_title, created_at)
	where w.question_id is null or k.question_id is null
	union all
	select 'word counted wrongly', null
	from (select stem, in_title, count(*) as n from private.word_questions group by 1, 2) w
	full join private.forum_vocabulary v using (stem, in_title)
	where w.n is distinct from v.questions
	union all
	select 'word not counted', null from private.forum_vocabulary_changes`;
