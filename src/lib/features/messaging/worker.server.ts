import { backend } from '$lib/server/backend.server';
import type { Db } from '$lib/server/db.server';
import type { Env } from '$lib/server/env.server';
import { workerClient } from '$lib/server/worker-client.server';
import { demoMailbox } from './demo-mailbox.server';
import { doHourly, queueDigests, queueWeekly, routeQuestions } from './due.server';
import { emailChannel } from './email.server';
import { introduce } from './introduce.server';
import { sendDue } from './outbox.server';
import { mornings, quietUntil } from './rules';
import { telegramChannel } from './telegram.server';
import type { Channel } from './types';

const PAUSE_MS = 2000;
const PAUSE_AFTER_ERROR_MS = 15_000;
/** What comes due by the calendar can wait an hour. */
const HOUR_MS = 3_600_000;
/** A question waits for hours before it is offered: some minutes more tell nobody. */
const ROUTE_MS = 300_000;

const usesDemoMailbox = (env: Env): boolean =>
	!env.SMTP_URL && (env.SUPABASE_URL ? env.JALGAS_DEMO === 'force' : env.JALGAS_DEMO !== '0');

/** The ways that are configured; messages for any other wait in the outbox. */
function channelsFor(env: Env, db: Db): Channel[] {
	const channels: Channel[] = [];
	if (env.SMTP_URL) channels.push(emailChannel(env.SMTP_URL));
	else if (usesDemoMailbox(env)) channels.push(demoMailbox(db));
	if (env.TELEGRAM_BOT_TOKEN) channels.push(telegramChannel(env.TELEGRAM_BOT_TOKEN));
	return channels;
}

export interface Worker {
	/** Finishes what was claimed, then resolves. */
	stop: () => Promise<void>;
}

/**
 * Empties the outbox every two seconds, one round at a time, and queues what comes due by the hour and
 * the morning. `holdProcess` keeps the process alive for it (the worker program); inside the app it does
 * not. Throws when there is no way to send.
 */
export async function runWorker({ holdProcess }: { holdProcess: boolean }): Promise<Worker> {
	const { env } = await backend();
	const db = await workerClient();
	const channels = channelsFor(env, db);
	if (channels.length === 0) throw new Error('SMTP_URL: is needed to send messages');
	let stopping = false;
	let timer: NodeJS.Timeout | undefined;
	let round: Promise<void> = Promise.resolve();
	const origin = env.ORIGIN ?? `http://localhost:${env.PORT}`;
	let nextDue = 0;
	let nextRoute = 0;
	/** The morning whose digests are queued. */
	let digested = 0;
	let introduced = false;

	const work = async () => {
		let pause = PAUSE_MS;
		try {
			if (!introduced) await introduce(db, origin, env);
			introduced = true;
			if (Date.now() >= nextDue) {
				await doHourly(db, origin);
				nextDue = Date.now() + HOUR_MS;
			}
			if (Date.now() >= nextRoute) {
				await routeQuestions(db);
				nextRoute = Date.now() + ROUTE_MS;
			}
			const now = new Date();
			const morning = mornings(now).day.getTime();
			if (morning !== digested) {
				await queueDigests(db, origin, now);
				await queueWeekly(db, origin, now);
			}
			digested = morning;
			await sendDue(db, {
				channels,
				origin,
				stop: () => stopping,
				// A demo's mailbox rings nowhere, and its visitors look at once.
				quietUntil: () => (usesDemoMailbox(env) ? null : quietUntil(new Date()))
			});
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
			for (const channel of channels) channel.close();
		}
	};
}

let inApp: Promise<Worker> | undefined;

/** Starts the worker inside the embedded app, once; with a full Supabase `npm run worker` does it. */
export async function startWorker(): Promise<void> {
	const { embedded, env } = await backend();
	if (!embedded || (!env.SMTP_URL && !env.TELEGRAM_BOT_TOKEN && env.JALGAS_DEMO === '0')) return;
	await (inApp ??= runWorker({ holdProcess: false }));
}
