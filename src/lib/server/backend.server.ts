import { readEnv, type Env } from './env.server';
import type { Embedded } from './embedded.server';
import { deliverAuthMail } from './auth-mail.server';
import { folderSecrets } from './secrets.server';

/** Where Supabase answers, and how: over the network, or as a function in this process. */
export interface Backend {
	url: string;
	publishableKey: string;
	/** Handed to supabase-js as its fetch. */
	fetch: typeof globalThis.fetch;
	/** Keys the attempt limiter. */
	bucketKey: string;
	/** Present only with the embedded backend. */
	embedded: Embedded | null;
	/** Demo people live here: their passwords are public, and pages say so. */
	isDemo: boolean;
	env: Env;
}

let opening: Promise<Backend> | undefined;

/** The backend of this process; opened once, on first use. */
export const backend = (): Promise<Backend> => (opening ??= open(readEnv()));

async function open(env: Env): Promise<Backend> {
	if (env.SUPABASE_URL && env.SUPABASE_PUBLISHABLE_KEY)
		return {
			url: env.SUPABASE_URL,
			publishableKey: env.SUPABASE_PUBLISHABLE_KEY,
			fetch: globalThis.fetch,
			bucketKey: folderSecrets(env.JALGAS_DATA_DIR).bucketKey,
			embedded: null,
			isDemo: env.JALGAS_DEMO === 'force',
			env
		};
	// Loaded only here: with a full Supabase the embedded one is never imported.
	const { openEmbedded } = await import('./embedded.server');
	const { prepareDemo } = await import('./demo.server');
	const siteUrl = env.ORIGIN ?? `http://localhost:${env.PORT}`;
	const embedded = await openEmbedded({
		env,
		purpose: 'Jalgas',
		siteUrl,
		sendMail: (mail, opened) => deliverAuthMail(mail, env, opened)
	});
	// Mails that the database words itself lead back here.
	await embedded.query(
		`insert into private.settings (key, value) values ('site_url', $1)
		 on conflict (key) do update set value = excluded.value`,
		[siteUrl]
	);
	if ((env.JALGAS_DEMO ?? '1') !== '0') await prepareDemo(embedded, siteUrl);
	// Asked of the folder and not of the environment: a folder that was filled once stays a demo.
	const [state] = await embedded.query<{ demo: boolean }>('select private.is_demo() as demo');
	return {
		url: 'http://embedded.local',
		publishableKey: embedded.secrets.publishableKey,
		fetch: (input, init) => embedded.fetch(new Request(input, init)),
		bucketKey: embedded.secrets.bucketKey,
		embedded,
		isDemo: state?.demo ?? false,
		env
	};
}
