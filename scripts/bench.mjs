// `npm run bench`: every benchmark, one after another. With JALGAS_DATABASE_URL, a PostgreSQL whose user may
// create databases (by psql), those of the database run there too, each in an empty one of its own.
import { spawnSync } from 'node:child_process';
import { prepare, run } from './lib/prepare.mjs';

const server = process.env.JALGAS_DATABASE_URL;
let failed = 0;

function bench(title, name, database = '') {
	process.stdout.write(`\n== ${title}\n`);
	const program = ['--import', './scripts/lib/resolve-lib.ts', `scripts/${name}.ts`];
	if (run(program, { JALGAS_DATABASE_URL: database }) !== 0) failed++;
}

/** An empty database beside the server's own; what an earlier run left in it is dropped. */
function emptyDatabase(name) {
	const made = spawnSync(
		'psql',
		[server, '-qc', `drop database if exists ${name}`, '-c', `create database ${name}`],
		{ stdio: ['ignore', 'ignore', 'inherit'] }
	);
	if (made.status !== 0) throw new Error(`psql could not make the database ${name}`);
	const url = new URL(server);
	url.pathname = `/${name}`;
	return url.href;
}

prepare({ build: true });
bench('Pages of the built app, embedded', 'bench-pages');
bench('Import of a dirty roster, embedded', 'bench-import');
if (server) {
	bench('Pages of the built app, PostgreSQL', 'bench-pages', emptyDatabase('jalgas_bench_pages'));
	bench(
		'Import of a dirty roster, PostgreSQL',
		'bench-import',
		emptyDatabase('jalgas_bench_import')
	);
	bench(
		'10 000 messages and 20 kills, PostgreSQL',
		'bench-outbox',
		emptyDatabase('jalgas_bench_outbox')
	);
	bench('Searches of people, PostgreSQL', 'bench-search', server);
	bench('Searches of the forum, PostgreSQL', 'bench-forum-search', server);
	bench('Reputation in a storm, PostgreSQL', 'bench-forum', server);
	bench('The forum at the same instant, PostgreSQL', 'bench-forum-races', server);
	bench('Offers and 21 kills, PostgreSQL', 'bench-routing', server);
} else {
	process.stdout.write('\nJALGAS_DATABASE_URL names no PostgreSQL: nothing was measured there.\n');
}
process.exit(failed > 0 ? 1 : 0);
