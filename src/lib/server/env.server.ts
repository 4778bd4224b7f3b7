import { z } from 'zod';

/**
 * What the outside may set. Everything is optional: with nothing set, Jalgas runs by itself on the
 * embedded backend. A value that cannot be used stops the start with one line that names it.
 */
const flag = z.enum(['0', '1', 'force']);
const url = (protocols: string[]) =>
	z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), {
		message: `must be a URL that starts with ${protocols.map((p) => `${p}//`).join(' or ')}`
	});
const form = (pattern: RegExp, message: string) =>
	z.string().regex(pattern, { message }).optional();
const TELEGRAM = ['TELEGRAM_BOT_TOKEN', 'TELEGRAM_BOT_NAME', 'TELEGRAM_WEBHOOK_SECRET'] as const;

const schema = z
	.object({
		PORT: z.coerce.number().int().min(1).max(65535).default(3000),
		ORIGIN: url(['http:', 'https:']).optional(),
		JALGAS_DATA_DIR: z.string().min(1).default('.data'),
		JALGAS_DEMO: flag.optional(),
		JALGAS_DATABASE_URL: url(['postgres:', 'postgresql:']).optional(),
		SUPABASE_URL: url(['http:', 'https:']).optional(),
		SUPABASE_PUBLISHABLE_KEY: z.string().min(8).optional(),
		SMTP_URL: url(['smtp:', 'smtps:']).optional(),
		TELEGRAM_BOT_TOKEN: form(/^\d{5,20}:[\w-]{30,100}$/, 'must be the token that @BotFather gave'),
		TELEGRAM_BOT_NAME: form(/^\w{5,32}$/, 'must be the name of the bot, without @'),
		TELEGRAM_WEBHOOK_SECRET: form(
			/^[\w-]{32,256}$/,
			'must be 32 to 256 letters, digits, _ and -, chosen by chance'
		)
	})
	.superRefine((env, context) => {
		if (env.SUPABASE_URL && !env.SUPABASE_PUBLISHABLE_KEY)
			context.addIssue({
				code: 'custom',
				path: ['SUPABASE_PUBLISHABLE_KEY'],
				message: 'is needed together with SUPABASE_URL'
			});
		// A bot that writes and cannot be told to stop would be no good neighbour.
		const missing = TELEGRAM.find((name) => !env[name]);
		if (missing && TELEGRAM.some((name) => env[name]))
			context.addIssue({
				code: 'custom',
				path: [missing],
				message: `is needed together with ${TELEGRAM.filter((name) => env[name]).join(', ')}`
			});
		// Behind a proxy nothing else tells the true address, and forms are checked against it.
		if (env.SUPABASE_URL && !env.ORIGIN)
			context.addIssue({
				code: 'custom',
				path: ['ORIGIN'],
				message: 'is needed together with SUPABASE_URL, for example https://jalgas.kz'
			});
		if (env.SUPABASE_URL && env.JALGAS_DEMO === '1')
			context.addIssue({
				code: 'custom',
				path: ['JALGAS_DEMO'],
				message: 'would put demo people into a full Supabase; set it to force if you mean it'
			});
	});

export type Env = z.infer<typeof schema>;

/** Reads and checks the environment. Throws an Error whose message is one line naming the culprit. */
export function readEnv(source: Record<string, string | undefined> = process.env): Env {
	const given = Object.fromEntries(Object.entries(source).filter(([, value]) => value !== ''));
	const result = schema.safeParse(given);
	if (result.success) return result.data;
	const issue = result.error.issues[0];
	throw new Error(`${issue?.path.join('.') ?? 'environment'}: ${issue?.message ?? 'malformed'}`);
}
