import { backend } from '$lib/server/backend.server';
import type { Db } from '$lib/server/db.server';
import type { Env } from '$lib/server/env.server';
import { workerClient } from '$lib/server/worker-client.server';
import { demoMailbox } from './demo-mailbox.server';
import { queueDue } from './due.server';
import { emailChannel } from './email.server';
import { sendDue } from './outbox.server';
import type { Channel } from './types';

const PAUSE_MS = 2000;
const PAUSE_AFTER_ERROR_MS = 15_000;
/** What comes due by the calendar can wait an hour. */
const HOUR_MS = 3_600_000;

/** SMTP where it is configured, the mailbox of a demo, or nothing: then messages wait in the outbox. */
function channelFor(env: Env, db: Db): Channel | null {
	if (env.SMTP_URL) return emailChannel(env.SMTP_URL);
	const isDemo = env.SUPABASE_URL ? env.JALGAS_DEMO === 'force' : env.JALGAS_DEMO !== '0';
	return isDemo ? demoMailbox(db) : null;
}

export interface Worker {
	/** Finishes what was claimed, then resolves. */
	stop: () => Promise<void>;
}

/**
 * Empties the outbox every two seconds, one round at a time, and queues what comes due by the hour. `holdProcess` keeps the process alive
 * for it (the worker program); inside the app it does not. Throws when there is no way to send.
 */
export async function runWorker({ holdProcess }: { holdProcess: boolean }): Promise<Worker> {
	const { env } = await backend();
	const db = await workerClient();
	const channel = channelFor(env, db);
	if (!channel) throw new Error('SMTP_URL: is needed to send messages');
	let stopping = false;
	let timer: NodeJS.Timeout | undefined;
	let round: Promise<void> = Promise.resolve();
	const origin = env.ORIGIN ?? `http://localhost:${env.PORT}`;
	let nextDue = 0;

	const work = async () => {
		let pause = PAUSE_MS;
		try {
			if (Date.now() >= nextDue) {
				await queueDue(db, origin);
				nextDue = Date.now() + HOUR_MS;
			}
			await sendDue(db, channel, () => stopping);
		} catch (cause) {
			pause = PAUSE_AFTER_ERROR_MS;
			process.stderr.write(`worker: ${cause instanceof Error ? cause.message : String(cause)}\n`);
		}
		if (stopping) return;
		timer = setTimeout(start, pause);
		if (!holdProcess) timer.unref();
	};
	const start = () => void (round = work());
	start();
	return {
		stop: async () => {
			stopping = true;
			clearTimeout(timer);
			await round;
			channel.close();
		}
	};
}

let inApp: Promise<Worker> | undefined;

/** Starts the worker inside the embedded app, once; with a full Supabase `npm run worker` does it. */
export async function startWorker(): Promise<void> {
	const { embedded, env } = await backend();
	if (!embedded || (!env.SMTP_URL && env.JALGAS_DEMO === '0')) return;
	await (inApp ??= runWorker({ holdProcess: false }));
}
