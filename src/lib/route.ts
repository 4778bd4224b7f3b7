import { getLocale } from '$lib/paraglide/runtime';
import { isLocale, type Locale } from '$lib/i18n';

type Query = Record<string, string | number | null | undefined>;

function local(path: string, query: Query = {}): string {
	const search = new URLSearchParams();
	for (const [key, value] of Object.entries(query))
		if (value !== null && value !== undefined && value !== '') search.set(key, String(value));
	const tail = search.size > 0 ? `?${search}` : '';
	return `/${getLocale()}${path}${tail}`;
}

/** Every address of Jalgas, built in the reader's language. */
export const route = {
	home: () => local(''),
	login: (to?: string) => local('/login', { to }),
	loginCode: (to?: string) => local('/login/code', { to }),
	reset: (query: Query = {}) => local('/login/reset', query),
	join: () => local('/join'),
	joinCode: () => local('/join/code'),
	claim: (query: Query = {}) => local('/join/claim', query),
	invitations: () => local('/j'),
	invitation: (code: string) => local(`/j/${code}`),
	claimNotice: (token: string) => local(`/not-me/${token}`),
	logout: () => local('/logout'),
	mailbox: () => local('/demo/mailbox'),
	me: () => local('/me'),
	myProfile: (query: Query = {}) => local('/me/profile', query),
	myRecord: (query: Query = {}) => local('/me/record', query),
	people: (query: Query = {}) => local('/people', query),
	person: (id: string, query: Query = {}) => local(`/people/${id}`, query),
	writeTo: (id: string) => local(`/people/${id}/write`),
	reportPerson: (id: string) => local(`/people/${id}/report`),
	messages: (query: Query = {}) => local('/me/messages', query),
	message: (id: string, query: Query = {}) => local(`/me/messages/${id}`, query),
	reportMessage: (id: string) => local(`/me/messages/${id}/report`),
	blocked: (query: Query = {}) => local('/me/messages/blocked', query),
	mentoring: (query: Query = {}) => local('/me/mentoring', query),
	myContacts: (query: Query = {}) => local('/me/contacts', query),
	editContact: (query: Query) => local('/me/contacts/edit', query),
	contactCode: () => local('/me/contacts/code'),
	contactCheck: (token: string, query: Query = {}) => local(`/c/${token}`, query),
	myProject: (query: Query = {}) => local('/me/project', query),
	teamMate: (id: string) => local(`/me/project/mates/${id}`),
	updateProject: (query: Query = {}) => local('/me/project/update', query),
	myReferrals: (query: Query = {}) => local('/me/referrals', query),
	myReferral: (id: string, query: Query = {}) => local(`/me/referrals/${id}`, query),
	privacy: (query: Query = {}) => local('/me/privacy', query),
	askGuardian: () => local('/me/privacy/guardian'),
	guardian: (token: string, query: Query = {}) => local(`/g/${token}`, query),
	myData: (query: Query = {}) => local('/me/data', query),
	myDataFile: () => local('/me/data/file'),
	joinAccounts: () => local('/me/data/join'),
	eraseMe: (query: Query = {}) => local('/me/data/erase', query),
	erased: () => local('/me/data/erased'),
	notices: (query: Query = {}) => local('/me/notices', query),
	notice: (id: string) => local(`/me/notices/${id}`),
	/** Where a notice leads: a path of this app that the database made. */
	inApp: (path: string) => local(path),
	notifications: (query: Query = {}) => local('/me/notifications', query),
	reputation: (query: Query = {}) => local('/me/reputation', query),
	questionsForYou: (query: Query = {}) => local('/me/questions-for-you', query),
	offeredQuestion: (id: string) => local(`/me/questions-for-you/${id}`),
	following: () => local('/me/following'),
	myQuestions: (query: Query = {}) => local('/me/questions', query),
	questions: (query: Query = {}) => local('/questions', query),
	experts: (query: Query = {}) => local('/experts', query),
	ask: (query: Query = {}) => local('/questions/ask', query),
	/** Asked by a script, while a title is being typed. */
	similarQuestions: () => local('/questions/similar'),
	question: (id: string, query: Query = {}) => local(`/questions/${id}`, query),
	duplicate: (id: string, query: Query = {}) => local(`/questions/${id}/duplicate`, query),
	postComments: (post: string, query: Query = {}) =>
		local(`/questions/posts/${post}/comments`, query),
	editPost: (post: string) => local(`/questions/posts/${post}/edit`),
	suggestEdit: (post: string) => local(`/questions/posts/${post}/suggest`),
	suggestion: (id: string, query: Query = {}) => local(`/questions/suggestions/${id}`, query),
	withdrawPost: (post: string) => local(`/questions/posts/${post}/withdraw`),
	postHistory: (post: string, query: Query = {}) =>
		local(`/questions/posts/${post}/history`, query),
	questionTags: (id: string, query: Query = {}) => local(`/questions/${id}/tags`, query),
	tags: () => local('/questions/tags'),
	tag: (slug: string, query: Query = {}) => local(`/questions/tags/${slug}`, query),
	flagPost: (post: string) => local(`/questions/posts/${post}/flag`),
	ownPost: (post: string, query: Query = {}) => local(`/questions/posts/${post}/standing`, query),
	myModeration: (query: Query = {}) => local('/me/moderation', query),
	helpModerate: (query: Query = {}) => local('/moderation', query),
	helpModerateCase: (id: string, query: Query = {}) => local(`/moderation/${id}`, query),
	moderation: (query: Query = {}) => local('/staff/moderation', query),
	moderationCase: (id: string, query: Query = {}) => local(`/staff/moderation/cases/${id}`, query),
	moderationLog: (query: Query = {}) => local('/staff/moderation/log', query),
	restrictions: (query: Query = {}) => local('/staff/moderation/restrictions', query),
	restriction: (id: string) => local(`/staff/moderation/restrictions/${id}`),
	appeal: (id: string) => local(`/staff/moderation/appeals/${id}`),
	moderators: (query: Query = {}) => local('/staff/moderation/moderators', query),
	heldWords: (query: Query = {}) => local('/staff/moderation/words', query),
	judgeNotes: (answer: string) => local(`/staff/moderation/notes/${answer}`),
	revealAsker: (question: string) => local(`/staff/moderation/asker/${question}`),
	/** Where a question is at home: in the language that it was asked in. */
	questionHome: (locale: Locale, id: string) => `/${locale}/questions/${id}`,
	/** The newest questions for feed readers, of one language or of all. */
	questionFeed: (locale?: Locale) => `/feeds/questions.xml${locale ? `?locale=${locale}` : ''}`,
	guides: (query: Query = {}) => local('/guides', query),
	guideDesk: (query: Query = {}) => local('/guides/desk', query),
	guide: (id: string, query: Query = {}) => local(`/guides/${id}`, query),
	editGuide: (id: string, query: Query = {}) => local(`/guides/${id}/edit`, query),
	reviewGuide: (id: string) => local(`/guides/${id}/review`),
	/** Where a guide is at home: in the language that it is written in. */
	guideHome: (locale: Locale, id: string) => `/${locale}/guides/${id}`,
	sitemap: () => '/sitemap.xml',
	programmes: (query: Query = {}) => local('/programmes', query),
	programme: (slug: string) => local(`/programmes/${slug}`),
	survey: (token: string) => local(`/s/${token}`),
	staff: () => local('/staff'),
	registry: (query: Query = {}) => local('/staff/registry', query),
	registryPerson: (id: string, query: Query = {}) => local(`/staff/registry/${id}`, query),
	duplicates: (query: Query = {}) => local('/staff/registry/duplicates', query),
	duplicatePair: (a: string, b: string) => local(`/staff/registry/duplicates/${a}/${b}`),
	undoClaim: (id: string) => local(`/staff/registry/${id}/undo`),
	invite: (query: Query = {}) => local('/staff/registry/letters', query),
	letters: (id: string) => local(`/staff/registry/letters/${id}`),
	calls: (query: Query = {}) => local('/staff/registry/calls', query),
	registryExport: (kind: 'csv' | 'xlsx', query: Query = {}) =>
		local(`/staff/registry/export.${kind}`, query),
	registryImport: (query: Query = {}) => local('/staff/registry/import', query),
	conflicts: (query: Query = {}) => local('/staff/registry/conflicts', query),
	registryBulk: (query: Query = {}) => local('/staff/registry/bulk', query),
	contactHealth: () => local('/staff/registry/health'),
	registryFindings: (id: string) => local(`/staff/registry/import/${id}/findings.csv`),
	claims: (query: Query = {}) => local('/staff/registry/claims', query),
	candidates: (query: Query = {}) => local('/staff/candidates', query),
	candidate: (id: string, query: Query = {}) => local(`/staff/candidates/${id}`, query),
	staffReferrals: (query: Query = {}) => local('/staff/referrals', query),
	reports: (query: Query = {}) => local('/staff/reports', query),
	report: (id: string, query: Query = {}) => local(`/staff/reports/${id}`, query),
	voteFindings: (query: Query = {}) => local('/staff/votes', query),
	forumMeasures: (query: Query = {}) => local('/staff/forum', query),
	waves: () => local('/staff/waves'),
	newWave: () => local('/staff/waves/new'),
	waveImport: () => local('/staff/waves/import'),
	wave: (id: string) => local(`/staff/waves/${id}`),
	waveResults: (id: string) => local(`/staff/waves/${id}/results`),
	/** In the language of the message that led here. */
	unsubscribe: (token: string, locale: Locale) => `/${locale}/u/${token}`,
	/** As it is printed: the reader's phone knows the language. */
	printedInvitation: (origin: string, code?: string) => `${origin}/j${code ? `/${code}` : ''}`,
	/** Opens the bot in Telegram, which then says the token to it. */
	telegramStart: (bot: string, token: string) => `https://t.me/${bot}?start=${token}`,
	photo: (id: string) => `/photos/${id}`
};

/** The same page in another language. */
export function inLanguage(url: URL, locale: Locale): string {
	const [, first, ...rest] = url.pathname.split('/');
	const path = isLocale(first) ? rest.join('/') : [first, ...rest].filter(Boolean).join('/');
	return `/${locale}${path ? `/${path}` : ''}${url.search}`;
}

/** Where to go after signing in: only a path of this site, never another host. */
export function safeReturn(to: string | null | undefined, fallback: string): string {
	if (!to || !to.startsWith('/') || to.startsWith('//') || to.includes('\\')) return fallback;
	const parsed = URL.canParse(to, 'http://local') ? new URL(to, 'http://local') : null;
	// "/..//host" becomes "//host" only when parsed.
	if (parsed?.host !== 'local' || parsed.pathname.startsWith('//')) return fallback;
	return parsed.pathname + parsed.search;
}
