import type { Component } from 'svelte';
import AtSign from '@lucide/svelte/icons/at-sign';
import Camera from '@lucide/svelte/icons/camera';
import HeartHandshake from '@lucide/svelte/icons/heart-handshake';
import Mail from '@lucide/svelte/icons/mail';
import MessageCircle from '@lucide/svelte/icons/message-circle';
import Phone from '@lucide/svelte/icons/phone';
import { formatAgo, formatDate } from '$lib/i18n';
import { m } from '$lib/paraglide/messages';
import type { Called, HistoryEntry } from './call-types';
import { outcomeOf, type ContactKind } from './rules';
import type { Contact } from './types';

type Icon = Component<{ class?: string; 'aria-hidden'?: 'true' }>;
export const KIND_ICONS: Record<ContactKind, Icon> = {
	phone: Phone,
	whatsapp: MessageCircle,
	telegram: AtSign,
	email: Mail,
	instagram: Camera,
	trusted_person: HeartHandshake
};

export const kindWord = (kind: ContactKind): string => m[`contacts_kind_${kind}`]();

/** Where a contact stands, as one would tell its owner. */
export const stateWords = ({ state, confirmedAt }: Contact): string =>
	state === 'confirmed' && confirmedAt
		? m.contacts_state_confirmed({ date: formatDate(confirmedAt) })
		: m[`contacts_state_${state === 'confirmed' ? 'new' : state}`]();

/** What happened to a contact point: a caller's word, or what the person or a machine did. */
export function whatWords({ what, saidBy }: Pick<HistoryEntry, 'what' | 'saidBy'>): string {
	const outcome = saidBy === 'staff' ? outcomeOf(what) : null;
	return outcome ? m[`contacts_call_${outcome}`]() : m[`contacts_what_${what}`]();
}

/** Who called last, when, and what came of it. */
export const calledWords = ({ by, at, what }: Called): string =>
	m.contacts_called({
		by: by ?? m.contacts_said_staff(),
		ago: formatAgo(at),
		what: whatWords({ what, saidBy: 'staff' })
	});
