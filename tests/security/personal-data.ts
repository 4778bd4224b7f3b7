/**
 * What happens to every table when a person downloads their data or is erased. A table that is not
 * listed fails the tests: whoever adds one decides here, with private.export_person or
 * private.export_account and private.erase_me.
 */
interface Fate {
	/** The section of the export, or why it stands in none. */
	exported: { section: string } | { not: string };
	/** What is left of the person's rows: none, rows without the person, or untouched ones. */
	erased: 'gone' | 'anonymised' | 'kept';
	why: string;
}

const inSection = (section: string, erased: Fate['erased'], why: string): Fate => ({
	exported: { section },
	erased,
	why
});
const unexported = (not: string, erased: Fate['erased'], why: string): Fate => ({
	exported: { not },
	erased,
	why
});

export const PERSONAL_TABLES: Record<string, Fate> = {
	'public.persons': inSection('person', 'gone', 'the record itself'),
	'public.person_flags': inSection('flags', 'gone', 'goes with the record'),
	'public.contact_points': inSection('contacts', 'gone', 'goes with the record'),
	'public.consents': inSection('consents', 'gone', 'a proof about nobody proves nothing'),
	'public.participations': inSection('participations', 'anonymised', 'rounds are counted'),
	'public.status_updates': inSection(
		'updates',
		'anonymised',
		'the state is the team’s, words and photo go'
	),
	'private.photos': inSection(
		'photos',
		'gone',
		'uploaded by the account, or of a project left alone'
	),
	'public.referrals': inSection('referrals', 'gone', 'goes with the record'),
	'public.referral_events': inSection('referrals', 'gone', 'goes with the referral'),
	'public.referral_consents': inSection('referrals', 'gone', 'goes with the referral'),
	'public.wave_members': inSection('surveys', 'anonymised', 'response rates are counted'),
	'public.responses': inSection('surveys', 'anonymised', 'ticked answers are counted, words go'),
	'public.accounts': inSection('account', 'gone', 'goes with the user'),
	'public.claim_requests': inSection('claims', 'gone', 'goes with the account'),
	'private.claim_codes': inSection('claim_codes', 'gone', 'goes with the account'),
	'private.claim_lookups': inSection('claim_lookups', 'gone', 'goes with the account'),
	'private.staff_roles': inSection('roles', 'gone', 'only roles that ended: staff are not erased'),
	'public.questions': inSection('questions', 'anonymised', 'without a name, or gone if so chosen'),
	'public.answers': inSection('answers', 'anonymised', 'without a name, or gone if so chosen'),
	'public.post_comments': inSection('comments', 'anonymised', 'as answers'),
	'public.answer_marks': inSection('marks', 'anonymised', 'as votes; a note goes with the words'),
	'private.answer_thanks': inSection('thanks', 'gone', 'goes with the account of the asker'),
	'public.post_revisions': inSection('edits', 'anonymised', 'as answers'),
	'private.tags': inSection(
		'topics',
		'anonymised',
		'words of the forum; one that nobody else uses goes with the words'
	),
	'private.question_tags': inSection('question_topics', 'anonymised', 'as questions'),
	'public.tag_suggestions': inSection('suggested_topics', 'gone', 'goes with the account'),
	'public.follows': inSection('follows', 'gone', 'goes with the account, on either side'),
	'private.weekly_letters': inSection('weekly_letters', 'gone', 'goes with the account'),
	'private.tag_counts': unexported('counts of topics, of nobody', 'kept', 'follows the questions'),
	'public.post_drafts': inSection('drafts', 'gone', 'goes with the account'),
	'public.post_suggestions': inSection('suggestions', 'anonymised', 'as answers'),
	'private.post_flags': inSection('flags', 'gone', 'goes with the account'),
	'private.moderation_cases': inSection(
		'moderation',
		'anonymised',
		'what was decided of a post stays as long as the post, without the author and the note'
	),
	'private.moderation_log': inSection(
		'moderation_log',
		'anonymised',
		'that it happened is counted, of whom and the note go'
	),
	'private.forum_restrictions': inSection('forum_restrictions', 'gone', 'goes with the account'),
	'private.appeals': inSection('appeals', 'gone', 'goes with the account'),
	'private.moderator_scopes': inSection('moderator_for', 'gone', 'goes with the account'),
	'private.held_words': unexported(
		'a list that staff keep, of nobody',
		'kept',
		'loses who added a word'
	),
	'public.votes': inSection('votes', 'gone', 'an account takes its votes along'),
	'private.guides': inSection('guides', 'anonymised', 'as answers; what nobody has reviewed goes'),
	'private.guide_versions': inSection('guides', 'anonymised', 'as answers'),
	'private.guide_steps': inSection('guides', 'anonymised', 'go with their version or answer'),
	'private.guide_events': inSection('guide_acts', 'anonymised', 'a note goes with the words'),
	'private.duplicate_acts': inSection('duplicates', 'anonymised', 'as marks of acceptance'),
	'public.forum_profiles': inSection('reputation', 'gone', 'goes with the account'),
	'public.reputation_events': inSection(
		'reputation',
		'gone',
		'those of others lose the actor only'
	),
	'private.forum_experts': inSection('standing', 'gone', 'goes with the account'),
	'private.forum_leaders': inSection('standing', 'gone', 'goes with the account'),
	'private.forum_badges': inSection('standing', 'gone', 'goes with the account'),
	'private.vote_findings': inSection(
		'standing',
		'anonymised',
		'without the moderator who cleared it'
	),
	'private.vote_finding_members': inSection('standing', 'gone', 'goes with the account'),
	'private.dropped_votes': inSection('standing', 'gone', 'goes with the account'),
	'private.question_offers': inSection('offered_questions', 'gone', 'goes with the account'),
	'private.question_offer_events': inSection('offered_questions', 'gone', 'goes with the offer'),
	'private.routing_limits': inSection('offer_limits', 'gone', 'goes with the account'),
	'private.routed_questions': unexported(
		'how far a question was offered, to nobody in particular',
		'kept',
		'goes with the question'
	),
	'private.outbox': inSection('messages', 'gone', 'holds name, address and text'),
	'private.audit_log': inSection('acts', 'anonymised', 'ids that lead nowhere, without details'),
	'private.registry_imports': inSection(
		'imports',
		'gone',
		'a roster with the person is staged anew'
	),
	'private.wave_imports': inSection('imports', 'gone', 'a file with the person is staged anew'),
	'auth.users': inSection('account', 'gone', 'the account itself'),
	'auth.sessions': inSection('sessions', 'gone', 'signed out everywhere'),

	'public.profiles': inSection('profile', 'gone', 'goes with the record'),
	'private.contact_events': inSection('contact_events', 'gone', 'goes with the contact point'),
	'public.contact_reports': inSection(
		'contact_reports',
		'gone',
		'goes with the person it is about, and with whoever brought it'
	),
	'public.guardian_consents': inSection('guardians', 'gone', 'goes with the record'),
	'private.guardian_asks': inSection('guardians', 'gone', 'goes with the record, and its letter'),
	'private.contact_codes': inSection('contact_codes', 'gone', 'goes with the record'),
	'private.contact_checks': inSection('contact_checks', 'gone', 'goes with the record'),
	'private.telegram_links': inSection('telegram', 'gone', 'goes with the account'),
	'private.message_choices': inSection('message_choices', 'gone', 'goes with the record'),
	'private.message_preferences': inSection('message_channel', 'gone', 'goes with the account'),
	'public.notices': inSection('notices', 'gone', 'goes with the account'),

	'private.person_merges': inSection('merges', 'gone', 'goes with the surviving record'),
	'private.person_merge_steps': inSection('merges', 'gone', 'goes with the merge'),
	'private.registry_aliases': inSection('merges', 'gone', 'goes with the surviving record'),

	'private.duplicate_dismissals': unexported(
		'what staff found of two people, and names the other one',
		'gone',
		'goes with the record'
	),
	'public.person_words': inSection('own_words', 'gone', 'goes with the record'),
	'public.import_conflicts': inSection('import_conflicts', 'gone', 'goes with the record'),
	'public.claim_invitations': inSection('invitations', 'gone', 'goes with the record'),
	'private.claim_notices': inSection('claim_notices', 'gone', 'goes with the record'),
	'private.undone_claims': inSection(
		'undone_claims',
		'gone',
		'goes with the record or the account, whichever leaves first'
	),
	'public.invitation_batches': unexported(
		'the work of staff, not a person’s data',
		'kept',
		'loses its author'
	),
	'public.contact_requests': inSection('conversations', 'gone', 'goes with either record'),
	'public.contact_messages': inSection('conversations', 'gone', 'goes with the conversation'),
	'public.contact_blocks': inSection('blocked_people', 'gone', 'goes with either record'),
	'public.reports': inSection(
		'reports',
		'anonymised',
		'about the person: gone; by the person: without a name and words, staff still decide'
	),
	'public.restrictions': inSection('restrictions', 'gone', 'goes with the record'),
	'public.mentor_offers': inSection('mentoring', 'gone', 'goes with the record'),

	'private.directory_entries': unexported(
		'made of the profile and the record',
		'gone',
		'goes with the record'
	),
	'private.directory_keys': unexported(
		'made of the directory’s entry',
		'gone',
		'goes with the entry'
	),
	'private.name_vocabulary': unexported(
		'words of names, of nobody',
		'gone',
		'goes with its last bearer'
	),
	'private.question_words': unexported(
		'made of questions and answers',
		'gone',
		'goes, or loses the words, with the question or the answer'
	),
	'private.word_questions': unexported('made of questions and answers', 'gone', 'as above'),
	'private.forum_vocabulary': unexported(
		'words of the forum, of nobody',
		'gone',
		'goes with its last question'
	),
	'private.forum_vocabulary_changes': unexported('words of the forum, of nobody', 'gone', 'empty'),
	'private.registry_entries': unexported('made of the record', 'gone', 'goes with the record'),
	'private.registry_words': unexported('made of the record', 'gone', 'goes with the record'),
	'private.directory_views': unexported('a count of today', 'gone', 'goes with the account'),
	'private.telegram_starts': unexported('hashes of links', 'gone', 'goes with the account'),
	'private.unsubscribe_tokens': unexported('hashes of links', 'gone', 'goes with the record'),
	'public.subprojects': unexported(
		'the team’s; shown with participations and updates',
		'anonymised',
		'title and number of a project that nobody else is left of'
	),
	'public.waves': unexported('the work of staff, not a person’s data', 'kept', 'loses its author'),
	'public.registry_views': unexported(
		'filters that staff keep for their work',
		'gone',
		'goes with the account'
	),
	'private.registry_import_rows': unexported(
		'a copy on its way into the record, for a day',
		'gone',
		'goes with its import'
	),
	'private.registry_import_words': unexported(
		'a copy of what a roster says, for a day',
		'gone',
		'goes with the record'
	),
	'private.registry_import_findings': unexported(
		'a copy of what a roster says, for a day',
		'gone',
		'where a finding quotes the person'
	),
	'private.demo_mailbox': unexported('stands for the person’s own mailbox', 'gone', 'holds mails'),
	'private.erased_records': unexported('a keyed hash, made when erased', 'kept', 'names nobody'),
	'private.attempts': unexported('keyed hashes that live a day', 'kept', 'names nobody'),
	'auth.identities': unexported('repeats the address of the account', 'gone', 'goes with the user'),
	'auth.refresh_tokens': unexported('secrets of the sessions', 'gone', 'goes with the sessions'),
	'auth.flow_state': unexported('a sign-in under way', 'gone', 'goes with the user'),
	'auth.audit_log_entries': unexported('the auth server’s own log', 'gone', 'holds the address')
};

/** Tables that know nothing of people. */
export const IMPERSONAL_TABLES: string[] = [
	...['regions', 'legacy_regions', 'split_districts', 'directions', 'organizations'].map(
		(table) => `public.${table}`
	),
	...['programmes', 'programme_regions', 'programme_facts', 'forms'].map(
		(table) => `public.${table}`
	),
	...[
		'settings',
		'mrp_years',
		'mail_texts',
		'message_templates',
		'message_purposes',
		'weekly_words'
	].map((table) => `private.${table}`),
	// Counts of a region, sets of rounds, what a nightly replay found, and numbers of updates of the bot.
	...['directory_regions', 'registry_rounds', 'reputation_checks', 'telegram_updates'].map(
		(table) => `private.${table}`
	),
	// How soon questions are answered, by direction and language.
	'private.forum_measures'
];
