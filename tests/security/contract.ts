/**
 * The security contract: all that an unknown caller may ever see or call through the API. Whoever
 * adds a line here opens a door on purpose; everything that is not listed has to stay shut.
 */

/** Columns that a visitor without an account may read, of rows that are meant for everybody. */
export const ANON_COLUMNS: Record<string, string[]> = {
	regions: [
		...['code', 'slug', 'name_kk', 'name_ru', 'name_en', 'tile_column', 'tile_row'],
		...['short_kk', 'short_ru', 'short_en']
	],
	legacy_regions: ['name', 'region_code', 'is_split'],
	split_districts: ['legacy_name', 'stem', 'region_code'],
	directions: ['code', 'name_kk', 'name_ru', 'name_en', 'position'],
	organizations: ['id', 'slug', 'name_kk', 'name_ru', 'name_en', 'url'],
	programmes: [
		...['id', 'slug', 'organization_id', 'kind', 'name_kk', 'name_ru', 'name_en'],
		...['summary_kk', 'summary_ru', 'summary_en', 'audience_kk', 'audience_ru', 'audience_en'],
		...['apply_kk', 'apply_ru', 'apply_en', 'amount_tenge', 'amount_mrp', 'age_min', 'age_max'],
		...['opens_on', 'closes_on', 'year_round', 'years', 'status', 'confidence'],
		...['source_name', 'source_url', 'verified_at']
	],
	programme_facts: [
		...['programme_id', 'position', 'kind', 'text_kk', 'text_ru', 'text_en', 'source', 'verified']
	],
	programme_regions: ['programme_id', 'region_code'],
	questions: [
		...['id', 'title', 'body', 'locale', 'direction', 'region_code', 'created_at'],
		...['score', 'answer_count', 'accepted_answer_id']
	],
	answers: ['id', 'question_id', 'body', 'locale', 'created_at', 'score']
};

/** Tables of which a stranger with an account sees rows besides: of everybody, or their own. */
export const MEMBER_TABLES: string[] = ['accounts'];

/**
 * Functions that a visitor without an account may call, besides the reads of pages (page_*), which
 * say who is looking and nothing more where that is nobody. Each of these decides by itself.
 */
export const ANON_FUNCTIONS: string[] = [
	...['take_attempts', 'similar_questions', 'submit_response', 'read_photo'],
	// Answer a signed-out sender with "sign in": a lost session keeps what was typed or asked for.
	...['record_status_update', 'export_registry'],
	// The holder of a personal link says whether an address is still theirs.
	'answer_contact_check',
	// The holder of a link in a notice says that a claim was not theirs.
	'dispute_claim',
	// A representative has no account: whoever holds the link of the letter answers, or takes it back.
	'answer_guardian_ask',
	// Open to whoever holds the link of a message, or the secret of the bot's webhook.
	...['unsubscribe', 'take_telegram_update'],
	// Answer a signed-out reader with "sign in": the link of a digest leads back afterwards.
	...['open_notice', 'read_notices']
];

/** Functions of the worker: no visitor and no member may call them. */
export const SERVICE_FUNCTIONS: string[] = [
	...['claim_outbox', 'settle_outbox', 'turn_outbox', 'release_outbox', 'deliver_to_demo_mailbox'],
	'trust_telegram_webhook',
	'lay_site_url',
	...['check_wave', 'import_wave', 'tabulate_wave', 'queue_contact_checks'],
	'queue_weekly',
	...['queue_digests', 'forget_old_notices', 'end_minor_listings'],
	...['check_reputation', 'refresh_standing'],
	...['route_questions', 'measure_forum']
];
