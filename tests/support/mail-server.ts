import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';

export interface Letter {
	to: string;
	/** The body in words, whatever it was wrapped in for its journey. */
	words: string;
}
export interface MailServer {
	url: string;
	letters: Letter[];
	close: () => Promise<void>;
}

/** A real SMTP server on this machine that keeps every letter. */
export async function openMailServer(): Promise<MailServer> {
	const letters: Letter[] = [];
	const server = new SMTPServer({
		authOptional: true,
		disabledCommands: ['STARTTLS'],
		onData: (stream, { envelope }, accept) => {
			const chunks: Buffer[] = [];
			stream.on('data', (chunk: Buffer) => chunks.push(chunk));
			stream.on('end', () => {
				const words = wordsOf(Buffer.concat(chunks).toString('latin1'));
				for (const { address } of envelope.rcptTo) letters.push({ to: address, words });
				accept();
			});
		}
	});
	server.listen(0, '127.0.0.1');
	await once(server.server, 'listening');
	const { port } = server.server.address() as AddressInfo;
	return {
		url: `smtp://127.0.0.1:${port}`,
		letters,
		close: () => new Promise((done) => server.close(() => done()))
	};
}

function wordsOf(letter: string): string {
	const [head = '', body = ''] = letter.split(/\r\n\r\n(.*)/s);
	if (/^Content-Transfer-Encoding: base64/im.test(head))
		return Buffer.from(body, 'base64').toString();
	const plain = body
		.replaceAll('=\r\n', '')
		.replace(/=([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(parseInt(hex, 16)));
	return Buffer.from(plain, 'latin1').toString();
}
