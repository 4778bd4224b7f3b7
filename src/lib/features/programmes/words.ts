import { formatDate, formatNumber, inLocale } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import { ageLimits, ageRange } from './rules';
import type { PartnerReason, ReferralState } from './rules';
import type { Candidate, ProgrammeCard } from './types';
import { needWord } from '$lib/features/tracker';

/** Words of programmes and referrals in the reader's language. */
export function amountWords({ amount }: ProgrammeCard): string | null {
	if (!amount) return null;
	const tenge = formatNumber(amount.tenge);
	return amount.mrp === null
		? m.programmes_amount({ tenge })
		: m.programmes_amount_mrp({ tenge, mrp: formatNumber(amount.mrp), year: `${amount.year}` });
}

/** Whether and until when applications are taken. */
export function opennessWords(programme: ProgrammeCard): string {
	const { openness, opensOn, closesOn, years } = programme;
	if (openness === 'open')
		return closesOn ? m.programmes_open_until({ date: formatDate(closesOn) }) : m.programmes_open();
	if (openness === 'soon' && opensOn) return m.programmes_soon({ date: formatDate(opensOn) });
	if (openness === 'ended')
		return years ? m.programmes_ended_years({ years }) : m.programmes_past();
	return openness === 'unknown' ? m.programmes_dates_unknown() : m.programmes_closed();
}

export const placesWords = ({ regions }: ProgrammeCard): string =>
	regions.length > 0 ? regions.map(inLocale).join(', ') : m.programmes_everywhere();

export const partnerReasonWords = (reason: PartnerReason): string =>
	m[`programmes_reason_${reason}`]();

/** A state of a referral as this reader should hear it. */
export function referralWords(state: ReferralState, reader: 'mine' | 'staff' | 'partner'): string {
	if (reader === 'partner' && (state === 'sent' || state === 'received' || state === 'accepted'))
		return m[`programmes_referral_partner_${state}`]();
	return m[`programmes_referral_${reader === 'mine' ? 'mine' : 'staff'}_${state}`]();
}

/** Why a candidate fits a programme, or does not yet: one fact a line. */
export function whyWords(
	person: Candidate,
	programme: ProgrammeCard | null,
	year: number
): string[] {
	const limits = programme && ageLimits(programme.ageMin, programme.ageMax);
	const age = person.birthYear === null ? null : ageRange(person.birthYear, year);
	const lines: string[] = [];
	if (person.reasons.includes('minor')) lines.push(m.programmes_why_minor());
	if (person.reasons.includes('region')) lines.push(m.programmes_why_region_out());
	if (person.missing.includes('region')) lines.push(m.programmes_why_region_unknown());
	if (age === null) {
		if (limits) lines.push(m.programmes_why_age_unknown({ limits }));
	} else if (!limits) lines.push(m.programmes_why_age({ age }));
	else if (person.reasons.includes('age')) lines.push(m.programmes_why_age_out({ age, limits }));
	else if (person.missing.includes('age')) lines.push(m.programmes_why_age_edge({ age, limits }));
	else lines.push(m.programmes_why_age_in({ age, limits }));
	if (person.needs.length > 0 && person.stateAt)
		lines.push(
			m.programmes_why_needs({
				needs: person.needs.map((need) => needWord(need).toLocaleLowerCase()).join(', '),
				date: formatDate(person.stateAt)
			})
		);
	if (person.consentedAt)
		lines.push(m.programmes_why_consent({ date: formatDate(person.consentedAt) }));
	return lines;
}
