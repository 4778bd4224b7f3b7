import type { Locale } from '$lib/i18n';
import type { Node } from '$lib/markdown/types';
import type { Viewer } from '$lib/viewer';

export type Names = Record<Locale, string>;

/** A topic of questions. */
export interface Tag {
	slug: string;
	/** As it was first written, in this language. */
	name: string;
	locale: Locale;
	/** What it is called in other languages, where somebody joined the words. */
	names: Partial<Record<Locale, string>>;
}

/** A question as lists show it. */
export interface QuestionCard {
	id: string;
	title: string;
	/** The language it is written in. */
	locale: Locale;
	createdAt: string;
	answerCount: number;
	isAccepted: boolean;
	score: number;
	direction: Names;
	region: Names | null;
}

/** How an author appears beside a text: never contacts, never the id of an account. */
export interface Author {
	name: string;
	region: Names | null;
	reputation: number;
	isExpert: boolean;
}

export type Vote = -1 | 0 | 1;

/** Who wrote something on a question's page, as everybody may see it. */
export interface Voice {
	/** Null when the account is gone, or asked without a name. */
	author: Author | null;
	isAnonymous: boolean;
	isAsker: boolean;
	isMine: boolean;
}

export interface Comment extends Voice {
	id: string;
	body: string;
	locale: Locale;
	createdAt: string;
}

/** What stands around the text of a question or an answer. */
export interface PostParts extends Voice {
	id: string;
	editedAt: string | null;
	photo: { id: string; width: number; height: number } | null;
	/** The three newest, oldest first. */
	comments: Comment[];
	commentCount: number;
}

export interface Answer extends PostParts {
	/** As it was typed. */
	body: string;
	/** The body as the page shows it. */
	text: Node[];
	locale: Locale;
	score: number;
	createdAt: string;
	isAccepted: boolean;
	myVote: Vote;
	/** outdated is 0, and its notes are not shown, until two people say so. */
	marks: { worked: number; outdated: number; notes: string[]; mine: string[] };
	/** How the asker thanked for it; null where they did not. */
	thanks: Thanks | null;
	/** The guides that it is a step of. */
	guides: { id: string; title: string; locale: Locale }[];
}

export type Thanks = 'time' | 'worked' | 'clear';

/** Why a question was offered to somebody; what does not hold is left out. */
export interface Why {
	expert?: true;
	mentor?: true;
	/** How many questions of its direction they answered, and how many of the answers helped. */
	answers?: number;
	helped?: number;
	project?: true;
	skill?: true;
	/** How many answers they gave to anything, where their trade is another. */
	others?: number;
	speaks?: Locale;
	near?: true;
	active?: true;
}

/** What was begun and not sent yet. */
export interface Draft {
	/** Of its form. */
	key: string;
	/** The question that it answers; null when it asks one. */
	question: string | null;
	title: string;
	/** The beginning of the text. */
	body: string;
	updatedAt: string;
}

/** Which buttons are of use to the viewer. */
export interface May {
	voteDown: boolean;
	/** Mend what others wrote. */
	edit: boolean;
}

/** One's own post that others do not see, and why. */
export interface WaitingPost {
	id: string;
	kind: 'question' | 'answer' | 'comment';
	body: string;
	locale: Locale;
	withdrawnFor: 'author' | 'moderation' | 'flags' | 'held';
}

export interface Question extends QuestionCard, PostParts {
	/** Where it was offered to the reader and waits for them. */
	offer: Why | null;
	/** Missing for visitors. */
	may?: May;
	/** In which the viewer began to answer it; missing for visitors. */
	drafts?: Draft[];
	/** The reader's own answers and comments here that others do not see. */
	waiting?: WaitingPost[];
	/** The reader may not write, or not act at all. */
	silence?: Silence;
	/** The reader may learn who asked without a name. */
	mayReveal?: true;
	/** The reader keeps order here. */
	looksAfter?: true;
	body: string;
	text: Node[];
	myVote: Vote;
	answers: Answer[];
	/** Where it leads, when it repeats another. */
	duplicateOf: string | null;
	/** The reader may say that it repeats another. */
	mayLink: boolean;
	/** Somebody has said so. */
	proposed: boolean;
	/** Questions that lead here. */
	alsoAsked: (Titled & { body: string; text: Node[]; answers: Answer[] })[];
	tags: Tag[];
	/** What the reader may do about the topics. */
	tagging: 'set' | 'suggest' | null;
	/** Suggested topics that wait for the reader's word. */
	tagSuggestions: number;
	/** The reader's follow, its id null where there is none; null for whoever cannot follow. */
	follow: { id: string | null } | null;
}

export interface Direction {
	code: string;
	name: Names;
}

export interface QuestionsPage {
	viewer: Viewer | null;
	directions: Direction[];
	regions: Direction[];
	questions: QuestionCard[];
	/** Continue after this question; null at the end. */
	next: string | null;
}

export interface QuestionPage {
	viewer: Viewer | null;
	question: Question;
}

type Titled = Pick<QuestionCard, 'id' | 'title' | 'locale'>;

export interface CommentsPage {
	viewer: Viewer | null;
	question: Titled;
	post: Voice & { id: string; body: string; text: Node[]; locale: Locale };
	comments: Comment[];
	/** Continue after this comment; null at the end. */
	next: string | null;
	/** The reader's own that others do not see. */
	waiting: WaitingPost[] | null;
	silence?: Silence;
}

/** One's own question (with a title) or answer, as it is edited. */
export interface EditedPost {
	id: string;
	question: string;
	title?: string;
	body: string;
	locale: Locale;
	/** What an edit begins with: it is refused when another one came in between. */
	revision: number;
}

export interface EditPage {
	viewer: Viewer | null;
	/** Null for everybody but its author. */
	post: EditedPost | null;
	photo: PostParts['photo'];
	/** Of a question: as the field holds them, and what it offers. */
	topics: { typed: string; frequent: string[] } | null;
	silence?: Silence;
}

export interface Revision {
	number: number;
	/** The number whose words it brought back. */
	restores: number | null;
	createdAt: string;
	/** Where others wrote it: who, why, and who let it in if that was somebody else again. */
	suggested: { reason: string; by: Voice; acceptedBy: Voice | null } | null;
	/** Against the one before it; the first one as a whole. */
	title: Change[];
	body: Change[];
}

export interface Change {
	kind: 'same' | 'added' | 'removed';
	text: string;
}

export interface HistoryPage {
	viewer: Viewer | null;
	question: Titled;
	post: Voice & { id: string; revision: number; locale: Locale };
	revisions: Revision[];
	/** Continue before this number; null at the beginning. */
	before: number | null;
}

/** The reader may not write (mute) or act (suspend) until then. */
export interface Silence {
	kind: 'mute' | 'suspend';
	until: string;
}

export interface AskPage {
	viewer: Viewer | null;
	drafts: Draft[];
	directions: Direction[];
	/** The most used topics of each direction, by its code. */
	tags: Record<string, string[]>;
	regions: Direction[];
	/** Of one's own record. */
	region?: string | null;
	silence?: Silence;
}

/** A text before it is sent: as others will see it. */
export interface Preview {
	title: string;
	text: Node[];
	locale: Locale;
}

export interface SitemapPage {
	viewer: Viewer | null;
	questions: { id: string; locale: Locale; createdAt: string }[];
	guides: { id: string; locale: Locale }[];
	/** Topics by their address. */
	tags: string[];
}
