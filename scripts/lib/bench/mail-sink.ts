import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface MailSink {
	url: string;
	/** How often each address got a letter. */
	received: Map<string, number>;
	/** Resolves when so many more letters came. */
	more: (letters: number) => Promise<void>;
	close: () => Promise<void>;
}

/** A real SMTP server on this machine that takes every letter and counts by address. */
export async function openMailSink(): Promise<MailSink> {
	const received = new Map<string, number>();
	let total = 0;
	let waiting: { total: number; done: () => void }[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, session, accept) => {
			stream.resume();
			stream.on('end', () => {
				for (const { address } of session.envelope.rcptTo)
					received.set(address, (received.get(address) ?? 0) + 1);
				total++;
				for (const { done } of waiting.filter((one) => one.total <= total)) done();
				waiting = waiting.filter((one) => one.total > total);
				accept();
			});
		}
	});
	// A killed worker leaves broken lines behind.
	server.on('error', () => undefined);
	server.listen(0, '127.0.0.1');
	await once(server.server, 'listening');
	const { port } = server.server.address() as AddressInfo;
	return {
		url: `smtp://127.0.0.1:${port}`,
		received,
		more: (letters) => new Promise((done) => waiting.push({ total: total + letters, done })),
		close: () => new Promise((done) => server.close(() => done()))
	};
}
