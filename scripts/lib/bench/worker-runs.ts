/** The outbox sent by workers that are killed at any moment. */
import type { Embedded } from '../../../src/lib/server/embedded.server';
import { openWorkerStage } from './worker-stage';

interface Report {
	/** Messages by their state in the outbox. */
	states: Record<string, number>;
	/** Addresses that got more than one letter. */
	twice: number;
	/** Messages that stand as sent and whose address got none. */
	lost: number;
	/** Messages that stand as queued or failed and whose address got one. */
	denied: number;
	/** Of the worker that was left alone. */
	perSecond: number;
}

/**
 * Sends all that is queued by the worker program. So many of them are killed (SIGKILL) on the way,
 * each in the middle of sending; a last one is left alone. What the killed ones held is then
 * released, as it is when their leases end.
 */
export async function sendByWorkers(
	embedded: Embedded,
	{ messages, kills }: { messages: number; kills: number }
): Promise<Report> {
	const { sink, start, close } = await openWorkerStage(embedded);
	try {
		// Half of the messages are left for the last.
		const share = Math.floor(messages / (2 * (kills + 1)));
		for (let kill = 1; kill <= kills; kill++) {
			const end = start();
			await sink.more(share);
			await end('SIGKILL');
		}
		const end = start();
		await sink.more(1);
		const [began, before] = [Date.now(), sink.received.size];
		while ((await countByState(embedded)).queued)
			await new Promise((done) => setTimeout(done, 200));
		const perSecond = ((sink.received.size - before) / (Date.now() - began)) * 1000;
		await end('SIGTERM');
		return { ...(await compare(embedded, sink.received)), perSecond: Math.round(perSecond) };
	} finally {
		await close();
	}
}

async function compare(
	embedded: Embedded,
	received: Map<string, number>
): Promise<Omit<Report, 'perSecond'>> {
	await embedded.query(
		`update private.outbox set lease_until = now() - interval '1 second' where state = 'sending'`
	);
	await embedded.query('select public.release_outbox()');
	const rows = await embedded.query<{ to_address: string; state: string }>(
		'select to_address, state from private.outbox'
	);
	const got = (row: { to_address: string }) => received.has(row.to_address);
	return {
		states: await countByState(embedded),
		twice: [...received.values()].filter((times) => times > 1).length,
		lost: rows.filter((row) => row.state === 'sent' && !got(row)).length,
		denied: rows.filter((row) => ['queued', 'failed'].includes(row.state) && got(row)).length
	};
}

async function countByState(embedded: Embedded): Promise<Record<string, number>> {
	const rows = await embedded.query<{ state: string; n: number }>(
		'select state, count(*)::integer as n from private.outbox group by 1'
	);
	return Object.fromEntries(rows.map((row) => [row.state, row.n]));
}
