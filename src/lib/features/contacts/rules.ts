/** Ways to reach a person, in the order in which they are offered. */
export const KINDS = [
	'phone',
	'whatsapp',
	'telegram',
	'email',
	'instagram',
	'trusted_person'
] as const;
export type ContactKind = (typeof KINDS)[number];

/** Of those a person sees; what they took back (refused) is not shown. */
export type ContactState = 'new' | 'confirmed' | 'failed' | 'dead';

/** What comes of a call or a message by hand. */
export const OUTCOMES = ['reached', 'no_answer', 'not_working', 'refused'] as const;
export type Outcome = (typeof OUTCOMES)[number];

/** What happens to a contact point. */
export const EVENTS = ['reported', 'confirmed', 'failed', 'dead', 'replaced', 'refused'] as const;
export type ContactEvent = (typeof EVENTS)[number];

const OUTCOME_OF: Partial<Record<ContactEvent, Outcome>> = {
	confirmed: 'reached',
	failed: 'no_answer',
	dead: 'not_working',
	refused: 'refused'
};

/** The outcome that a caller noted; null for events that are no call. */
export const outcomeOf = (what: ContactEvent): Outcome | null => OUTCOME_OF[what] ?? null;

/** Where a tap reaches the person: the dialler, WhatsApp, Telegram or mail; null for kinds that open nothing. */
export function reachLink(kind: string, value: string): string | null {
	if (kind === 'phone') return `tel:${value.replace(/[^\d+]/g, '')}`;
	if (kind === 'whatsapp') return `https://wa.me/${value.replace(/\D/g, '')}`;
	if (kind === 'telegram') return `https://t.me/${value.replace(/^@/, '')}`;
	return kind === 'email' ? `mailto:${value}` : null;
}

/** Whether staff note by hand what came of using it. */
export const isCallable = (kind: string): boolean =>
	kind === 'phone' || kind === 'whatsapp' || kind === 'telegram';

/** What contact_points keeps: `value` is shown, `key` compared. */
export interface Normalised {
	value: string;
	key: string;
}

const SITES = {
	telegram: {
		link: /^(?:https?:\/\/)?(?:www\.)?(?:t\.me|telegram\.me)\/([^/?#]+)/i,
		name: /^[a-z][a-z0-9_]{3,31}$/
	},
	instagram: {
		link: /^(?:https?:\/\/)?(?:www\.)?(?:instagram\.com|instagr\.am)\/([^/?#]+)/i,
		name: /^[a-z0-9._]{1,30}$/
	}
};

/** A name on Telegram or Instagram, written as @name, as a link or bare; null when it is none. */
export function readHandle(site: keyof typeof SITES, text: string): Normalised | null {
	const { link, name } = SITES[site];
	const typed = text.trim();
	const key = (link.exec(typed)?.[1] ?? typed.replace(/^@/, '')).toLowerCase();
	return name.test(key) ? { value: `@${key}`, key } : null;
}

/** A share in percent, or null of nobody. */
export const shareOf = (count: number, base: number): number | null =>
	base > 0 ? (100 * count) / base : null;
