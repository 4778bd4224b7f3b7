import type { Named } from '$lib/features/profiles';
import type { Locale } from '$lib/i18n';
import type { Viewer } from '$lib/viewer';
import type { AnswerBar, ReportReason, ReportState } from './rules';

type Kind = 'contact' | 'mentoring';

export interface ThreadRow {
	id: string;
	kind: Kind;
	/** Whether the visitor wrote first. */
	began: boolean;
	/** Null: no longer in the directory. */
	name: string | null;
	unread: boolean;
	closed: boolean;
	at: string;
	last: { mine: boolean; body: string | null };
}

export interface MessagesPage {
	viewer: Viewer | null;
	hasRecord: boolean;
	takes: boolean;
	mails: boolean;
	listed: boolean;
	blocked: number;
	threads: ThreadRow[];
	next: string | null;
}

export interface Message {
	id: string;
	mine: boolean;
	body: string | null;
	sharedKind: 'phone' | 'email' | null;
	shared: string | null;
	at: string;
}

export interface Thread {
	id: string;
	kind: Kind;
	began: boolean;
	createdAt: string;
	name: string | null;
	personId: string | null;
	bar: AnswerBar | null;
	until: string | null;
	blocked: boolean;
	report: 'open' | 'done' | null;
	messages: Message[];
	contacts: { id: string; kind: 'phone' | 'email'; value: string }[];
}

export interface MessagePage {
	viewer: Viewer | null;
	thread: Thread;
}

export interface BlockedPage {
	viewer: Viewer | null;
	people: { id: string; name: string | null; at: string }[];
}

export interface ReportRow {
	id: string;
	subject: 'thread' | 'profile';
	reason: ReportReason;
	state: ReportState;
	createdAt: string;
	name: string | null;
}

export interface ReportsPage {
	viewer: Viewer | null;
	reports: ReportRow[];
	next: string | null;
}

export interface Report extends Omit<ReportRow, 'name'> {
	words: string | null;
	decidedAt: string | null;
	decidedBy: string | null;
	/** Null: left Jalgas. */
	reporter: string | null;
	reported: {
		id: string;
		name: string | null;
		listed: boolean;
		region: Record<Locale, string> | null;
	};
	/** How often staff had to act about this person before. */
	earlier: number;
	liftedAt: string | null;
	restrictions: { what: 'writing' | 'listing'; until: string | null }[];
	messages:
		| {
				id: string;
				at: string;
				body: string | null;
				sharedKind: 'phone' | 'email' | null;
				byReported: boolean;
		  }[]
		| null;
}

export interface ReportPage {
	viewer: Viewer | null;
	report: Report;
}

export interface MentoringPage {
	viewer: Viewer | null;
	/** Null: no record was claimed. */
	mine: {
		/** Whether they may offer at all: a project goes on, or they are an expert. */
		may: boolean;
		/** Directions whose expert they are. */
		proposed: string[];
		listed: boolean;
		takes: boolean;
		offer: {
			directions: string[];
			topics: string | null;
			limit: number;
			paused: boolean;
			until: string | null;
		} | null;
		/** New people of this month. */
		taken: number;
		freeOn: string | null;
		/** Whether there is room now. */
		open: boolean;
		directions: Named[];
	} | null;
}
