/** `npm run db:types`: writes src/lib/database.types.ts out of the migrations. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../src/lib/server/embedded.server';
import { databaseTypes } from './lib/database-types';

const FILE = 'src/lib/database.types.ts';

const dir = mkdtempSync(join(tmpdir(), 'jalgas-types-'));
try {
	const database = await openEmbedded({
		env: { JALGAS_DATA_DIR: dir },
		purpose: 'npm run db:types',
		siteUrl: 'http://localhost:3000',
		sendMail: async () => undefined
	});
	writeFileSync(FILE, await databaseTypes((sql) => database.query(sql)));
	await database.close();
	process.stdout.write(`${FILE} written\n`);
} finally {
	rmSync(dir, { recursive: true, force: true });
}
process.exit(0);
