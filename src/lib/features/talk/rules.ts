/** The words of conversations, reports and offers, as the database says them. */

/** Why no more can be said in a conversation (private.answer_bar). */
export type AnswerBar = 'closed' | 'suspended' | 'waiting' | 'long';

export const REPORT_REASONS = ['insult', 'threat', 'fraud', 'ads', 'impostor', 'other'] as const;
export type ReportReason = (typeof REPORT_REASONS)[number];

export const DECISIONS = ['dismissed', 'warned', 'suspended', 'unlisted'] as const;
export type Decision = (typeof DECISIONS)[number];
export type ReportState = 'open' | Decision;

/** For how many days writing may be shut. */
export const SUSPENSIONS = ['7', '30', '90'] as const;

export const MESSAGE_MIN = 10;
export const MESSAGE_MAX = 500;
export const MENTOR_DIRECTIONS = 5;
