/** Two workers that route at once, killed and cut off from the database in the middle of it. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Embedded } from '../../../src/lib/server/embedded.server';
import { ageQuestions, waitingFor } from './routing-scene';
import { openWorkerStage } from './worker-stage';

const STEPS = [
	{ step: 1, hours: 2 },
	{ step: 2, hours: 12 },
	{ step: 3, hours: 24 }
];

export interface Kills {
	/** Workers killed (SIGKILL) while the database routed for them. */
	workers: number;
	/** Sessions of the database ended in the middle of a run, which takes all of it back. */
	sessions: number;
}

const ROUTES = `
	from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()
		and state = 'active' and query ilike '%route\\_questions%'`;

async function routes(database: Embedded): Promise<boolean> {
	const [row] = await database.query<{ n: number }>(`select count(*)::integer as n ${ROUTES}`);
	return (row?.n ?? 0) > 0;
}

/** Routes all questions through the three steps; `kills` times in each, two workers are stopped on their way. */
export async function routeUnderKills(
	{ database, url }: { database: Embedded; url: string },
	{ kills, roll }: { kills: number; roll: (sides: number) => number }
): Promise<Kills> {
	const done: Kills = { workers: 0, sessions: 0 };
	const stage = await openWorkerStage(url);
	try {
		for (const { step, hours } of STEPS) {
			await ageQuestions(database, hours);
			for (let kill = 0; kill < kills; kill++) {
				const workers = [stage.start('ignore'), stage.start('ignore')];
				while (!(await routes(database)) && (await waitingFor(database, step))) await wait(5);
				await wait(roll(150));
				const isRouting = await routes(database);
				if (kill % 2) {
					const ended = await database.query(`select pg_terminate_backend(pid) ${ROUTES}`);
					done.sessions += ended.length;
				}
				await Promise.all(workers.map((end) => end('SIGKILL')));
				if (isRouting) done.workers += workers.length;
			}
			const workers = [stage.start(), stage.start()];
			while (await waitingFor(database, step)) await wait(100);
			await Promise.all(workers.map((end) => end('SIGTERM')));
		}
	} finally {
		await stage.close();
	}
	return done;
}

/** The same steps by one run after another. */
export async function routeInPeace(database: Embedded): Promise<void> {
	for (const { step, hours } of STEPS) {
		await ageQuestions(database, hours);
		while (await waitingFor(database, step))
			await database.query('select public.route_questions(20)');
	}
}
