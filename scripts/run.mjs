// Runs one of the project's TypeScript programs: `node scripts/run.mjs NAME [ARGS]`.
import { prepare, run } from './lib/prepare.mjs';

const [name, ...args] = process.argv.slice(2);
prepare({ build: name === 'bench-pages' });
process.exit(run(['--import', './scripts/lib/resolve-lib.ts', `scripts/${name}.ts`, ...args]));
