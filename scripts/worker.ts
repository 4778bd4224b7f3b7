/** `npm run worker`: sends the outbox of the configured Supabase until it is told to stop. */
import { runWorker } from '../src/lib/features/messaging/worker.server';

try {
	const worker = await runWorker({ holdProcess: true });
	process.stdout.write('Sending the outbox. Stop with Ctrl+C.\n');
	const stop = () => void worker.stop().then(() => process.exit(0));
	process.once('SIGINT', stop);
	process.once('SIGTERM', stop);
} catch (error) {
	process.stderr.write(`${(error as Error).message}\n`);
	process.exit(1);
}
