import { describe, expect, it } from 'vitest';
import { readEnv } from './env.server';

describe('the environment', () => {
	it('may be empty', () => {
		expect(readEnv({})).toMatchObject({ PORT: 3000, JALGAS_DATA_DIR: '.data' });
	});
	it('treats an empty value as not set', () => {
		expect(readEnv({ SMTP_URL: '', PORT: '' })).toMatchObject({ PORT: 3000 });
	});
	it.each([
		[{ PORT: 'eighty' }, 'PORT'],
		[{ SMTP_URL: 'mail.kz' }, 'SMTP_URL'],
		[{ ORIGIN: 'jalgas.kz' }, 'ORIGIN'],
		[{ JALGAS_DATABASE_URL: 'mysql://x' }, 'JALGAS_DATABASE_URL'],
		[{ TELEGRAM_BOT_TOKEN: 'token' }, 'TELEGRAM_BOT_TOKEN'],
		[{ TELEGRAM_BOT_NAME: '@jalgas_bot' }, 'TELEGRAM_BOT_NAME'],
		[{ TELEGRAM_WEBHOOK_SECRET: 'short' }, 'TELEGRAM_WEBHOOK_SECRET'],
		[{ TELEGRAM_BOT_NAME: 'jalgas_bot' }, 'TELEGRAM_BOT_TOKEN'],
		[{ SUPABASE_URL: 'https://db.kz', ORIGIN: 'https://jalgas.kz' }, 'SUPABASE_PUBLISHABLE_KEY'],
		[{ SUPABASE_URL: 'https://db.kz', SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x' }, 'ORIGIN'],
		[
			{
				SUPABASE_URL: 'https://db.kz',
				SUPABASE_PUBLISHABLE_KEY: 'sb_publishable_x',
				ORIGIN: 'https://jalgas.kz',
				JALGAS_DEMO: '1'
			},
			'JALGAS_DEMO'
		]
	])('refuses %j and names %s in one line', (source, name) => {
		expect(() => readEnv(source)).toThrow(new RegExp(`^${name}: [^\n]+$`));
	});
});
