import { randomUUID } from 'node:crypto';
import { fillClaims } from './marked-claims';
import { fillCollections } from './marked-collections';
import { fillContactLife } from './marked-contacts';
import { fillForum, fillRouting } from './marked-forum';
import { fillFollowing } from './marked-following';
import { fillMerges } from './marked-merge';
import { fillModeration } from './marked-moderation';
import { fillRooms } from './marked-rooms';
import { fillSuggestions } from './marked-suggestions';
import { fillTalk } from './marked-talk';
import { fillStaffWork, one } from './marked-traces';
import type { Member, TestBackend } from './test-backend';

/** A person of whom every table holds something with a text of its own. */
export interface MarkedPerson {
	member: Member;
	/** A colleague in the same team. */
	mate: Member;
	project: string;
	question: string;
	answer: string;
	/** Texts that name or tell of the person, by where they stand. */
	marks: Record<string, string>;
	/** What the person wrote in the forum. */
	forum: Record<string, string>;
}

/** The smallest picture the database takes, with a text inside. */
const picture = (mark: string): Buffer =>
	Buffer.concat([Buffer.from('RIFF____WEBP'), Buffer.from(mark.padEnd(40, '.'))]);

const mark = (place: string) => `${place}${randomUUID().replaceAll('-', '').slice(0, 12)}`;

/** Fills every table that knows people with one person's marks. */
export async function markedPerson(backend: TestBackend): Promise<MarkedPerson> {
	const { sql } = backend;
	const [member, mate] = [await backend.alumnus(), await backend.alumnus()];
	const { id, personId } = member;
	const m = Object.fromEntries(
		[
			...[
				'name',
				'no',
				'district',
				'region',
				'phone',
				'mail',
				'display',
				'note',
				'comment',
				'reason'
			],
			...['message', 'claim', 'claimNo', 'subject', 'body', 'photo', 'agent', 'offer', 'audit'],
			...['project', 'file', 'verdict', 'sentTo', 'metadata', 'view'],
			...['now', 'skill', 'help', 'need', 'story', 'added', 'notice'],
			...['mergedNo', 'mergedName', 'wordBefore', 'ownWord', 'rosterWord', 'rosterFile'],
			...['said', 'shared', 'complaint', 'topics'],
			'draft',
			...['callNote', 'told', 'brought', 'guardian', 'asked', 'findingAppeal'],
			...['caseNote', 'flagNote', 'logNote', 'muteReason', 'appealWords']
		].map((place) => [place, mark(place)])
	) as Record<string, string>;
	const forum = {
		...{ title: mark('title'), question: mark('question'), answer: mark('answer') },
		...{ comment: mark('said'), edit: mark('edit'), markNote: mark('old') },
		...{ guide: mark('guide'), guideNote: mark('verdict'), topic: mark('topic') },
		...{ suggested: mark('suggested'), mended: mark('mended') },
		...{ why: mark('why'), declined: mark('declined') }
	};

	await sql(
		`update public.persons set full_name = $2, registry_no = $3, district = $4, legacy_region = $5,
		 gender = 'female', birth_year = 1998, settlement = 'village' where id = $1`,
		[personId, m.name, m.no, m.district, m.region]
	);
	await sql('update public.accounts set display_name = $2 where id = $1', [id, m.display]);
	await sql(
		`update auth.users set email = $2, raw_user_meta_data = jsonb_build_object('x', $3::text) where id = $1`,
		[id, `${m.mail}@test.kz`, m.metadata]
	);
	await sql(
		`insert into auth.identities (id, provider_id, user_id, provider, identity_data) values ($2, $1::text, $1::uuid, 'email', jsonb_build_object('email', $3::text))`,
		[id, randomUUID(), `${m.mail}@test.kz`]
	);
	await sql('update auth.sessions set user_agent = $2 where user_id = $1', [id, m.agent]);
	await sql(
		`insert into auth.refresh_tokens (id, token, user_id, session_id) select gen_random_uuid(), $2, $1, s.id from auth.sessions s where s.user_id = $1`,
		[id, mark('token')]
	);
	await sql(
		`insert into auth.flow_state (id, user_id, auth_code, provider_type, authentication_method) values (gen_random_uuid(), $1, 'x', 'email', 'x')`,
		[id]
	);
	await sql(
		`insert into auth.audit_log_entries (id, payload) values (gen_random_uuid(), json_build_object('actor_id', $1::text, 'actor_username', $2::text))`,
		[id, `${m.mail}@test.kz`]
	);
	await sql(
		'insert into public.person_flags (person_id, vulnerable, disability) values ($1, true, true)',
		[personId]
	);
	await sql(
		`insert into public.contact_points (person_id, kind, value, value_key, source, state) values
		 ($1, 'phone', $2, $2, 'registry', 'new'), ($1, 'email', $3, $3, 'registry', 'confirmed')`,
		[personId, m.phone, `${m.mail}@test.kz`]
	);
	await sql(
		`insert into public.consents (person_id, purpose, granted, text_version, locale, method, recorded_by) values ($1, 'referrals', true, '2026-11', 'kk', 'web', $2)`,
		[personId, id]
	);
	const project = await one(
		backend,
		`insert into public.subprojects (registry_no, title, direction, round, region_code) values ($1, $2, 'sewing', 2019, 'KZ-61') returning id`,
		[mark('S'), m.project]
	);
	await sql('update public.participations set subproject_id = $3 where person_id in ($1, $2)', [
		personId,
		mate.personId,
		project
	]);
	const photo = await one(
		backend,
		`insert into private.photos (subproject_id, account_id, webp, width, height) values ($1, $2, decode($3, 'hex'), 9, 9) returning id`,
		[project, id, picture(m.photo as string).toString('hex')]
	);
	await sql(
		`insert into public.status_updates (subproject_id, person_id, state, basis, note, photo_id) values ($1, $2, 'continuing', 'paid', $3, $4)`,
		[project, personId, m.note, photo]
	);
	await fillForum(member, mate, forum);
	await fillRouting(backend, member, mate);
	await fillCollections(backend, member, mate, forum);
	await fillSuggestions(backend, member, mate, forum, m.draft as string);
	await fillStaffWork(backend, member, m);
	await fillRooms(backend, member, m);
	await fillMerges(backend, member, mate, m);
	await fillClaims(backend, member);
	// An undone claim ends what was followed.
	await fillFollowing(backend, member, mate, forum);
	await fillTalk(backend, member, mate, m);
	await fillContactLife(backend, member, mate, m);
	await fillModeration(backend, member, mate, m);
	const ids = await backend.sql<{ question: string; answer: string }>(
		`select (select id from public.questions where author_id = $1) as question, (select id from public.answers where author_id = $1) as answer`,
		[id]
	);
	return {
		member,
		mate,
		project,
		marks: m,
		forum,
		...(ids[0] as { question: string; answer: string })
	};
}
