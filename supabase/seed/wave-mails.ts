/** The mails of the demo's wave, and which of them its mailbox shows. */
import type { Person } from './people.ts';
import type { Project, Update } from './projects.ts';
import { tuples, type Value } from './render.ts';

/** One person of the wave and what became of the invitation. */
export interface Invited {
	person: Person;
	newest: Update | undefined;
	project: Project | null;
	disposition: '1.1' | '2.20' | '3.19' | '3.30';
	answeredAt: Date | null;
	openedAt: Date | null;
	queuedAt: Date;
	token: string;
	memberId: string;
	mailId: string;
	to: { id: string; address: string };
}

/** Invitations in the words of the migration, each sent or come back. */
export function invitations(all: Invited[], waveId: string, closes: Date, origin: string): string {
	const day = closes.toISOString().slice(0, 10).split('-').reverse().join('.');
	const rows = all.map(({ mailId, person, to, token, disposition, queuedAt }): Value[] => [
		mailId,
		person.id,
		to.id,
		to.address,
		`${waveId}:${person.id}`,
		person.locale,
		`${origin}/${person.locale}/s/${token}`,
		person.name,
		disposition === '3.30' ? 'failed' : 'sent',
		queuedAt
	]);
	return `insert into private.outbox (id, person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body,
  state, attempts, next_attempt_at, sent_at, last_error, created_at)
select v.id::uuid, v.person_id::uuid, v.contact_id::uuid, 'email', v.address, t.purpose, v.occasion, t.locale, t.subject,
  replace(replace(replace(t.body, '{link}', v.link), '{closes}', '${day}'), '{name}', v.name),
  v.state, 1, v.at::timestamptz, case when v.state = 'sent' then v.at::timestamptz end,
  case when v.state = 'failed' then '550 5.1.1 mailbox unavailable' end, v.at::timestamptz
from (values ${tuples(rows)}) as v (id, person_id, contact_id, address, occasion, locale, link, name, state, at)
join private.message_templates t on t.purpose = 'wave_invitation' and t.locale = v.locale`;
}

/** The mailbox of the demo shows a few of the mails that were sent: those to the graduate, and two links. */
export function mailbox(all: Invited[]): string {
	const silent = all.filter(({ disposition, openedAt }) => disposition === '3.19' && !openedAt);
	const links = [
		silent.find(({ person }) => person.email === 'graduate@demo.kz'),
		silent.find(({ person }) => person.locale === 'ru'),
		silent.find(({ person }) => person.region?.code === 'KZ-55')
	];
	const ids = [...new Set(links.flatMap((invited) => (invited ? [invited.mailId] : [])))];
	return `insert into private.demo_mailbox (id, to_address, subject, body, created_at)
select o.id, o.to_address, o.subject, o.body, o.sent_at from private.outbox o
where o.state = 'sent' and (o.id in (${ids.map((mail) => `'${mail}'`).join(', ')})
  or (o.purpose = 'referral_asked' and o.to_address = 'graduate@demo.kz'))`;
}
