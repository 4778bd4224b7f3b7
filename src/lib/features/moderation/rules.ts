/** The words of moderation, as the database says them. */
export const REASONS = ['spam', 'rude', 'personal', 'dangerous', 'off_topic', 'other'] as const;
export type Reason = (typeof REASONS)[number];

export type PostKind = 'question' | 'answer' | 'comment';
export type WithdrawnFor = 'author' | 'moderation' | 'flags' | 'held';
export type Why = 'flags' | 'link' | 'words';
export type CaseState = 'open' | 'kept' | 'hidden';
export type AppealState = 'open' | 'granted' | 'refused';

export const VERDICTS = ['kept', 'hidden'] as const;
export const RESTRICTIONS = ['mute', 'suspend'] as const;
export type RestrictionKind = (typeof RESTRICTIONS)[number];

/** For how many days somebody may be restricted. */
export const DAYS = ['1', '7', '30', '90'] as const;

export const ACTS = [
	...(['kept', 'hidden', 'restored', 'hidden_again', 'flags_hid', 'held'] as const),
	...(['muted', 'suspended', 'lifted', 'appealed', 'appeal_granted', 'appeal_refused'] as const),
	...(['appointed', 'dismissed', 'word_added', 'word_removed', 'revealed'] as const),
	...(['notes_hidden', 'notes_shown'] as const)
] as const;
export type Act = (typeof ACTS)[number];
