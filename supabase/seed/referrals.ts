/** Referrals in every state, in the two regions whose officers the demo has. */
import { createHash } from 'node:crypto';
import { accountId, staffId } from './accounts.ts';
import { agrees, mailboxOf } from './contacts.ts';
import type { Person } from './people.ts';
import { ORGANIZATIONS, PATHS, PLANS } from './referral-plans.ts';
import { literal, type Piece, type Row } from './render.ts';
import { days, stream, uuid } from './rng.ts';

/** Ids that the migrations derive from slugs. */
const fromSlug = (kind: string, slug: string) => {
	const h = createHash('md5').update(`${kind}:${slug}`).digest('hex');
	return [h.slice(0, 8), h.slice(8, 12), h.slice(12, 16), h.slice(16, 20), h.slice(20)].join('-');
};

const FIELDS = [
	'full_name',
	'birth_year',
	'place',
	'project',
	'project_state',
	'needs',
	'phone',
	'email'
];
const OFFICERS = { 'KZ-61': 'officer@demo.kz', 'KZ-55': 'officer2@demo.kz' };
/** Who takes a step. What the person agreed to is passed on by the system itself. */
const partOf = (step: string) =>
	step === 'sent'
		? 'system'
		: ['received', 'accepted', 'partner_declined'].includes(step)
			? 'partner'
			: 'alumnus';

/** People who may be asked, those with an account first: only they answer on the web. */
function candidates(people: Person[], region: string, now: Date): Person[] {
	const fit = people.filter(
		(person) =>
			person.region?.code === region && agrees(person, 'referrals', now) && mailboxOf(person, now)
	);
	return fit.sort((a, b) => Number(!a.email) - Number(!b.email) || a.index - b.index);
}

export function referralPieces(people: Person[], now: Date, origin: string): Piece[] {
	const waiting = {
		'KZ-61': candidates(people, 'KZ-61', now),
		'KZ-55': candidates(people, 'KZ-55', now)
	};
	const referrals: Row[] = [];
	const events: Row[] = [];
	const consents: Row[] = [];
	const mails: Piece[] = [];
	PLANS.forEach((plan, n) => {
		const person = waiting[plan.region].shift();
		if (!person) return;
		const rng = stream('referral', n);
		const asked = days(now, -plan.ago, rng);
		const id = uuid('referral', n, asked);
		const officer = staffId(OFFICERS[plan.region]);
		const account = person.email ? accountId(person, now) : null;
		const path = ['consent_asked', ...PATHS[plan.state]];
		const moments = path.map(
			(_, step) =>
				new Date(asked.getTime() + (step ? (step / path.length) * 0.8 * plan.ago * 86_400_000 : 0))
		);
		path.forEach((step, place) => {
			const part = place === 0 ? 'officer' : partOf(step);
			events.push({
				id: uuid('referral_event', n * 8 + place, moments[place] as Date),
				referral_id: id,
				state: step,
				actor_part: part,
				actor_id: { officer, alumnus: account, partner: staffId('partner@demo.kz'), system: null }[
					part
				],
				reason: step === plan.state ? (plan.reason ?? null) : null,
				created_at: moments[place] as Date
			});
		});
		const stateAt = moments[moments.length - 1] as Date;
		referrals.push({
			id,
			person_id: person.id,
			programme_id: fromSlug('programme', plan.programme),
			region_code: plan.region,
			state: plan.state,
			message: plan.message?.[person.locale] ?? null,
			partner_reason: plan.state === 'partner_declined' ? (plan.reason ?? 'other') : null,
			created_by: officer,
			created_at: asked,
			state_at: stateAt
		});
		if (path.includes('consented'))
			consents.push({
				id: uuid('referral_consent', n, moments[1] as Date),
				referral_id: id,
				organization_id: fromSlug('organization', ORGANIZATIONS[plan.programme]),
				fields: FIELDS,
				text_version: '2026-11',
				locale: person.locale,
				method: account ? 'web' : 'phone',
				created_at: moments[1] as Date,
				revoked_at: ['partner_declined', 'withdrawn'].includes(plan.state) ? stateAt : null
			});
		mails.push({ sql: askedMail(person, id, plan.programme, n, asked, now, origin) });
	});
	return [
		{ table: 'public.referrals', rows: referrals },
		{ table: 'public.referral_events', rows: events },
		{ table: 'public.referral_consents', rows: consents },
		...mails
	];
}

/** The mail that asked the person, in the words of the migration and already sent. */
function askedMail(
	person: Person,
	referral: string,
	programme: string,
	n: number,
	at: Date,
	now: Date,
	origin: string
): string {
	const to = mailboxOf(person, now);
	const link = `\n\n${origin}/${person.locale}/me/referrals/${referral}`;
	return `insert into private.outbox (id, person_id, contact_point_id, channel, to_address, purpose, occasion, locale, subject, body,
  state, attempts, next_attempt_at, sent_at, created_at)
select '${uuid('mail', 0x10000 + n, at)}', '${person.id}', '${to?.id}', 'email', '${to?.address}', t.key, '${referral}', t.locale, t.subject,
  replace(replace(t.body, '{link}', ${literal(link)}), '{programme}', g.name_${person.locale}), 'sent', 1, ${literal(at)}, ${literal(at)}, ${literal(at)}
from private.mail_texts t, public.programmes g
where t.key = 'referral_asked' and t.locale = '${person.locale}' and g.slug = '${programme}'`;
}
