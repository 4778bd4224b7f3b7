// `npm start` on a fresh clone: installs what is missing, builds when stale, serves.
// Plain JavaScript on purpose: it may run on Node 20, before the project's own Node 24 is installed.
import { prepare, run } from './lib/prepare.mjs';

prepare({ build: true });
process.exit(run(['--import', './scripts/lib/resolve-lib.ts', 'scripts/serve.ts']));
