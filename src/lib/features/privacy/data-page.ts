import { formatDateTime, LOCALES } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import { getLocale } from '$lib/paraglide/runtime';
import { readable } from './rules';
import type { Exported, StoredRecord } from './types';

/** The order of the sections; one that is not named here comes at the end. */
const SECTIONS =
	'person own_words import_conflicts merges flags profile contacts account consents participations updates photos surveys referrals questions answers comments edits drafts suggestions judged_suggestions topics question_topics suggested_topics follows weekly_letters marks thanks votes reputation standing messages conversations blocked_people reports restrictions mentoring offered_questions offer_limits message_channel message_choices telegram contact_events contact_reports guardians contact_checks contact_codes claims claim_codes claim_lookups invitations claim_notices undone_claims sessions roles imports acts'.split(
		' '
	);
const placeOf = (section: string) => SECTIONS.indexOf(section) + 1 || 100;

/** Words for codes, by the field they stand in; a code without words is shown as it is. */
const CODES: Record<string, string> = {
	gender: 'alumni_gender_',
	role: 'alumni_role_',
	locale: 'common_language_',
	field: 'alumni_field_',
	purpose: 'privacy_purpose_',
	purposes: 'privacy_purpose_',
	relation: 'guardians_relation_',
	way: 'guardians_by_',
	basis: 'tracker_basis_',
	stop_reason: 'tracker_reason_',
	reason: 'talk_reason_',
	needs: 'tracker_need_',
	help: 'tracker_need_',
	took_back: 'identity_undo_did_',
	badge: 'reputation_badge_',
	kind: 'reputation_',
	thanked: 'forum_gone_thanks_',
	was_thanked: 'forum_gone_thanks_',
	speaks: 'common_language_',
	verdict: 'forum_drafts_state_'
};
const stateKeys = (state: string) => [
	`tracker_state_${state}`,
	`programmes_referral_mine_${state}`,
	`privacy_state_${state}`,
	`talk_state_${state}`
];
const spoken = m as unknown as Record<string, (() => string) | undefined>;
const say = (key: string): string | undefined => spoken[key]?.();

const escaped = (text: string): string =>
	text.replace(/[&<>"']/g, (sign) => `&#${sign.charCodeAt(0)};`);
const isRecord = (value: unknown): value is StoredRecord =>
	typeof value === 'object' && value !== null && !Array.isArray(value);
const isName = (value: StoredRecord): value is Record<'kk' | 'ru' | 'en', string> =>
	LOCALES.every((locale) => typeof value[locale] === 'string');
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d/;

function textOf(field: string, value: string): string {
	if (MOMENT.test(value)) return formatDateTime(value);
	const prefix = CODES[field];
	const keys = field === 'state' ? stateKeys(value) : prefix ? [prefix + value] : [];
	const word = keys.map(say).find(Boolean);
	return word ?? value;
}

/** A value as HTML; whatever people typed is escaped here and nowhere else. */
function shown(field: string, value: unknown): string {
	if (Array.isArray(value)) {
		if (value.every((item) => !isRecord(item) || isName(item)))
			return value.map((item) => shown(field, item)).join(', ');
		return value.map((item) => shown(field, item)).join('');
	}
	if (isRecord(value)) return isName(value) ? escaped(value[getLocale()]) : listed(value);
	if (typeof value === 'boolean') return value ? m.common_yes() : m.common_no();
	return escaped(textOf(field, String(value)));
}

/** A survey's answer stands under its own question. */
function listed(record: StoredRecord): string {
	const answer = isRecord(record.question) && isName(record.question) ? record.question : null;
	const rows = answer
		? [[escaped(answer[getLocale()]), shown('answer', record.answer)]]
		: readable(record).map(([name, value]) => [
				escaped(say(`privacy_field_${name}`) ?? name),
				shown(name, value)
			]);
	return `<dl>${rows.map(([term, text]) => `<dt>${term}</dt><dd>${text}</dd>`).join('')}</dl>`;
}

const STYLE =
	'body{font:1.05rem/1.5 system-ui,sans-serif;max-width:46rem;margin:0 auto;padding:1rem;color:#16232b;background:#fbf9f4}' +
	'dl{border-top:1px solid #8a7f6c;margin:0;padding:.6rem 0}dt{color:#4a5960;font-size:.9rem}dd{margin:0 0 .4rem;white-space:pre-wrap;overflow-wrap:anywhere}';

/** The archive's page: every section under its heading, in the reader's language; opens without a network. */
export function dataPage(data: Exported, at: string): string {
	const sections = Object.entries(data)
		.sort(([a], [b]) => placeOf(a) - placeOf(b))
		.map(([name, records]) => {
			const body = records?.length
				? records.map(listed).join('')
				: `<p>${escaped(m.privacy_export_nothing())}</p>`;
			return `<section><h2>${escaped(say(`privacy_section_${name}`) ?? name)}</h2>${body}</section>`;
		});
	const title = escaped(m.privacy_export_title());
	return `<!doctype html><html lang="${getLocale()}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>${title}</title><style>${STYLE}</style></head><body><main><h1>${title}</h1><p>${escaped(m.privacy_export_lead({ date: formatDateTime(at) }))}</p>${sections.join('')}</main></body></html>`;
}
