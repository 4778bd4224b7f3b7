// Written by `npm run db:types` out of the migrations. Not edited by hand: a test compares.

export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];

export type Database = {
	public: {
		Tables: {
			accounts: {
				Row: {
					claimed_at: string | null;
					created_at: string;
					display_name: string | null;
					id: string;
					locale: string;
					person_id: string | null;
				};
				Insert: {
					claimed_at?: string | null;
					created_at?: string;
					display_name?: string | null;
					id: string;
					locale?: string;
					person_id?: string | null;
				};
				Update: {
					claimed_at?: string | null;
					created_at?: string;
					display_name?: string | null;
					id?: string;
					locale?: string;
					person_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'accounts_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: true;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
				];
			};
			answer_marks: {
				Row: {
					account_id: string | null;
					answer_id: string;
					created_at: string;
					id: string;
					kind: string;
					note: string | null;
				};
				Insert: {
					account_id?: string | null;
					answer_id: string;
					created_at?: string;
					id?: string;
					kind: string;
					note?: string | null;
				};
				Update: {
					account_id?: string | null;
					answer_id?: string;
					created_at?: string;
					id?: string;
					kind?: string;
					note?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'answer_marks_account_id_fkey';
						columns: ['account_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'answer_marks_answer_id_fkey';
						columns: ['answer_id'];
						isOneToOne: false;
						referencedRelation: 'answers';
						referencedColumns: ['id'];
					},
				];
			};
			answers: {
				Row: {
					author_id: string | null;
					body: string;
					created_at: string;
					edited_at: string | null;
					id: string;
					idempotency_key: string;
					locale: string;
					notes_hidden_at: string | null;
					question_id: string;
					revision: number;
					score: number;
					withdrawn_at: string | null;
					withdrawn_for: string | null;
				};
				Insert: {
					author_id?: string | null;
					body: string;
					created_at?: string;
					edited_at?: string | null;
					id?: string;
					idempotency_key?: string;
					locale: string;
					notes_hidden_at?: string | null;
					question_id: string;
					revision?: number;
					score?: number;
					withdrawn_at?: string | null;
					withdrawn_for?: string | null;
				};
				Update: {
					author_id?: string | null;
					body?: string;
					created_at?: string;
					edited_at?: string | null;
					id?: string;
					idempotency_key?: string;
					locale?: string;
					notes_hidden_at?: string | null;
					question_id?: string;
					revision?: number;
					score?: number;
					withdrawn_at?: string | null;
					withdrawn_for?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'answers_author_id_fkey';
						columns: ['author_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'answers_question_id_fkey';
						columns: ['question_id'];
						isOneToOne: false;
						referencedRelation: 'questions';
						referencedColumns: ['id'];
					},
				];
			};
			claim_invitations: {
				Row: {
					batch_id: string;
					channel: string;
					code_hash: string;
					contact_point_id: string | null;
					created_at: string;
					expires_at: string;
					id: string;
					person_id: string;
					revoked_at: string | null;
					used_at: string | null;
					used_by: string | null;
				};
				Insert: {
					batch_id: string;
					channel: string;
					code_hash: string;
					contact_point_id?: string | null;
					created_at?: string;
					expires_at?: string;
					id?: string;
					person_id: string;
					revoked_at?: string | null;
					used_at?: string | null;
					used_by?: string | null;
				};
				Update: {
					batch_id?: string;
					channel?: string;
					code_hash?: string;
					contact_point_id?: string | null;
					created_at?: string;
					expires_at?: string;
					id?: string;
					person_id?: string;
					revoked_at?: string | null;
					used_at?: string | null;
					used_by?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'claim_invitations_batch_id_fkey';
						columns: ['batch_id'];
						isOneToOne: false;
						referencedRelation: 'invitation_batches';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'claim_invitations_contact_point_id_fkey';
						columns: ['contact_point_id'];
						isOneToOne: false;
						referencedRelation: 'contact_points';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'claim_invitations_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'claim_invitations_used_by_fkey';
						columns: ['used_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
				];
			};
			claim_requests: {
				Row: {
					account_id: string;
					birth_year: number | null;
					created_at: string;
					decided_at: string | null;
					decided_by: string | null;
					full_name: string;
					id: string;
					idempotency_key: string;
					locale: string;
					message: string;
					person_id: string | null;
					phone: string | null;
					reason: string | null;
					region_code: string | null;
					registry_no: string | null;
					round: number | null;
					state: string;
				};
				Insert: {
					account_id: string;
					birth_year?: number | null;
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					full_name: string;
					id?: string;
					idempotency_key: string;
					locale: string;
					message: string;
					person_id?: string | null;
					phone?: string | null;
					reason?: string | null;
					region_code?: string | null;
					registry_no?: string | null;
					round?: number | null;
					state?: string;
				};
				Update: {
					account_id?: string;
					birth_year?: number | null;
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					full_name?: string;
					id?: string;
					idempotency_key?: string;
					locale?: string;
					message?: string;
					person_id?: string | null;
					phone?: string | null;
					reason?: string | null;
					region_code?: string | null;
					registry_no?: string | null;
					round?: number | null;
					state?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'claim_requests_account_id_fkey';
						columns: ['account_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'claim_requests_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'claim_requests_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'claim_requests_region_code_fkey';
						columns: ['region_code'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
				];
			};
			consents: {
				Row: {
					created_at: string;
					granted: boolean;
					id: string;
					locale: string;
					method: string;
					person_id: string;
					purpose: string;
					recorded_by: string | null;
					text_version: string;
				};
				Insert: {
					created_at?: string;
					granted: boolean;
					id?: string;
					locale: string;
					method: string;
					person_id: string;
					purpose: string;
					recorded_by?: string | null;
					text_version: string;
				};
				Update: {
					created_at?: string;
					granted?: boolean;
					id?: string;
					locale?: string;
					method?: string;
					person_id?: string;
					purpose?: string;
					recorded_by?: string | null;
					text_version?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'consents_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'consents_recorded_by_fkey';
						columns: ['recorded_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
				];
			};
			contact_blocks: {
				Row: {
					blocked_id: string;
					blocker_id: string;
					created_at: string;
				};
				Insert: {
					blocked_id: string;
					blocker_id: string;
					created_at?: string;
				};
				Update: {
					blocked_id?: string;
					blocker_id?: string;
					created_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'contact_blocks_blocked_id_fkey';
						columns: ['blocked_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'contact_blocks_blocker_id_fkey';
						columns: ['blocker_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
				];
			};
			contact_messages: {
				Row: {
					body: string | null;
					created_at: string;
					id: string;
					idempotency_key: string;
					part: string;
					request_id: string;
					shared_kind: string | null;
					shared_value: string | null;
				};
				Insert: {
					body?: string | null;
					created_at?: string;
					id?: string;
					idempotency_key: string;
					part: string;
					request_id: string;
					shared_kind?: string | null;
					shared_value?: string | null;
				};
				Update: {
					body?: string | null;
					created_at?: string;
					id?: string;
					idempotency_key?: string;
					part?: string;
					request_id?: string;
					shared_kind?: string | null;
					shared_value?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'contact_messages_request_id_fkey';
						columns: ['request_id'];
						isOneToOne: false;
						referencedRelation: 'contact_requests';
						referencedColumns: ['id'];
					},
				];
			};
			contact_points: {
				Row: {
					confirmed_at: string | null;
					created_at: string;
					id: string;
					kind: string;
					person_id: string;
					preferred: boolean;
					source: string;
					state: string;
					trusted_name: string | null;
					trusted_relation: string | null;
					value: string;
					value_key: string;
				};
				Insert: {
					confirmed_at?: string | null;
					created_at?: string;
					id?: string;
					kind: string;
					person_id: string;
					preferred?: boolean;
					source: string;
					state?: string;
					trusted_name?: string | null;
					trusted_relation?: string | null;
					value: string;
					value_key: string;
				};
				Update: {
					confirmed_at?: string | null;
					created_at?: string;
					id?: string;
					kind?: string;
					person_id?: string;
					preferred?: boolean;
					source?: string;
					state?: string;
					trusted_name?: string | null;
					trusted_relation?: string | null;
					value?: string;
					value_key?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'contact_points_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
				];
			};
			contact_reports: {
				Row: {
					created_at: string;
					decided_at: string | null;
					decided_by: string | null;
					id: string;
					kind: string;
					note: string;
					person_id: string;
					reporter_id: string;
					state: string;
					value: string;
					value_key: string;
				};
				Insert: {
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					id?: string;
					kind?: string;
					note: string;
					person_id: string;
					reporter_id: string;
					state?: string;
					value: string;
					value_key: string;
				};
				Update: {
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					id?: string;
					kind?: string;
					note?: string;
					person_id?: string;
					reporter_id?: string;
					state?: string;
					value?: string;
					value_key?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'contact_reports_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'contact_reports_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'contact_reports_reporter_id_fkey';
						columns: ['reporter_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
				];
			};
			contact_requests: {
				Row: {
					closed_at: string | null;
					closed_by: string | null;
					created_at: string;
					from_person: string;
					from_unread: boolean;
					id: string;
					idempotency_key: string;
					kind: string;
					last_at: string;
					to_person: string;
					to_unread: boolean;
				};
				Insert: {
					closed_at?: string | null;
					closed_by?: string | null;
					created_at?: string;
					from_person: string;
					from_unread?: boolean;
					id?: string;
					idempotency_key: string;
					kind?: string;
					last_at?: string;
					to_person: string;
					to_unread?: boolean;
				};
				Update: {
					closed_at?: string | null;
					closed_by?: string | null;
					created_at?: string;
					from_person?: string;
					from_unread?: boolean;
					id?: string;
					idempotency_key?: string;
					kind?: string;
					last_at?: string;
					to_person?: string;
					to_unread?: boolean;
				};
				Relationships: [
					{
						foreignKeyName: 'contact_requests_from_person_fkey';
						columns: ['from_person'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'contact_requests_to_person_fkey';
						columns: ['to_person'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
				];
			};
			directions: {
				Row: {
					code: string;
					name_en: string;
					name_kk: string;
					name_ru: string;
					position: number;
				};
				Insert: {
					code: string;
					name_en: string;
					name_kk: string;
					name_ru: string;
					position: number;
				};
				Update: {
					code?: string;
					name_en?: string;
					name_kk?: string;
					name_ru?: string;
					position?: number;
				};
				Relationships: [
				];
			};
			follows: {
				Row: {
					account_id: string;
					created_at: string;
					followed_id: string | null;
					id: string;
					question_id: string | null;
					tag_id: string | null;
				};
				Insert: {
					account_id: string;
					created_at?: string;
					followed_id?: string | null;
					id?: string;
					question_id?: string | null;
					tag_id?: string | null;
				};
				Update: {
					account_id?: string;
					created_at?: string;
					followed_id?: string | null;
					id?: string;
					question_id?: string | null;
					tag_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'follows_account_id_fkey';
						columns: ['account_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'follows_followed_id_fkey';
						columns: ['followed_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'follows_question_id_fkey';
						columns: ['question_id'];
						isOneToOne: false;
						referencedRelation: 'questions';
						referencedColumns: ['id'];
					},
				];
			};
			forms: {
				Row: {
					code: string;
					created_at: string;
					definition: Json;
					id: string;
					title_en: string;
					title_kk: string;
					title_ru: string;
					version: number;
				};
				Insert: {
					code: string;
					created_at?: string;
					definition: Json;
					id?: string;
					title_en: string;
					title_kk: string;
					title_ru: string;
					version: number;
				};
				Update: {
					code?: string;
					created_at?: string;
					definition?: Json;
					id?: string;
					title_en?: string;
					title_kk?: string;
					title_ru?: string;
					version?: number;
				};
				Relationships: [
				];
			};
			forum_profiles: {
				Row: {
					account_id: string;
					reputation: number;
				};
				Insert: {
					account_id: string;
					reputation?: number;
				};
				Update: {
					account_id?: string;
					reputation?: number;
				};
				Relationships: [
					{
						foreignKeyName: 'forum_profiles_account_id_fkey';
						columns: ['account_id'];
						isOneToOne: true;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
				];
			};
			guardian_consents: {
				Row: {
					contact: string;
					created_at: string;
					given_at: string;
					guardian_name: string;
					id: string;
					locale: string;
					person_id: string;
					purposes: string[];
					recorded_by: string | null;
					relation: string;
					text_version: string;
					way: string;
					withdrawn_at: string | null;
				};
				Insert: {
					contact: string;
					created_at?: string;
					given_at?: string;
					guardian_name: string;
					id?: string;
					locale: string;
					person_id: string;
					purposes: string[];
					recorded_by?: string | null;
					relation: string;
					text_version: string;
					way: string;
					withdrawn_at?: string | null;
				};
				Update: {
					contact?: string;
					created_at?: string;
					given_at?: string;
					guardian_name?: string;
					id?: string;
					locale?: string;
					person_id?: string;
					purposes?: string[];
					recorded_by?: string | null;
					relation?: string;
					text_version?: string;
					way?: string;
					withdrawn_at?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'guardian_consents_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'guardian_consents_recorded_by_fkey';
						columns: ['recorded_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
				];
			};
			import_conflicts: {
				Row: {
					changed_at: string;
					created_at: string;
					decided_at: string | null;
					decided_by: string | null;
					field: string;
					filename: string;
					id: string;
					import_id: string;
					person_id: string;
					person_value: string | null;
					registry_value: string;
					state: string;
				};
				Insert: {
					changed_at?: string;
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					field: string;
					filename: string;
					id?: string;
					import_id: string;
					person_id: string;
					person_value?: string | null;
					registry_value: string;
					state?: string;
				};
				Update: {
					changed_at?: string;
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					field?: string;
					filename?: string;
					id?: string;
					import_id?: string;
					person_id?: string;
					person_value?: string | null;
					registry_value?: string;
					state?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'import_conflicts_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'import_conflicts_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
				];
			};
			invitation_batches: {
				Row: {
					channel: string;
					created_at: string;
					filters: Json;
					id: string;
					idempotency_key: string;
					made_by: string | null;
					office: string | null;
				};
				Insert: {
					channel: string;
					created_at?: string;
					filters: Json;
					id?: string;
					idempotency_key: string;
					made_by?: string | null;
					office?: string | null;
				};
				Update: {
					channel?: string;
					created_at?: string;
					filters?: Json;
					id?: string;
					idempotency_key?: string;
					made_by?: string | null;
					office?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'invitation_batches_made_by_fkey';
						columns: ['made_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
				];
			};
			legacy_regions: {
				Row: {
					is_split: boolean;
					name: string;
					region_code: string;
				};
				Insert: {
					is_split: boolean;
					name: string;
					region_code: string;
				};
				Update: {
					is_split?: boolean;
					name?: string;
					region_code?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'legacy_regions_region_code_fkey';
						columns: ['region_code'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
				];
			};
			mentor_offers: {
				Row: {
					created_at: string;
					directions: string[];
					monthly_limit: number;
					paused: boolean;
					paused_until: string | null;
					person_id: string;
					topics: string | null;
					updated_at: string;
				};
				Insert: {
					created_at?: string;
					directions: string[];
					monthly_limit: number;
					paused?: boolean;
					paused_until?: string | null;
					person_id: string;
					topics?: string | null;
					updated_at?: string;
				};
				Update: {
					created_at?: string;
					directions?: string[];
					monthly_limit?: number;
					paused?: boolean;
					paused_until?: string | null;
					person_id?: string;
					topics?: string | null;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'mentor_offers_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: true;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
				];
			};
			notices: {
				Row: {
					account_id: string;
					body: string | null;
					created_at: string;
					id: string;
					locale: string;
					occasion: string;
					outbox_id: string | null;
					path: string | null;
					purpose: string;
					read_at: string | null;
					title: string;
				};
				Insert: {
					account_id: string;
					body?: string | null;
					created_at?: string;
					id?: string;
					locale: string;
					occasion: string;
					outbox_id?: string | null;
					path?: string | null;
					purpose: string;
					read_at?: string | null;
					title: string;
				};
				Update: {
					account_id?: string;
					body?: string | null;
					created_at?: string;
					id?: string;
					locale?: string;
					occasion?: string;
					outbox_id?: string | null;
					path?: string | null;
					purpose?: string;
					read_at?: string | null;
					title?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'notices_account_id_fkey';
						columns: ['account_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
				];
			};
			organizations: {
				Row: {
					id: string;
					name_en: string;
					name_kk: string;
					name_ru: string;
					slug: string;
					url: string | null;
				};
				Insert: {
					id?: string;
					name_en: string;
					name_kk: string;
					name_ru: string;
					slug: string;
					url?: string | null;
				};
				Update: {
					id?: string;
					name_en?: string;
					name_kk?: string;
					name_ru?: string;
					slug?: string;
					url?: string | null;
				};
				Relationships: [
				];
			};
			participations: {
				Row: {
					id: string;
					person_id: string | null;
					role: string;
					round: number;
					subproject_id: string | null;
				};
				Insert: {
					id?: string;
					person_id?: string | null;
					role: string;
					round: number;
					subproject_id?: string | null;
				};
				Update: {
					id?: string;
					person_id?: string | null;
					role?: string;
					round?: number;
					subproject_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'participations_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'participations_subproject_id_fkey';
						columns: ['subproject_id'];
						isOneToOne: false;
						referencedRelation: 'subprojects';
						referencedColumns: ['id'];
					},
				];
			};
			person_flags: {
				Row: {
					disability: boolean | null;
					neet_at_start: boolean | null;
					person_id: string;
					vulnerable: boolean | null;
				};
				Insert: {
					disability?: boolean | null;
					neet_at_start?: boolean | null;
					person_id: string;
					vulnerable?: boolean | null;
				};
				Update: {
					disability?: boolean | null;
					neet_at_start?: boolean | null;
					person_id?: string;
					vulnerable?: boolean | null;
				};
				Relationships: [
					{
						foreignKeyName: 'person_flags_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: true;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
				];
			};
			person_words: {
				Row: {
					account_id: string | null;
					created_at: string;
					field: string;
					id: number;
					person_id: string;
					said_by: string;
					value: string | null;
					was: string | null;
				};
				Insert: {
					account_id?: string | null;
					created_at?: string;
					field: string;
					person_id: string;
					said_by: string;
					value?: string | null;
					was?: string | null;
				};
				Update: {
					account_id?: string | null;
					created_at?: string;
					field?: string;
					person_id?: string;
					said_by?: string;
					value?: string | null;
					was?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'person_words_account_id_fkey';
						columns: ['account_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'person_words_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
				];
			};
			persons: {
				Row: {
					birth_year: number | null;
					created_at: string;
					district: string | null;
					full_name: string | null;
					gender: string | null;
					id: string;
					legacy_region: string | null;
					locale: string;
					name_key: string | null;
					region_code: string | null;
					registry_no: string;
					settlement: string | null;
					updated_at: string;
				};
				Insert: {
					birth_year?: number | null;
					created_at?: string;
					district?: string | null;
					full_name?: string | null;
					gender?: string | null;
					id?: string;
					legacy_region?: string | null;
					locale?: string;
					region_code?: string | null;
					registry_no: string;
					settlement?: string | null;
					updated_at?: string;
				};
				Update: {
					birth_year?: number | null;
					created_at?: string;
					district?: string | null;
					full_name?: string | null;
					gender?: string | null;
					id?: string;
					legacy_region?: string | null;
					locale?: string;
					region_code?: string | null;
					registry_no?: string;
					settlement?: string | null;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'persons_region_code_fkey';
						columns: ['region_code'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
				];
			};
			post_comments: {
				Row: {
					answer_id: string | null;
					author_id: string | null;
					body: string;
					created_at: string;
					id: string;
					idempotency_key: string;
					locale: string;
					post_id: string;
					question_id: string | null;
					withdrawn_at: string | null;
					withdrawn_for: string | null;
				};
				Insert: {
					answer_id?: string | null;
					author_id?: string | null;
					body: string;
					created_at?: string;
					id?: string;
					idempotency_key: string;
					locale: string;
					question_id?: string | null;
					withdrawn_at?: string | null;
					withdrawn_for?: string | null;
				};
				Update: {
					answer_id?: string | null;
					author_id?: string | null;
					body?: string;
					created_at?: string;
					id?: string;
					idempotency_key?: string;
					locale?: string;
					question_id?: string | null;
					withdrawn_at?: string | null;
					withdrawn_for?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'post_comments_answer_id_fkey';
						columns: ['answer_id'];
						isOneToOne: false;
						referencedRelation: 'answers';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'post_comments_author_id_fkey';
						columns: ['author_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'post_comments_question_id_fkey';
						columns: ['question_id'];
						isOneToOne: false;
						referencedRelation: 'questions';
						referencedColumns: ['id'];
					},
				];
			};
			post_drafts: {
				Row: {
					account_id: string;
					fields: Json;
					id: string;
					key: string;
					question_id: string | null;
					updated_at: string;
				};
				Insert: {
					account_id: string;
					fields: Json;
					id?: string;
					key: string;
					question_id?: string | null;
					updated_at?: string;
				};
				Update: {
					account_id?: string;
					fields?: Json;
					id?: string;
					key?: string;
					question_id?: string | null;
					updated_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'post_drafts_account_id_fkey';
						columns: ['account_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'post_drafts_question_id_fkey';
						columns: ['question_id'];
						isOneToOne: false;
						referencedRelation: 'questions';
						referencedColumns: ['id'];
					},
				];
			};
			post_revisions: {
				Row: {
					answer_id: string | null;
					body: string;
					created_at: string;
					editor_id: string | null;
					id: string;
					number: number;
					post_id: string;
					question_id: string | null;
					restores: number | null;
					suggestion_id: string | null;
					title: string | null;
				};
				Insert: {
					answer_id?: string | null;
					body: string;
					created_at?: string;
					editor_id?: string | null;
					id?: string;
					number: number;
					question_id?: string | null;
					restores?: number | null;
					suggestion_id?: string | null;
					title?: string | null;
				};
				Update: {
					answer_id?: string | null;
					body?: string;
					created_at?: string;
					editor_id?: string | null;
					id?: string;
					number?: number;
					question_id?: string | null;
					restores?: number | null;
					suggestion_id?: string | null;
					title?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'post_revisions_answer_id_fkey';
						columns: ['answer_id'];
						isOneToOne: false;
						referencedRelation: 'answers';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'post_revisions_editor_id_fkey';
						columns: ['editor_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'post_revisions_question_id_fkey';
						columns: ['question_id'];
						isOneToOne: false;
						referencedRelation: 'questions';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'post_revisions_suggestion_id_fkey';
						columns: ['suggestion_id'];
						isOneToOne: false;
						referencedRelation: 'post_suggestions';
						referencedColumns: ['id'];
					},
				];
			};
			post_suggestions: {
				Row: {
					answer_id: string | null;
					author_id: string | null;
					base: number;
					body: string;
					created_at: string;
					decided_at: string | null;
					decided_by: string | null;
					decline_reason: string | null;
					id: string;
					idempotency_key: string;
					post_id: string;
					question_id: string | null;
					reason: string;
					state: string;
					title: string | null;
				};
				Insert: {
					answer_id?: string | null;
					author_id?: string | null;
					base: number;
					body: string;
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					decline_reason?: string | null;
					id?: string;
					idempotency_key: string;
					question_id?: string | null;
					reason: string;
					state?: string;
					title?: string | null;
				};
				Update: {
					answer_id?: string | null;
					author_id?: string | null;
					base?: number;
					body?: string;
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					decline_reason?: string | null;
					id?: string;
					idempotency_key?: string;
					question_id?: string | null;
					reason?: string;
					state?: string;
					title?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'post_suggestions_answer_id_fkey';
						columns: ['answer_id'];
						isOneToOne: false;
						referencedRelation: 'answers';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'post_suggestions_author_id_fkey';
						columns: ['author_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'post_suggestions_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'post_suggestions_question_id_fkey';
						columns: ['question_id'];
						isOneToOne: false;
						referencedRelation: 'questions';
						referencedColumns: ['id'];
					},
				];
			};
			profiles: {
				Row: {
					directions: string[];
					help: string[];
					help_text: string | null;
					instagram: string | null;
					languages: string[];
					need_text: string | null;
					needs: string[];
					now_line: string | null;
					person_id: string;
					photo_id: string | null;
					skills: string[];
					story: string | null;
					takes_requests: boolean;
					updated_at: string;
					visibility: Json;
				};
				Insert: {
					directions?: string[];
					help?: string[];
					help_text?: string | null;
					instagram?: string | null;
					languages?: string[];
					need_text?: string | null;
					needs?: string[];
					now_line?: string | null;
					person_id: string;
					photo_id?: string | null;
					skills?: string[];
					story?: string | null;
					takes_requests?: boolean;
					updated_at?: string;
					visibility?: Json;
				};
				Update: {
					directions?: string[];
					help?: string[];
					help_text?: string | null;
					instagram?: string | null;
					languages?: string[];
					need_text?: string | null;
					needs?: string[];
					now_line?: string | null;
					person_id?: string;
					photo_id?: string | null;
					skills?: string[];
					story?: string | null;
					takes_requests?: boolean;
					updated_at?: string;
					visibility?: Json;
				};
				Relationships: [
					{
						foreignKeyName: 'profiles_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: true;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
				];
			};
			programme_facts: {
				Row: {
					kind: string;
					position: number;
					programme_id: string;
					source: string | null;
					text_en: string;
					text_kk: string;
					text_ru: string;
					verified: boolean;
				};
				Insert: {
					kind: string;
					position: number;
					programme_id: string;
					source?: string | null;
					text_en: string;
					text_kk: string;
					text_ru: string;
					verified: boolean;
				};
				Update: {
					kind?: string;
					position?: number;
					programme_id?: string;
					source?: string | null;
					text_en?: string;
					text_kk?: string;
					text_ru?: string;
					verified?: boolean;
				};
				Relationships: [
					{
						foreignKeyName: 'programme_facts_programme_id_fkey';
						columns: ['programme_id'];
						isOneToOne: false;
						referencedRelation: 'programmes';
						referencedColumns: ['id'];
					},
				];
			};
			programme_regions: {
				Row: {
					programme_id: string;
					region_code: string;
				};
				Insert: {
					programme_id: string;
					region_code: string;
				};
				Update: {
					programme_id?: string;
					region_code?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'programme_regions_programme_id_fkey';
						columns: ['programme_id'];
						isOneToOne: false;
						referencedRelation: 'programmes';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'programme_regions_region_code_fkey';
						columns: ['region_code'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
				];
			};
			programmes: {
				Row: {
					age_max: number | null;
					age_min: number | null;
					amount_mrp: number | null;
					amount_tenge: number | null;
					apply_en: string | null;
					apply_kk: string | null;
					apply_ru: string | null;
					audience_en: string;
					audience_kk: string;
					audience_ru: string;
					closes_on: string | null;
					confidence: string;
					id: string;
					kind: string;
					name_en: string;
					name_kk: string;
					name_ru: string;
					opens_on: string | null;
					organization_id: string;
					slug: string;
					source_name: string | null;
					source_url: string | null;
					status: string;
					summary_en: string;
					summary_kk: string;
					summary_ru: string;
					verified_at: string;
					year_round: boolean;
					years: string | null;
				};
				Insert: {
					age_max?: number | null;
					age_min?: number | null;
					amount_mrp?: number | null;
					amount_tenge?: number | null;
					apply_en?: string | null;
					apply_kk?: string | null;
					apply_ru?: string | null;
					audience_en: string;
					audience_kk: string;
					audience_ru: string;
					closes_on?: string | null;
					confidence: string;
					id?: string;
					kind: string;
					name_en: string;
					name_kk: string;
					name_ru: string;
					opens_on?: string | null;
					organization_id: string;
					slug: string;
					source_name?: string | null;
					source_url?: string | null;
					status: string;
					summary_en: string;
					summary_kk: string;
					summary_ru: string;
					verified_at: string;
					year_round?: boolean;
					years?: string | null;
				};
				Update: {
					age_max?: number | null;
					age_min?: number | null;
					amount_mrp?: number | null;
					amount_tenge?: number | null;
					apply_en?: string | null;
					apply_kk?: string | null;
					apply_ru?: string | null;
					audience_en?: string;
					audience_kk?: string;
					audience_ru?: string;
					closes_on?: string | null;
					confidence?: string;
					id?: string;
					kind?: string;
					name_en?: string;
					name_kk?: string;
					name_ru?: string;
					opens_on?: string | null;
					organization_id?: string;
					slug?: string;
					source_name?: string | null;
					source_url?: string | null;
					status?: string;
					summary_en?: string;
					summary_kk?: string;
					summary_ru?: string;
					verified_at?: string;
					year_round?: boolean;
					years?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'programmes_organization_id_fkey';
						columns: ['organization_id'];
						isOneToOne: false;
						referencedRelation: 'organizations';
						referencedColumns: ['id'];
					},
				];
			};
			questions: {
				Row: {
					accepted_answer_id: string | null;
					answer_count: number;
					author_id: string | null;
					body: string;
					created_at: string;
					direction: string;
					edited_at: string | null;
					id: string;
					idempotency_key: string;
					is_anonymous: boolean;
					locale: string;
					merged_into: string | null;
					region_code: string | null;
					revision: number;
					score: number;
					title: string;
					withdrawn_at: string | null;
					withdrawn_for: string | null;
				};
				Insert: {
					accepted_answer_id?: string | null;
					answer_count?: number;
					author_id?: string | null;
					body?: string;
					created_at?: string;
					direction: string;
					edited_at?: string | null;
					id?: string;
					idempotency_key?: string;
					is_anonymous?: boolean;
					locale: string;
					merged_into?: string | null;
					region_code?: string | null;
					revision?: number;
					score?: number;
					title: string;
					withdrawn_at?: string | null;
					withdrawn_for?: string | null;
				};
				Update: {
					accepted_answer_id?: string | null;
					answer_count?: number;
					author_id?: string | null;
					body?: string;
					created_at?: string;
					direction?: string;
					edited_at?: string | null;
					id?: string;
					idempotency_key?: string;
					is_anonymous?: boolean;
					locale?: string;
					merged_into?: string | null;
					region_code?: string | null;
					revision?: number;
					score?: number;
					title?: string;
					withdrawn_at?: string | null;
					withdrawn_for?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'questions_accepted_answer_fkey';
						columns: ['id', 'accepted_answer_id'];
						isOneToOne: false;
						referencedRelation: 'answers';
						referencedColumns: ['question_id', 'id'];
					},
					{
						foreignKeyName: 'questions_author_id_fkey';
						columns: ['author_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'questions_direction_fkey';
						columns: ['direction'];
						isOneToOne: false;
						referencedRelation: 'directions';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'questions_merged_into_fkey';
						columns: ['merged_into'];
						isOneToOne: false;
						referencedRelation: 'questions';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'questions_region_code_fkey';
						columns: ['region_code'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
				];
			};
			referral_consents: {
				Row: {
					created_at: string;
					fields: string[];
					id: string;
					locale: string;
					method: string;
					organization_id: string;
					purpose: string;
					referral_id: string;
					revoked_at: string | null;
					text_version: string;
				};
				Insert: {
					created_at?: string;
					fields: string[];
					id?: string;
					locale: string;
					method?: string;
					organization_id: string;
					purpose?: string;
					referral_id: string;
					revoked_at?: string | null;
					text_version: string;
				};
				Update: {
					created_at?: string;
					fields?: string[];
					id?: string;
					locale?: string;
					method?: string;
					organization_id?: string;
					purpose?: string;
					referral_id?: string;
					revoked_at?: string | null;
					text_version?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'referral_consents_organization_id_fkey';
						columns: ['organization_id'];
						isOneToOne: false;
						referencedRelation: 'organizations';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'referral_consents_referral_id_fkey';
						columns: ['referral_id'];
						isOneToOne: true;
						referencedRelation: 'referrals';
						referencedColumns: ['id'];
					},
				];
			};
			referral_events: {
				Row: {
					actor_id: string | null;
					actor_part: string;
					created_at: string;
					id: string;
					reason: string | null;
					referral_id: string;
					state: string;
				};
				Insert: {
					actor_id?: string | null;
					actor_part: string;
					created_at?: string;
					id?: string;
					reason?: string | null;
					referral_id: string;
					state: string;
				};
				Update: {
					actor_id?: string | null;
					actor_part?: string;
					created_at?: string;
					id?: string;
					reason?: string | null;
					referral_id?: string;
					state?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'referral_events_actor_id_fkey';
						columns: ['actor_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'referral_events_referral_id_fkey';
						columns: ['referral_id'];
						isOneToOne: false;
						referencedRelation: 'referrals';
						referencedColumns: ['id'];
					},
				];
			};
			referrals: {
				Row: {
					created_at: string;
					created_by: string | null;
					id: string;
					idempotency_key: string;
					message: string | null;
					partner_reason: string | null;
					person_id: string;
					programme_id: string;
					region_code: string | null;
					state: string;
					state_at: string;
				};
				Insert: {
					created_at?: string;
					created_by?: string | null;
					id?: string;
					idempotency_key?: string;
					message?: string | null;
					partner_reason?: string | null;
					person_id: string;
					programme_id: string;
					region_code?: string | null;
					state?: string;
					state_at?: string;
				};
				Update: {
					created_at?: string;
					created_by?: string | null;
					id?: string;
					idempotency_key?: string;
					message?: string | null;
					partner_reason?: string | null;
					person_id?: string;
					programme_id?: string;
					region_code?: string | null;
					state?: string;
					state_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'referrals_created_by_fkey';
						columns: ['created_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'referrals_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'referrals_programme_id_fkey';
						columns: ['programme_id'];
						isOneToOne: false;
						referencedRelation: 'programmes';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'referrals_region_code_fkey';
						columns: ['region_code'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
				];
			};
			regions: {
				Row: {
					code: string;
					name_en: string;
					name_kk: string;
					name_ru: string;
					short_en: string;
					short_kk: string;
					short_ru: string;
					slug: string;
					tile_column: number;
					tile_row: number;
				};
				Insert: {
					code: string;
					name_en: string;
					name_kk: string;
					name_ru: string;
					short_en: string;
					short_kk: string;
					short_ru: string;
					slug: string;
					tile_column: number;
					tile_row: number;
				};
				Update: {
					code?: string;
					name_en?: string;
					name_kk?: string;
					name_ru?: string;
					short_en?: string;
					short_kk?: string;
					short_ru?: string;
					slug?: string;
					tile_column?: number;
					tile_row?: number;
				};
				Relationships: [
				];
			};
			registry_views: {
				Row: {
					account_id: string;
					created_at: string;
					id: string;
					name: string;
					query: Json;
				};
				Insert: {
					account_id: string;
					created_at?: string;
					id?: string;
					name: string;
					query: Json;
				};
				Update: {
					account_id?: string;
					created_at?: string;
					id?: string;
					name?: string;
					query?: Json;
				};
				Relationships: [
					{
						foreignKeyName: 'registry_views_account_id_fkey';
						columns: ['account_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
				];
			};
			reports: {
				Row: {
					created_at: string;
					decided_at: string | null;
					decided_by: string | null;
					id: string;
					idempotency_key: string;
					reason: string;
					reported_id: string;
					reported_region: string | null;
					reporter_id: string | null;
					reporter_region: string | null;
					request_id: string | null;
					state: string;
					subject: string;
					words: string | null;
				};
				Insert: {
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					id?: string;
					idempotency_key: string;
					reason: string;
					reported_id: string;
					reported_region?: string | null;
					reporter_id?: string | null;
					reporter_region?: string | null;
					request_id?: string | null;
					state?: string;
					subject: string;
					words?: string | null;
				};
				Update: {
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					id?: string;
					idempotency_key?: string;
					reason?: string;
					reported_id?: string;
					reported_region?: string | null;
					reporter_id?: string | null;
					reporter_region?: string | null;
					request_id?: string | null;
					state?: string;
					subject?: string;
					words?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'reports_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'reports_reported_id_fkey';
						columns: ['reported_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'reports_reported_region_fkey';
						columns: ['reported_region'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'reports_reporter_id_fkey';
						columns: ['reporter_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'reports_reporter_region_fkey';
						columns: ['reporter_region'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'reports_request_id_fkey';
						columns: ['request_id'];
						isOneToOne: false;
						referencedRelation: 'contact_requests';
						referencedColumns: ['id'];
					},
				];
			};
			reputation_events: {
				Row: {
					account_id: string;
					actor_id: string | null;
					answer_id: string | null;
					cause: string | null;
					created_at: string;
					delta: number;
					earned_at: string | null;
					id: number;
					kind: string;
					points: number;
					question_id: string | null;
					restores: number | null;
					reverses: number | null;
				};
				Insert: {
					account_id: string;
					actor_id?: string | null;
					answer_id?: string | null;
					cause?: string | null;
					created_at?: string;
					delta: number;
					earned_at?: string | null;
					kind: string;
					points: number;
					question_id?: string | null;
					restores?: number | null;
					reverses?: number | null;
				};
				Update: {
					account_id?: string;
					actor_id?: string | null;
					answer_id?: string | null;
					cause?: string | null;
					created_at?: string;
					delta?: number;
					earned_at?: string | null;
					kind?: string;
					points?: number;
					question_id?: string | null;
					restores?: number | null;
					reverses?: number | null;
				};
				Relationships: [
					{
						foreignKeyName: 'reputation_events_account_id_fkey';
						columns: ['account_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'reputation_events_actor_id_fkey';
						columns: ['actor_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'reputation_events_answer_id_fkey';
						columns: ['answer_id'];
						isOneToOne: false;
						referencedRelation: 'answers';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'reputation_events_question_id_fkey';
						columns: ['question_id'];
						isOneToOne: false;
						referencedRelation: 'questions';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'reputation_events_restores_fkey';
						columns: ['restores'];
						isOneToOne: false;
						referencedRelation: 'reputation_events';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'reputation_events_reverses_fkey';
						columns: ['reverses'];
						isOneToOne: true;
						referencedRelation: 'reputation_events';
						referencedColumns: ['id'];
					},
				];
			};
			responses: {
				Row: {
					answers: Json;
					id: string;
					idempotency_key: string;
					locale: string | null;
					member_id: string;
					submitted_at: string;
				};
				Insert: {
					answers: Json;
					id?: string;
					idempotency_key?: string;
					locale?: string | null;
					member_id: string;
					submitted_at?: string;
				};
				Update: {
					answers?: Json;
					id?: string;
					idempotency_key?: string;
					locale?: string | null;
					member_id?: string;
					submitted_at?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'responses_member_id_fkey';
						columns: ['member_id'];
						isOneToOne: true;
						referencedRelation: 'wave_members';
						referencedColumns: ['id'];
					},
				];
			};
			restrictions: {
				Row: {
					created_at: string;
					created_by: string | null;
					id: string;
					lifted_at: string | null;
					person_id: string;
					report_id: string | null;
					until: string | null;
					what: string;
				};
				Insert: {
					created_at?: string;
					created_by?: string | null;
					id?: string;
					lifted_at?: string | null;
					person_id: string;
					report_id?: string | null;
					until?: string | null;
					what: string;
				};
				Update: {
					created_at?: string;
					created_by?: string | null;
					id?: string;
					lifted_at?: string | null;
					person_id?: string;
					report_id?: string | null;
					until?: string | null;
					what?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'restrictions_created_by_fkey';
						columns: ['created_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'restrictions_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'restrictions_report_id_fkey';
						columns: ['report_id'];
						isOneToOne: false;
						referencedRelation: 'reports';
						referencedColumns: ['id'];
					},
				];
			};
			split_districts: {
				Row: {
					legacy_name: string;
					region_code: string;
					stem: string;
				};
				Insert: {
					legacy_name: string;
					region_code: string;
					stem: string;
				};
				Update: {
					legacy_name?: string;
					region_code?: string;
					stem?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'split_districts_region_code_fkey';
						columns: ['region_code'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
				];
			};
			status_updates: {
				Row: {
					basis: string | null;
					corrects_id: string | null;
					created_at: string;
					id: string;
					idempotency_key: string;
					needs: string[];
					note: string | null;
					person_id: string | null;
					photo_id: string | null;
					something_new: boolean;
					source: string;
					state: string;
					stop_reason: string | null;
					subproject_id: string;
					withdrawn_at: string | null;
				};
				Insert: {
					basis?: string | null;
					corrects_id?: string | null;
					created_at?: string;
					id?: string;
					idempotency_key?: string;
					needs?: string[];
					note?: string | null;
					person_id?: string | null;
					photo_id?: string | null;
					something_new?: boolean;
					source?: string;
					state: string;
					stop_reason?: string | null;
					subproject_id: string;
					withdrawn_at?: string | null;
				};
				Update: {
					basis?: string | null;
					corrects_id?: string | null;
					created_at?: string;
					id?: string;
					idempotency_key?: string;
					needs?: string[];
					note?: string | null;
					person_id?: string | null;
					photo_id?: string | null;
					something_new?: boolean;
					source?: string;
					state?: string;
					stop_reason?: string | null;
					subproject_id?: string;
					withdrawn_at?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'status_updates_corrects_id_fkey';
						columns: ['corrects_id'];
						isOneToOne: true;
						referencedRelation: 'status_updates';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'status_updates_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'status_updates_subproject_id_fkey';
						columns: ['subproject_id'];
						isOneToOne: false;
						referencedRelation: 'subprojects';
						referencedColumns: ['id'];
					},
				];
			};
			subprojects: {
				Row: {
					basis: string | null;
					created_at: string;
					direction: string;
					grant_tenge: number | null;
					id: string;
					needs: string[];
					region_code: string | null;
					registry_no: string;
					round: number;
					state: string;
					state_at: string | null;
					title: string;
				};
				Insert: {
					basis?: string | null;
					created_at?: string;
					direction: string;
					grant_tenge?: number | null;
					id?: string;
					needs?: string[];
					region_code?: string | null;
					registry_no: string;
					round: number;
					state?: string;
					state_at?: string | null;
					title: string;
				};
				Update: {
					basis?: string | null;
					created_at?: string;
					direction?: string;
					grant_tenge?: number | null;
					id?: string;
					needs?: string[];
					region_code?: string | null;
					registry_no?: string;
					round?: number;
					state?: string;
					state_at?: string | null;
					title?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'subprojects_direction_fkey';
						columns: ['direction'];
						isOneToOne: false;
						referencedRelation: 'directions';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'subprojects_region_code_fkey';
						columns: ['region_code'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
				];
			};
			tag_suggestions: {
				Row: {
					account_id: string;
					created_at: string;
					decided_at: string | null;
					decided_by: string | null;
					id: string;
					question_id: string;
					state: string;
					tags: string[];
				};
				Insert: {
					account_id: string;
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					id?: string;
					question_id: string;
					state?: string;
					tags: string[];
				};
				Update: {
					account_id?: string;
					created_at?: string;
					decided_at?: string | null;
					decided_by?: string | null;
					id?: string;
					question_id?: string;
					state?: string;
					tags?: string[];
				};
				Relationships: [
					{
						foreignKeyName: 'tag_suggestions_account_id_fkey';
						columns: ['account_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'tag_suggestions_decided_by_fkey';
						columns: ['decided_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'tag_suggestions_question_id_fkey';
						columns: ['question_id'];
						isOneToOne: false;
						referencedRelation: 'questions';
						referencedColumns: ['id'];
					},
				];
			};
			votes: {
				Row: {
					answer_id: string | null;
					created_at: string;
					id: string;
					question_id: string | null;
					value: number;
					voter_id: string | null;
				};
				Insert: {
					answer_id?: string | null;
					created_at?: string;
					id?: string;
					question_id?: string | null;
					value: number;
					voter_id?: string | null;
				};
				Update: {
					answer_id?: string | null;
					created_at?: string;
					id?: string;
					question_id?: string | null;
					value?: number;
					voter_id?: string | null;
				};
				Relationships: [
					{
						foreignKeyName: 'votes_answer_id_fkey';
						columns: ['answer_id'];
						isOneToOne: false;
						referencedRelation: 'answers';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'votes_question_id_fkey';
						columns: ['question_id'];
						isOneToOne: false;
						referencedRelation: 'questions';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'votes_voter_id_fkey';
						columns: ['voter_id'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
				];
			};
			wave_members: {
				Row: {
					disposition: string;
					gender: string | null;
					id: string;
					legacy_region: string | null;
					neet: boolean | null;
					opened_at: string | null;
					outbox_id: string | null;
					person_id: string | null;
					queued_at: string | null;
					region_code: string | null;
					responded_at: string | null;
					role: string | null;
					round: number | null;
					token_hash: string | null;
					vulnerable: boolean | null;
					wave_id: string;
				};
				Insert: {
					disposition?: string;
					gender?: string | null;
					id?: string;
					legacy_region?: string | null;
					neet?: boolean | null;
					opened_at?: string | null;
					outbox_id?: string | null;
					person_id?: string | null;
					queued_at?: string | null;
					region_code?: string | null;
					responded_at?: string | null;
					role?: string | null;
					round?: number | null;
					token_hash?: string | null;
					vulnerable?: boolean | null;
					wave_id: string;
				};
				Update: {
					disposition?: string;
					gender?: string | null;
					id?: string;
					legacy_region?: string | null;
					neet?: boolean | null;
					opened_at?: string | null;
					outbox_id?: string | null;
					person_id?: string | null;
					queued_at?: string | null;
					region_code?: string | null;
					responded_at?: string | null;
					role?: string | null;
					round?: number | null;
					token_hash?: string | null;
					vulnerable?: boolean | null;
					wave_id?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'wave_members_person_id_fkey';
						columns: ['person_id'];
						isOneToOne: false;
						referencedRelation: 'persons';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'wave_members_region_code_fkey';
						columns: ['region_code'];
						isOneToOne: false;
						referencedRelation: 'regions';
						referencedColumns: ['code'];
					},
					{
						foreignKeyName: 'wave_members_wave_id_fkey';
						columns: ['wave_id'];
						isOneToOne: false;
						referencedRelation: 'waves';
						referencedColumns: ['id'];
					},
				];
			};
			waves: {
				Row: {
					audience: Json;
					closes_at: string;
					created_at: string;
					created_by: string | null;
					file_hash: string | null;
					form_id: string;
					id: string;
					idempotency_key: string;
					kind: string;
					opens_at: string;
					title: string;
				};
				Insert: {
					audience?: Json;
					closes_at: string;
					created_at?: string;
					created_by?: string | null;
					file_hash?: string | null;
					form_id: string;
					id?: string;
					idempotency_key?: string;
					kind: string;
					opens_at?: string;
					title: string;
				};
				Update: {
					audience?: Json;
					closes_at?: string;
					created_at?: string;
					created_by?: string | null;
					file_hash?: string | null;
					form_id?: string;
					id?: string;
					idempotency_key?: string;
					kind?: string;
					opens_at?: string;
					title?: string;
				};
				Relationships: [
					{
						foreignKeyName: 'waves_created_by_fkey';
						columns: ['created_by'];
						isOneToOne: false;
						referencedRelation: 'accounts';
						referencedColumns: ['id'];
					},
					{
						foreignKeyName: 'waves_form_id_fkey';
						columns: ['form_id'];
						isOneToOne: false;
						referencedRelation: 'forms';
						referencedColumns: ['id'];
					},
				];
			};
		};
		Views: Record<never, never>;
		Functions: {
			accept_answer: {
				Args: {
					p_question: string | null;
					p_answer: string | null;
				};
				Returns: undefined;
			};
			accept_suggestion: {
				Args: {
					p_id: string | null;
				};
				Returns: string;
			};
			add_comment: {
				Args: {
					p_key: string | null;
					p_post: string | null;
					p_body: string | null;
					p_locale: string | null;
				};
				Returns: string;
			};
			add_held_word: {
				Args: {
					p_word: string | null;
					p_locale: string | null;
				};
				Returns: undefined;
			};
			add_to_wave: {
				Args: {
					p_key: string | null;
					p_selection: Json | object | null;
					p_expected: number | null;
					p_wave: string | null;
					p_origin: string | null;
				};
				Returns: number;
			};
			answer_appeal: {
				Args: {
					p_appeal: string | null;
					p_grant: boolean | null;
					p_answer: string | null;
				};
				Returns: undefined;
			};
			answer_contact_check: {
				Args: {
					p_token: string | null;
					p_mine: boolean | null;
				};
				Returns: undefined;
			};
			answer_contact_request: {
				Args: {
					p_request: string | null;
					p_body: string | null;
					p_share: string | null;
					p_key: string | null;
				};
				Returns: undefined;
			};
			answer_guardian_ask: {
				Args: {
					p_token: string | null;
					p_answer: string | null;
					p_text_version: string | null;
					p_locale: string | null;
				};
				Returns: undefined;
			};
			answer_referral: {
				Args: {
					p_referral: string | null;
					p_action: string | null;
					p_reason?: string | null;
					p_text_version?: string | null;
					p_locale?: string | null;
				};
				Returns: undefined;
			};
			appeal: {
				Args: {
					p_case: string | null;
					p_restriction: string | null;
					p_words: string | null;
				};
				Returns: undefined;
			};
			appeal_vote_finding: {
				Args: {
					p_id: string | null;
					p_text: string | null;
				};
				Returns: undefined;
			};
			apply_wave_import: {
				Args: {
					p_id: string | null;
				};
				Returns: string;
			};
			appoint_moderator: {
				Args: {
					p_email: string | null;
					p_region?: string | null;
					p_locale?: string | null;
				};
				Returns: undefined;
			};
			ask_guardian: {
				Args: {
					p_person: string | null;
					p_fields: Json | object | null;
				};
				Returns: undefined;
			};
			ask_question: {
				Args: {
					p_key: string | null;
					p_direction: string | null;
					p_title: string | null;
					p_body: string | null;
					p_locale: string | null;
					p_anonymous?: boolean | null;
					p_photo?: string | null;
					p_width?: number | null;
					p_height?: number | null;
					p_tags?: string[] | null;
					p_region?: string | null;
				};
				Returns: string;
			};
			begin_registry_import: {
				Args: {
					p_filename: string | null;
					p_sha256: string | null;
					p_source: string | null;
					p_sheets: Json | object | null;
				};
				Returns: string;
			};
			block_contact: {
				Args: {
					p_request: string | null;
				};
				Returns: undefined;
			};
			bring_back_post: {
				Args: {
					p_post: string | null;
				};
				Returns: string;
			};
			cast_vote: {
				Args: {
					p_kind: string | null;
					p_post: string | null;
					p_value: number | null;
				};
				Returns: string;
			};
			check_guide: {
				Args: {
					p_guide: string | null;
				};
				Returns: undefined;
			};
			check_registry_import: {
				Args: {
					p_import: string | null;
					p_sheet: number | null;
					p_mapping: Json | object | null;
					p_total: number | null;
					p_rows: number | null;
				};
				Returns: Json;
			};
			check_reputation: {
				Args: never;
				Returns: number;
			};
			check_wave: {
				Args: {
					p_hash: string | null;
					p_rows: Json | object | null;
				};
				Returns: Json;
			};
			choose_weekly: {
				Args: {
					p_wanted: boolean | null;
				};
				Returns: undefined;
			};
			claim_by_invitation: {
				Args: {
					p_code: string | null;
					p_locale: string | null;
				};
				Returns: string;
			};
			claim_case: {
				Args: {
					p_case: string | null;
				};
				Returns: undefined;
			};
			claim_outbox: {
				Args: {
					p_limit: number | null;
					p_lease_seconds: number | null;
					p_channels: string[] | null;
					p_quiet_until?: string | null;
				};
				Returns: { id: string; channel: string; to_address: string; locale: string; subject: string; body: string; unsubscribe_token: string; unsubscribe_words: string }[];
			};
			clear_vote_finding: {
				Args: {
					p_id: string | null;
					p_reason: string | null;
				};
				Returns: number;
			};
			close_contact_request: {
				Args: {
					p_request: string | null;
				};
				Returns: undefined;
			};
			comment_page: {
				Args: {
					p_comment: string | null;
				};
				Returns: string;
			};
			correct_my_record: {
				Args: {
					p_fields: Json | object | null;
				};
				Returns: undefined;
			};
			decide_case: {
				Args: {
					p_case: string | null;
					p_verdict: string | null;
					p_reason?: string | null;
					p_note?: string | null;
				};
				Returns: undefined;
			};
			decide_claim: {
				Args: {
					p_request: string | null;
					p_approve: boolean | null;
					p_registry_no: string | null;
					p_reason: string | null;
				};
				Returns: undefined;
			};
			decide_conflicts: {
				Args: {
					p_ids: string[] | null;
					p_field: string | null;
					p_decision: string | null;
					p_seen: string | null;
				};
				Returns: number;
			};
			decide_contact_report: {
				Args: {
					p_report: string | null;
					p_accept: boolean | null;
				};
				Returns: undefined;
			};
			decide_report: {
				Args: {
					p_id: string | null;
					p_decision: string | null;
					p_days: number | null;
				};
				Returns: undefined;
			};
			decide_tags: {
				Args: {
					p_suggestion: string | null;
					p_accept: boolean | null;
				};
				Returns: string;
			};
			decline_duplicate: {
				Args: {
					p_question: string | null;
				};
				Returns: undefined;
			};
			decline_suggestion: {
				Args: {
					p_id: string | null;
					p_reason: string | null;
				};
				Returns: undefined;
			};
			delete_comment: {
				Args: {
					p_comment: string | null;
				};
				Returns: undefined;
			};
			deliver_to_demo_mailbox: {
				Args: {
					p_to: string | null;
					p_subject: string | null;
					p_body: string | null;
				};
				Returns: undefined;
			};
			discard_draft: {
				Args: {
					p_key: string | null;
				};
				Returns: undefined;
			};
			dismiss_duplicate: {
				Args: {
					p_a: string | null;
					p_b: string | null;
					p_dismissed: boolean | null;
				};
				Returns: undefined;
			};
			dismiss_moderator: {
				Args: {
					p_account: string | null;
					p_scope?: string | null;
				};
				Returns: undefined;
			};
			dispute_claim: {
				Args: {
					p_token: string | null;
				};
				Returns: undefined;
			};
			drop_claim_code: {
				Args: never;
				Returns: undefined;
			};
			drop_guide: {
				Args: {
					p_guide: string | null;
				};
				Returns: undefined;
			};
			drop_post_photo: {
				Args: {
					p_post: string | null;
				};
				Returns: undefined;
			};
			drop_registry_view: {
				Args: {
					p_id: string | null;
				};
				Returns: undefined;
			};
			edit_guide: {
				Args: {
					p_guide: string | null;
				};
				Returns: string;
			};
			edit_post: {
				Args: {
					p_post: string | null;
					p_base: number | null;
					p_title: string | null;
					p_body: string | null;
				};
				Returns: string;
			};
			end_guardian_consent: {
				Args: {
					p_id: string | null;
				};
				Returns: undefined;
			};
			end_minor_listings: {
				Args: never;
				Returns: number;
			};
			end_telegram_link: {
				Args: never;
				Returns: undefined;
			};
			erase_me: {
				Args: {
					p_forum: string | null;
				};
				Returns: undefined;
			};
			export_my_data: {
				Args: never;
				Returns: Json;
			};
			export_my_photo: {
				Args: {
					p_id: string | null;
				};
				Returns: string;
			};
			export_registry: {
				Args: {
					p_filters?: Json | object | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			finish_claim: {
				Args: {
					p_code: string | null;
					p_locale: string | null;
				};
				Returns: Json;
			};
			finish_contact_code: {
				Args: {
					p_code: string | null;
				};
				Returns: Json;
			};
			flag_post: {
				Args: {
					p_post: string | null;
					p_reason: string | null;
					p_note?: string | null;
				};
				Returns: string;
			};
			follow: {
				Args: {
					p_kind: string | null;
					p_target: string | null;
				};
				Returns: undefined;
			};
			forget_old_drafts: {
				Args: never;
				Returns: undefined;
			};
			forget_old_notices: {
				Args: never;
				Returns: number;
			};
			forget_withdrawn_posts: {
				Args: never;
				Returns: number;
			};
			hide_answer_notes: {
				Args: {
					p_answer: string | null;
					p_hide: boolean | null;
					p_note: string | null;
				};
				Returns: string;
			};
			hide_asker: {
				Args: {
					p_question: string | null;
				};
				Returns: undefined;
			};
			import_registry: {
				Args: {
					p_import: string | null;
					p_without_wrong?: boolean | null;
				};
				Returns: Json;
			};
			import_wave: {
				Args: {
					p_title: string | null;
					p_hash: string | null;
					p_rows: Json | object | null;
				};
				Returns: string;
			};
			join_accounts: {
				Args: {
					p_session: string | null;
				};
				Returns: undefined;
			};
			join_tags: {
				Args: {
					p_slug: string | null;
					p_into: string | null;
				};
				Returns: string;
			};
			keep_claim: {
				Args: {
					p_person: string | null;
					p_account: string | null;
				};
				Returns: undefined;
			};
			lay_site_url: {
				Args: {
					p_url: string | null;
				};
				Returns: undefined;
			};
			lift_restriction: {
				Args: {
					p_id: string | null;
					p_note: string | null;
				};
				Returns: undefined;
			};
			lift_restrictions: {
				Args: {
					p_report: string | null;
				};
				Returns: undefined;
			};
			make_letters: {
				Args: {
					p_key: string | null;
					p_filters: Json | object | null;
					p_office: string | null;
				};
				Returns: string;
			};
			mark_answer: {
				Args: {
					p_answer: string | null;
					p_kind: string | null;
					p_on: boolean | null;
					p_note?: string | null;
				};
				Returns: string;
			};
			measure_forum: {
				Args: never;
				Returns: number;
			};
			merge_persons: {
				Args: {
					p_survivor: string | null;
					p_merged: string | null;
					p_keep?: Json | object | null;
				};
				Returns: string;
			};
			my_draft: {
				Args: {
					p_key: string | null;
					p_question?: string | null;
				};
				Returns: Json;
			};
			open_notice: {
				Args: {
					p_notice: string | null;
				};
				Returns: string;
			};
			open_offer: {
				Args: {
					p_question: string | null;
				};
				Returns: undefined;
			};
			open_registry_import: {
				Args: {
					p_import: string | null;
				};
				Returns: Json;
			};
			page_answer_notes: {
				Args: {
					p_answer: string | null;
				};
				Returns: Json;
			};
			page_appeal: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_ask: {
				Args: never;
				Returns: Json;
			};
			page_blocked: {
				Args: never;
				Returns: Json;
			};
			page_bulk: {
				Args: {
					p_selection?: Json | object | null;
				};
				Returns: Json;
			};
			page_calls: {
				Args: {
					p_filters?: Json | object | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_candidate: {
				Args: {
					p_person: string | null;
					p_programme?: string | null;
				};
				Returns: Json;
			};
			page_candidates: {
				Args: {
					p_q?: string | null;
					p_region?: string | null;
					p_state?: string | null;
					p_need?: string | null;
					p_direction?: string | null;
					p_round?: number | null;
					p_programme?: string | null;
					p_group?: string | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_case: {
				Args: {
					p_case: string | null;
				};
				Returns: Json;
			};
			page_claim: {
				Args: never;
				Returns: Json;
			};
			page_claim_notice: {
				Args: {
					p_token: string | null;
					p_bucket: string | null;
				};
				Returns: Json;
			};
			page_claims: {
				Args: {
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_comments: {
				Args: {
					p_post: string | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_conflicts: {
				Args: {
					p_field?: string | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_contact_check: {
				Args: {
					p_token: string | null;
					p_bucket: string | null;
				};
				Returns: Json;
			};
			page_contact_health: {
				Args: never;
				Returns: Json;
			};
			page_duplicates: {
				Args: {
					p_show?: string | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_edit_post: {
				Args: {
					p_post: string | null;
				};
				Returns: Json;
			};
			page_erase: {
				Args: never;
				Returns: Json;
			};
			page_experts: {
				Args: {
					p_direction?: string | null;
					p_region?: string | null;
					p_month?: string | null;
				};
				Returns: Json;
			};
			page_flag: {
				Args: {
					p_post: string | null;
				};
				Returns: Json;
			};
			page_following: {
				Args: never;
				Returns: Json;
			};
			page_forum_measures: {
				Args: {
					p_locale?: string | null;
				};
				Returns: Json;
			};
			page_guardian: {
				Args: {
					p_token: string | null;
					p_bucket: string | null;
				};
				Returns: Json;
			};
			page_guide: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_guide_desk: {
				Args: never;
				Returns: Json;
			};
			page_guide_draft: {
				Args: {
					p_id: string | null;
					p_q?: string | null;
				};
				Returns: Json;
			};
			page_guide_review: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_guides: {
				Args: {
					p_direction?: string | null;
					p_locale?: string | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_held_words: {
				Args: never;
				Returns: Json;
			};
			page_history: {
				Args: {
					p_post: string | null;
					p_before?: number | null;
				};
				Returns: Json;
			};
			page_home: {
				Args: never;
				Returns: Json;
			};
			page_invitation: {
				Args: {
					p_code: string | null;
					p_bucket: string | null;
				};
				Returns: Json;
			};
			page_invitation_desk: {
				Args: {
					p_filters?: Json | object | null;
				};
				Returns: Json;
			};
			page_letter_batch: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_login: {
				Args: never;
				Returns: Json;
			};
			page_mailbox: {
				Args: never;
				Returns: Json;
			};
			page_me: {
				Args: never;
				Returns: Json;
			};
			page_mentoring: {
				Args: never;
				Returns: Json;
			};
			page_message: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_messages: {
				Args: {
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_moderation: {
				Args: {
					p_region?: string | null;
					p_locale?: string | null;
					p_state?: string | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_moderation_log: {
				Args: {
					p_act?: string | null;
					p_region?: string | null;
					p_locale?: string | null;
					p_who?: string | null;
					p_after?: number | null;
				};
				Returns: Json;
			};
			page_moderators: {
				Args: never;
				Returns: Json;
			};
			page_my_contacts: {
				Args: never;
				Returns: Json;
			};
			page_my_data: {
				Args: never;
				Returns: Json;
			};
			page_my_moderation: {
				Args: never;
				Returns: Json;
			};
			page_my_posts: {
				Args: {
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_my_profile: {
				Args: never;
				Returns: Json;
			};
			page_my_project: {
				Args: {
					p_project?: string | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_my_question: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_my_record: {
				Args: never;
				Returns: Json;
			};
			page_my_referral: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_my_referrals: {
				Args: never;
				Returns: Json;
			};
			page_new_wave: {
				Args: {
					p_audience?: Json | object | null;
				};
				Returns: Json;
			};
			page_notices: {
				Args: {
					p_after: string | null;
					p_locale: string | null;
				};
				Returns: Json;
			};
			page_notifications: {
				Args: never;
				Returns: Json;
			};
			page_offers: {
				Args: never;
				Returns: Json;
			};
			page_own_post: {
				Args: {
					p_post: string | null;
				};
				Returns: Json;
			};
			page_pair: {
				Args: {
					p_a: string | null;
					p_b: string | null;
				};
				Returns: Json;
			};
			page_people: {
				Args: {
					p_q?: string | null;
					p_region?: string | null;
					p_direction?: string | null;
					p_round?: number | null;
					p_help?: string | null;
					p_after?: string | null;
					p_mentors?: boolean | null;
				};
				Returns: Json;
			};
			page_person: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_privacy: {
				Args: never;
				Returns: Json;
			};
			page_profile: {
				Args: {
					p_person: string | null;
				};
				Returns: Json;
			};
			page_programme: {
				Args: {
					p_slug: string | null;
				};
				Returns: Json;
			};
			page_programmes: {
				Args: {
					p_kind?: string | null;
					p_region?: string | null;
					p_open?: boolean | null;
				};
				Returns: Json;
			};
			page_question: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_question_tags: {
				Args: {
					p_question: string | null;
				};
				Returns: Json;
			};
			page_questions: {
				Args: {
					p_q?: string | null;
					p_direction?: string | null;
					p_locale?: string | null;
					p_state?: string | null;
					p_after?: string | null;
					p_region?: string | null;
				};
				Returns: Json;
			};
			page_registry: {
				Args: {
					p_filters?: Json | object | null;
					p_sort?: string | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_registry_import: {
				Args: {
					p_import?: string | null;
					p_limit?: number | null;
				};
				Returns: Json;
			};
			page_repeats: {
				Args: {
					p_id: string | null;
					p_q?: string | null;
				};
				Returns: Json;
			};
			page_report: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_report_contact: {
				Args: {
					p_person: string | null;
				};
				Returns: Json;
			};
			page_reports: {
				Args: {
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_reputation: {
				Args: {
					p_after?: number | null;
				};
				Returns: Json;
			};
			page_restrictions: {
				Args: never;
				Returns: Json;
			};
			page_reveal: {
				Args: {
					p_question: string | null;
				};
				Returns: Json;
			};
			page_sitemap: {
				Args: never;
				Returns: Json;
			};
			page_staff_referrals: {
				Args: {
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_suggest: {
				Args: {
					p_post: string | null;
				};
				Returns: Json;
			};
			page_suggestion: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_survey: {
				Args: {
					p_token: string | null;
					p_bucket: string | null;
				};
				Returns: Json;
			};
			page_tag: {
				Args: {
					p_slug: string | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_tags: {
				Args: never;
				Returns: Json;
			};
			page_today: {
				Args: never;
				Returns: Json;
			};
			page_undo_claim: {
				Args: {
					p_person: string | null;
				};
				Returns: Json;
			};
			page_unsubscribe: {
				Args: {
					p_token: string | null;
				};
				Returns: Json;
			};
			page_update_project: {
				Args: {
					p_project?: string | null;
				};
				Returns: Json;
			};
			page_viewer: {
				Args: never;
				Returns: Json;
			};
			page_vote_findings: {
				Args: {
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_wave: {
				Args: {
					p_id: string | null;
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_wave_import: {
				Args: {
					p_id?: string | null;
				};
				Returns: Json;
			};
			page_wave_results: {
				Args: {
					p_id: string | null;
				};
				Returns: Json;
			};
			page_waves: {
				Args: {
					p_after?: string | null;
				};
				Returns: Json;
			};
			page_withdraw: {
				Args: {
					p_post: string | null;
				};
				Returns: Json;
			};
			part_tags: {
				Args: {
					p_slug: string | null;
				};
				Returns: undefined;
			};
			pass_offer: {
				Args: {
					p_question: string | null;
				};
				Returns: undefined;
			};
			place_people: {
				Args: {
					p_key: string | null;
					p_selection: Json | object | null;
					p_expected: number | null;
					p_region: string | null;
					p_district: string | null;
				};
				Returns: number;
			};
			post_answer: {
				Args: {
					p_key: string | null;
					p_question: string | null;
					p_body: string | null;
					p_locale: string | null;
					p_photo?: string | null;
					p_width?: number | null;
					p_height?: number | null;
				};
				Returns: string;
			};
			prefer_contact: {
				Args: {
					p_id: string | null;
				};
				Returns: undefined;
			};
			propose_duplicate: {
				Args: {
					p_question: string | null;
					p_kept: string | null;
				};
				Returns: string;
			};
			queue_contact_checks: {
				Args: {
					p_origin: string | null;
					p_limit: number | null;
				};
				Returns: number;
			};
			queue_digests: {
				Args: {
					p_origin: string | null;
					p_day: string | null;
					p_week: string | null;
					p_limit: number | null;
				};
				Returns: number;
			};
			queue_weekly: {
				Args: {
					p_origin: string | null;
					p_week: string | null;
					p_limit: number | null;
				};
				Returns: number;
			};
			read_notices: {
				Args: {
					p_upto: string | null;
				};
				Returns: undefined;
			};
			read_photo: {
				Args: {
					p_id: string | null;
				};
				Returns: string;
			};
			record_call: {
				Args: {
					p_contact: string | null;
					p_outcome: string | null;
					p_note?: string | null;
				};
				Returns: undefined;
			};
			record_guardian_consent: {
				Args: {
					p_person: string | null;
					p_way: string | null;
					p_fields: Json | object | null;
				};
				Returns: undefined;
			};
			record_status_update: {
				Args: {
					p_subproject: string | null;
					p_key: string | null;
					p_state: string | null;
					p_basis?: string | null;
					p_stop_reason?: string | null;
					p_something_new?: boolean | null;
					p_needs?: string[] | null;
					p_note?: string | null;
					p_photo?: string | null;
					p_width?: number | null;
					p_height?: number | null;
					p_corrects?: string | null;
					p_keep_photo?: boolean | null;
				};
				Returns: string;
			};
			refer_candidate: {
				Args: {
					p_person: string | null;
					p_programme: string | null;
					p_message: string | null;
					p_key: string | null;
				};
				Returns: string;
			};
			refresh_standing: {
				Args: never;
				Returns: undefined;
			};
			release_outbox: {
				Args: never;
				Returns: number;
			};
			remove_contact: {
				Args: {
					p_id: string | null;
				};
				Returns: undefined;
			};
			remove_held_word: {
				Args: {
					p_id: string | null;
				};
				Returns: undefined;
			};
			report_contact: {
				Args: {
					p_person: string | null;
					p_value: string | null;
					p_key: string | null;
					p_note: string | null;
					p_agreed: boolean | null;
				};
				Returns: undefined;
			};
			report_person: {
				Args: {
					p_person: string | null;
					p_request: string | null;
					p_reason: string | null;
					p_words: string | null;
					p_block: boolean | null;
					p_key: string | null;
				};
				Returns: undefined;
			};
			request_claim: {
				Args: {
					p_key: string | null;
					p_fields: Json | object | null;
				};
				Returns: string;
			};
			respond_referral: {
				Args: {
					p_referral: string | null;
					p_action: string | null;
					p_reason?: string | null;
				};
				Returns: undefined;
			};
			restore_revision: {
				Args: {
					p_post: string | null;
					p_base: number | null;
					p_number: number | null;
				};
				Returns: string;
			};
			restrict_author: {
				Args: {
					p_case: string | null;
					p_kind: string | null;
					p_days: number | null;
					p_reason: string | null;
				};
				Returns: undefined;
			};
			reveal_asker: {
				Args: {
					p_question: string | null;
					p_reason: string | null;
				};
				Returns: Json;
			};
			reverse_case: {
				Args: {
					p_case: string | null;
					p_note: string | null;
				};
				Returns: undefined;
			};
			review_guide: {
				Args: {
					p_guide: string | null;
					p_base: number | null;
					p_publish: boolean | null;
					p_note: string | null;
				};
				Returns: undefined;
			};
			route_questions: {
				Args: {
					p_limit: number | null;
				};
				Returns: number;
			};
			save_contact: {
				Args: {
					p_kind: string | null;
					p_value: string | null;
					p_key: string | null;
					p_replaces?: string | null;
					p_name?: string | null;
					p_relation?: string | null;
				};
				Returns: string;
			};
			save_draft: {
				Args: {
					p_key: string | null;
					p_question: string | null;
					p_fields: Json | object | null;
				};
				Returns: undefined;
			};
			save_guide: {
				Args: {
					p_guide: string | null;
					p_base: number | null;
					p_title: string | null;
					p_intro: string | null;
					p_steps: Json | object | null;
				};
				Returns: number;
			};
			save_mentoring: {
				Args: {
					p_directions: string[] | null;
					p_topics: string | null;
					p_limit: number | null;
					p_paused: boolean | null;
					p_paused_until: string | null;
				};
				Returns: undefined;
			};
			save_notifications: {
				Args: {
					p_channel: string | null;
					p_delivery: string | null;
					p_topics: Json | object | null;
				};
				Returns: undefined;
			};
			save_offer_limits: {
				Args: {
					p_weekly: number | null;
					p_paused_until: string | null;
				};
				Returns: undefined;
			};
			save_profile: {
				Args: {
					p_fields: Json | object | null;
					p_visibility: Json | object | null;
					p_photo?: string | null;
					p_width?: number | null;
					p_height?: number | null;
					p_drop_photo?: boolean | null;
				};
				Returns: undefined;
			};
			save_registry_view: {
				Args: {
					p_name: string | null;
					p_query: Json | object | null;
				};
				Returns: undefined;
			};
			send_contact_request: {
				Args: {
					p_person: string | null;
					p_body: string | null;
					p_key: string | null;
				};
				Returns: string;
			};
			send_guide: {
				Args: {
					p_guide: string | null;
					p_base: number | null;
				};
				Returns: undefined;
			};
			send_invitations: {
				Args: {
					p_key: string | null;
					p_filters: Json | object | null;
				};
				Returns: number;
			};
			send_wave: {
				Args: {
					p_key: string | null;
					p_wave: Json | object | null;
					p_origin: string | null;
				};
				Returns: string;
			};
			set_consent: {
				Args: {
					p_purpose: string | null;
					p_granted: boolean | null;
					p_text_version: string | null;
					p_locale: string | null;
				};
				Returns: undefined;
			};
			set_message_choices: {
				Args: {
					p_takes: boolean | null;
					p_mails: boolean | null;
				};
				Returns: undefined;
			};
			set_question_tags: {
				Args: {
					p_question: string | null;
					p_tags: string[] | null;
				};
				Returns: undefined;
			};
			settle_outbox: {
				Args: {
					p_ids: string[] | null;
					p_outcomes: string[] | null;
					p_errors: string[] | null;
					p_afters: number[] | null;
				};
				Returns: undefined;
			};
			similar_questions: {
				Args: {
					p_title: string | null;
				};
				Returns: Json;
			};
			stage_registry_rows: {
				Args: {
					p_import: string | null;
					p_first: boolean | null;
					p_rows: Json | object | null;
					p_findings: Json | object | null;
				};
				Returns: undefined;
			};
			stage_wave_import: {
				Args: {
					p_title: string | null;
					p_hash: string | null;
					p_rows: Json | object | null;
					p_problems: Json | object | null;
				};
				Returns: string;
			};
			start_claim: {
				Args: {
					p_registry_no: string | null;
					p_full_name: string | null;
					p_birth_year: number | null;
					p_round: number | null;
					p_locale: string | null;
				};
				Returns: Json;
			};
			start_contact_code: {
				Args: {
					p_address: string | null;
					p_replaces: string | null;
					p_locale: string | null;
				};
				Returns: undefined;
			};
			start_guide: {
				Args: {
					p_key: string | null;
					p_direction: string | null;
					p_locale: string | null;
					p_title: string | null;
				};
				Returns: string;
			};
			start_telegram_link: {
				Args: never;
				Returns: string;
			};
			submit_response: {
				Args: {
					p_token: string | null;
					p_answers: Json | object | null;
					p_locale: string | null;
					p_key: string | null;
				};
				Returns: string;
			};
			suggest_edit: {
				Args: {
					p_key: string | null;
					p_post: string | null;
					p_base: number | null;
					p_title: string | null;
					p_body: string | null;
					p_reason: string | null;
				};
				Returns: Json;
			};
			suggest_tags: {
				Args: {
					p_question: string | null;
					p_tags: string[] | null;
				};
				Returns: undefined;
			};
			tabulate_wave: {
				Args: {
					p_wave: string | null;
				};
				Returns: Json;
			};
			take_attempts: {
				Args: {
					p_buckets: string[] | null;
					p_limits: number[] | null;
					p_seconds: number | null;
				};
				Returns: number;
			};
			take_back_suggestion: {
				Args: {
					p_id: string | null;
				};
				Returns: undefined;
			};
			take_telegram_update: {
				Args: {
					p_secret: string | null;
					p_update: number | null;
					p_chat: number | null;
					p_verb: string | null;
					p_token: string | null;
				};
				Returns: Json;
			};
			thank_answer: {
				Args: {
					p_answer: string | null;
					p_kind: string | null;
				};
				Returns: string;
			};
			trust_telegram_webhook: {
				Args: {
					p_hash: string | null;
				};
				Returns: undefined;
			};
			turn_outbox: {
				Args: {
					p_ids: string[] | null;
					p_outcomes: string[] | null;
					p_errors: string[] | null;
					p_afters: number[] | null;
					p_limit: number | null;
					p_lease_seconds: number | null;
					p_channels: string[] | null;
					p_quiet_until?: string | null;
				};
				Returns: { id: string; channel: string; to_address: string; locale: string; subject: string; body: string; unsubscribe_token: string; unsubscribe_words: string }[];
			};
			unblock_person: {
				Args: {
					p_person: string | null;
				};
				Returns: undefined;
			};
			undo_claim: {
				Args: {
					p_person: string | null;
					p_account: string | null;
					p_reason: string | null;
					p_take_back: string[] | null;
				};
				Returns: undefined;
			};
			undo_duplicate: {
				Args: {
					p_question: string | null;
				};
				Returns: undefined;
			};
			undo_merge: {
				Args: {
					p_merge: string | null;
				};
				Returns: string;
			};
			unfollow: {
				Args: {
					p_follow?: string | null;
				};
				Returns: undefined;
			};
			unsubscribe: {
				Args: {
					p_token: string | null;
				};
				Returns: undefined;
			};
			withdraw_guide: {
				Args: {
					p_guide: string | null;
					p_away: boolean | null;
				};
				Returns: undefined;
			};
			withdraw_own_post: {
				Args: {
					p_post: string | null;
				};
				Returns: undefined;
			};
		};
		Enums: Record<never, never>;
		CompositeTypes: Record<never, never>;
	};
};
