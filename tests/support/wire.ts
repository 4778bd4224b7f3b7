import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * A data folder of PGlite behind a port, as a PostgreSQL server is: what the driver of a real one sends
 * travels its whole way. One connection at a time (`max=1` in the address).
 */
export async function serveFolder(folder: string): Promise<{ url: string; close: () => void }> {
	const database = await PGlite.create(folder, { extensions: { pg_trgm, unaccent } });
	const server = createServer((socket) => {
		let answered: Promise<unknown> = Promise.resolve();
		const messagesOf = splitter();
		socket.on('data', (data) => {
			// PGlite forgets what came behind a message that failed: it gets them one by one.
			for (const message of messagesOf(data))
				answered = answered
					.then(() => database.execProtocolRaw(message))
					.then((answer) => socket.writable && socket.write(inTurn(message, answer)));
		});
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	const { port } = server.address() as AddressInfo;
	return {
		url: `postgres://postgres@127.0.0.1:${port}/postgres?max=1`,
		close: () => void server.close(() => void database.close())
	};
}

/**
 * PGlite is ready for the next statement as soon as one failed, and once more when asked for (Sync); a
 * server only then.
 */
function inTurn(message: Buffer, answer: Uint8Array): Uint8Array {
	const type = String.fromCharCode(message[0] ?? 0);
	const early = 'PDBEHC'.includes(type) && answer.at(-6) === 'Z'.charCodeAt(0);
	return early ? answer.subarray(0, -6) : answer;
}

/** Cuts what arrives into messages of the protocol; the first has no letter before its length. */
function splitter(): (data: Buffer) => Buffer[] {
	let rest = Buffer.alloc(0);
	let letter = 0;
	return (data) => {
		rest = Buffer.concat([rest, data]);
		const messages: Buffer[] = [];
		while (rest.length >= letter + 4) {
			const end = letter + rest.readInt32BE(letter);
			if (rest.length < end) break;
			messages.push(rest.subarray(0, end));
			rest = rest.subarray(end);
			letter = 1;
		}
		return messages;
	};
}
