import { m } from '$lib/paraglide/messages';
import type { Delivery, Topic } from './rules';

export const DELIVERY_WORDS: Record<Delivery, () => string> = {
	each: m.messaging_delivery_each,
	daily: m.messaging_delivery_daily,
	weekly: m.messaging_delivery_weekly,
	app: m.messaging_delivery_app
};

export const TOPIC_WORDS: Record<Topic, () => string> = {
	messages: m.messaging_topic_messages,
	answers: m.messaging_topic_answers,
	questions: m.routing_topic,
	offers: m.messaging_topic_offers
};

/** What the link of a message ends, by topic. */
const STOP_WORDS: Record<string, (() => string) | undefined> = {
	followup: m.messaging_stop_followup,
	offers: m.messaging_stop_offers,
	answers: m.messaging_stop_answers,
	questions: m.routing_stop,
	messages: m.messaging_stop_messages,
	invitations: m.messaging_stop_invitations,
	digest: m.messaging_stop_digest,
	weekly: m.forum_following_stop_weekly
};
export const stopWords = (topic: string): string => (STOP_WORDS[topic] ?? m.messaging_stop_other)();
