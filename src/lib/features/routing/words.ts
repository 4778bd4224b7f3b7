import type { Why } from '$lib/features/forum';
import { formatNumber } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';

const counted = (count: number) => ({ count, number: formatNumber(count) });

/** Why a question was offered to somebody: what weighs most comes first. */
export function reasons(why: Why): string[] {
	return [
		why.expert && m.routing_why_expert(),
		why.mentor && m.routing_why_mentor(),
		why.answers && m.routing_why_answers(counted(why.answers)),
		why.helped && m.routing_why_helped(counted(why.helped)),
		why.project && m.routing_why_project(),
		why.skill && m.routing_why_skill(),
		why.near && m.routing_why_near(),
		why.speaks && m[`routing_why_speaks_${why.speaks}`](),
		why.active && m.routing_why_active()
	].filter((reason) => typeof reason === 'string');
}
