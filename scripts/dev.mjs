// `npm run dev`: the same app with hot reload.
import { prepare, run } from './lib/prepare.mjs';

prepare();
process.exit(run(['node_modules/vite/bin/vite.js', 'dev', ...process.argv.slice(2)]));
