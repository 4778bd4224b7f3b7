/** Accounts: the seven of the demo with one known password, and alumni who cannot be signed in as. */
import { DEMO_LOGINS, type Person } from './people.ts';
import type { Batch, Row } from './render.ts';
import { days, stream, uuid } from './rng.ts';

/** bcrypt of the demo's password, which the sign-in page shows to everybody. */
const DEMO_HASH = '$2b$10$qnEPsl5Y1.GfCrwGnoNH0urHvRAk2U9DT9FguCByFVEZnWjaBj8h.';

export interface StaffAccount {
	email: string;
	name: string;
	role: string;
	region: string | null;
	/** Slug of the organization a partner works for. */
	organization?: string;
}
export const STAFF: StaffAccount[] = [
	{ email: 'officer@demo.kz', name: 'Ақерке Сейіт', role: 'officer', region: 'KZ-61' },
	{ email: 'officer2@demo.kz', name: 'Ольга Петренко', role: 'officer', region: 'KZ-55' },
	{ email: 'coordinator@demo.kz', name: 'Дина Ахметова', role: 'coordinator', region: null },
	{
		email: 'partner@demo.kz',
		name: 'Бастау Бизнес',
		role: 'partner',
		region: null,
		organization: 'atameken'
	},
	{ email: 'ombudsman@demo.kz', name: 'Марат Оспанов', role: 'ombudsman', region: null }
];

/** The demo accounts keep the same short ids in every seed: numbers 1 to 7. */
const demoId = (number: number) => `00000000-0000-7000-8000-${String(number).padStart(12, '0')}`;

/** The account of the person of this number, if that is not one of the demo. */
export const accountIdAt = (index: number, now: Date): string =>
	uuid('account', index, days(now, -320));
export function accountId(person: Person, now: Date): string {
	const demo = DEMO_LOGINS.indexOf(person.email ?? '');
	return demo >= 0 ? demoId(demo + 1) : accountIdAt(person.index, now);
}
export const staffId = (email: string): string =>
	demoId(STAFF.findIndex((account) => account.email === email) + DEMO_LOGINS.length + 1);

function userRow(id: string, email: string, at: Date): Row {
	const known = id.startsWith('00000000-0000-7000');
	return {
		id,
		aud: 'authenticated',
		role: 'authenticated',
		email,
		encrypted_password: known ? DEMO_HASH : '',
		email_confirmed_at: at,
		// The auth server of a full Supabase reads these as text and stumbles over null.
		confirmation_token: '',
		recovery_token: '',
		email_change: '',
		email_change_token_new: '',
		raw_app_meta_data: { json: { provider: 'email', providers: ['email'] } },
		raw_user_meta_data: { json: {} },
		created_at: at,
		updated_at: at
	};
}
const identityRow = (id: string, email: string, index: number, at: Date): Row => ({
	id: uuid('identity', index, at),
	provider_id: id,
	user_id: id,
	provider: 'email',
	identity_data: { json: { sub: id, email, email_verified: true } },
	created_at: at,
	updated_at: at
});

/** Users with their e-mail identities; `n` is what no two of them share. */
export const userBatches = (
	users: { id: string; email: string; n: number; at: Date }[]
): Batch[] => [
	{ table: 'auth.users', rows: users.map(({ id, email, at }) => userRow(id, email, at)) },
	{
		table: 'auth.identities',
		rows: users.map(({ id, email, n, at }) => identityRow(id, email, n, at))
	}
];

/** A trigger makes an empty account with each user, so ours replaces it. */
const REPLACE = `on conflict (id) do update set person_id = excluded.person_id, display_name = excluded.display_name,
  locale = excluded.locale, created_at = excluded.created_at, claimed_at = excluded.claimed_at`;

/** Users, identities and accounts of those of these people who have one. */
export function alumniAccounts(people: Person[], now: Date): Batch[] {
	const members = people
		.filter((person) => person.email)
		.map((person) => ({
			person,
			id: accountId(person, now),
			email: person.email as string,
			at: days(now, -stream('joined', person.index).int(30, 320))
		}));
	return [
		...userBatches(
			members.map(({ id, email, person, at }) => ({ id, email, n: person.index, at }))
		),
		{
			table: 'public.accounts',
			rows: members.map(({ id, person, at }) => ({
				id,
				person_id: person.id,
				display_name: null,
				locale: person.locale,
				created_at: at,
				claimed_at: at
			})),
			tail: REPLACE
		}
	];
}

/** The staff of the demo. */
export function staffAccounts(now: Date): Batch[] {
	const at = days(now, -330);
	const staff = STAFF.map((account, n) => ({ ...account, id: staffId(account.email), n }));
	return [
		...userBatches(staff.map(({ id, email, n }) => ({ id, email, n: 0xfffffff0 + n, at }))),
		{
			table: 'public.accounts',
			rows: staff.map(({ id, name, email }) => ({
				id,
				person_id: null,
				display_name: name,
				locale: email === 'officer2@demo.kz' ? 'ru' : 'kk',
				created_at: at,
				claimed_at: null
			})),
			tail: REPLACE
		}
	];
}

/** Roles; a partner's organization is found by its slug, which the migrations bring. */
export const staffRoles = (): string =>
	STAFF.map(({ email, role, region, organization }) => {
		const code = region ? `'${region}'` : 'null';
		return `insert into private.staff_roles (account_id, role, region_code, organization_id)
select '${staffId(email)}', '${role}', ${code}, ${
			organization ? `o.id from public.organizations o where o.slug = '${organization}'` : 'null'
		};\n`;
	}).join('');
