import { PGlite } from '@electric-sql/pglite';
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm';
import { unaccent } from '@electric-sql/pglite/contrib/unaccent';
import { once } from 'node:events';
import { createServer, type AddressInfo } from 'node:net';

/**
 * A data folder of PGlite behind a port, as a PostgreSQL server is: what the driver of a real one sends
 * travels its whole way. One connection at a time (`max=1` in the address), and messages of one packet.
 */
export async function serveFolder(folder: string): Promise<{ url: string; close: () => void }> {
	const database = await PGlite.create(folder, { extensions: { pg_trgm, unaccent } });
	const server = createServer((socket) => {
		let answered: Promise<unknown> = Promise.resolve();
		socket.on('data', (message) => {
			answered = answered
				.then(() => database.execProtocolRaw(message))
				.then((answer) => socket.writable && socket.write(answer));
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
