import { formatDate, inLocale } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import type { PersonRound } from '../person.server';
import { isRecordField, wordNote } from '../record-words';
import { spoken, trusted } from './rules';
import type { Side } from './types';

/** A single value of two records beside one another. */
export interface Compared {
	/** As private.merge_persons calls it. */
	name: string;
	label: string;
	a: string | null;
	b: string | null;
	/** Whose word each value is, where it is not the roster's. */
	notes: { a: string | null; b: string | null };
	/** Whose value had better stay. */
	suggested: 'a' | 'b';
}

const region = ({ region: now, legacyRegion }: Side): string | null =>
	[now && inLocale(now), legacyRegion && m.alumni_was_region({ name: legacyRegion })]
		.filter(Boolean)
		.join(', ') || null;
const yesNo = (value: boolean | null | undefined): string | null =>
	value === null || value === undefined ? null : value ? m.common_yes() : m.common_no();
const profile = ({ profile: told }: Side): string | null =>
	told &&
	[told.now ?? told.story, m.merge_profile_of({ date: formatDate(told.updatedAt) })]
		.filter(Boolean)
		.join(' · ');
const part = ({ role, project }: PersonRound): string =>
	[m[`alumni_role_${role}`](), project && `${project.title} (${project.no})`]
		.filter(Boolean)
		.join(', ');

const VALUES: [name: string, label: () => string, value: (side: Side) => string | null][] = [
	['full_name', m.alumni_field_full_name, (side) => side.fullName],
	['gender', m.alumni_field_gender, ({ gender }) => gender && m[`alumni_gender_${gender}`]()],
	['birth_year', m.alumni_field_birth_year, ({ birthYear }) => birthYear?.toString() ?? null],
	['region', m.alumni_field_region, region],
	['district', m.alumni_field_district, (side) => side.district],
	[
		'settlement',
		m.alumni_field_settlement,
		({ settlement }) => settlement && m[`alumni_settlement_${settlement}`]()
	],
	['locale', m.alumni_field_language, ({ locale }) => m[`common_language_${locale}`]()],
	['vulnerable', m.alumni_field_vulnerable, ({ flags }) => yesNo(flags?.vulnerable)],
	['neet_at_start', m.alumni_field_neet, ({ flags }) => yesNo(flags?.neet)],
	['disability', m.alumni_field_disability, ({ flags }) => yesNo(flags?.disability)],
	['profile', m.merge_field_profile, profile]
];

/** Rounds that both records tell of: a person takes part in a round once. */
function rounds(a: Side, b: Side): Compared[] {
	return a.rounds.flatMap((own) => {
		const other = b.rounds.find(({ round }) => round === own.round);
		if (!other) return [];
		const withProject =
			Boolean(own.project) === Boolean(other.project) ? null : own.project ? 'a' : 'b';
		return {
			name: `round_${own.round}`,
			label: m.merge_field_round({ year: own.round }),
			a: part(own),
			b: part(other),
			notes: { a: null, b: null },
			suggested: withProject ?? trusted(a, b)
		};
	});
}

/** One value of the record, with what the person or staff said of it. */
function single(a: Side, b: Side, [name, label, value]: (typeof VALUES)[number]): Compared {
	const [said, saidOther] = isRecordField(name) ? [a.words[name], b.words[name]] : [];
	const [own, other] = [value(a), value(b)];
	// Left empty on purpose is a word of the person, and stands beside a value to choose from.
	const empty = (word: typeof said) => (word?.by === 'person' ? m.conflicts_empty() : null);
	return {
		name,
		label: label(),
		a: own ?? (other && empty(said)),
		b: other ?? (own && empty(saidOther)),
		notes: { a: said ? wordNote(said) : null, b: saidOther ? wordNote(saidOther) : null },
		suggested: spoken(said, saidOther) ?? trusted(a, b)
	};
}

/** Every single value of the two records, in the order of the registry. */
export function compare(a: Side, b: Side): Compared[] {
	return [...VALUES.map((row) => single(a, b, row)), ...rounds(a, b)].filter(
		(field) => field.a !== null || field.b !== null
	);
}

/** Whether somebody has to choose. */
export const differs = ({ a, b }: Compared): boolean => a !== null && b !== null && a !== b;
