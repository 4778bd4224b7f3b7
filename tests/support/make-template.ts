/** Makes one migrated, empty database in the folder that is named: `make-template.ts DIR`. */
import { openEmbedded } from '../../src/lib/server/embedded.server';

const [dir] = process.argv.slice(2);
if (!dir) throw new Error('make-template.ts: name a folder');
try {
	const embedded = await openEmbedded({
		env: { JALGAS_DATA_DIR: dir },
		purpose: 'tests',
		siteUrl: 'http://localhost:3000',
		sendMail: async () => undefined
	});
	await embedded.close();
	process.exit(0);
} catch (error) {
	// One line: a failing migration would print itself whole.
	process.stderr.write(`${(error as Error).message}\n`);
	process.exit(1);
}
