import type { Why } from '$lib/features/forum';
import { formatNumber } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import { span } from './rules';

const counted = (count: number) => ({ count, number: formatNumber(count) });

/** More is not read. */
const MOST = 4;

/** Why a question was offered to somebody: what weighs most comes first. */
export function reasons(why: Why): string[] {
	return [
		why.expert && m.routing_why_expert(),
		why.mentor && m.routing_why_mentor(),
		why.answers && m.routing_why_answers(counted(why.answers)),
		why.helped && m.routing_why_helped(counted(why.helped)),
		why.project && m.routing_why_project(),
		why.skill && m.routing_why_skill(),
		why.others && m.routing_why_others({ number: formatNumber(why.others) }),
		why.near && m.routing_why_near(),
		why.speaks && m[`routing_why_speaks_${why.speaks}`](),
		why.active && m.routing_why_active()
	]
		.filter((reason) => typeof reason === 'string')
		.slice(0, MOST);
}

/** How long half or nine of ten questions waited; null of a base is longer than a week. */
export function waited(seconds: number | null, base: number): string {
	if (base === 0) return '–';
	if (seconds === null) return m.routing_measures_late();
	const { unit, count } = span(seconds);
	return m[`routing_measures_${unit}`]({ number: formatNumber(count, count % 1 === 0 ? 0 : 1) });
}
