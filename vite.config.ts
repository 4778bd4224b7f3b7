import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import { messageParity } from './scripts/lib/message-parity.ts';
import { paraglideOptions } from './scripts/lib/paraglide-options.ts';

/**
 * Paraglide empties its folder before it writes: `npm test`, which has just built, does not let the
 * test runner do so under the feet of the type check.
 */
const messages = process.env.JALGAS_COMPILED ? [] : [paraglideVitePlugin(paraglideOptions)];

/** What tests with a database of their own have in common. */
const database = {
	sequence: { groupOrder: 1 },
	environment: 'node' as const,
	globalSetup: ['tests/support/database-template.ts'],
	hookTimeout: 120_000
};

export default defineConfig({
	plugins: [messageParity(), tailwindcss(), ...messages, sveltekit()],
	build: { rolldownOptions: { checks: { pluginTimings: false } } },
	server: {
		port: Number(process.env.PORT ?? 3000),
		strictPort: true,
		watch: { ignored: ['**/.test/**', '**/.data/**'] }
	},
	test: {
		maxWorkers: 2,
		// A busy machine is no failure: what must be quick is in `npm run bench`.
		testTimeout: 60_000,
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					sequence: { groupOrder: 0 },
					environment: 'node',
					include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/unit/**/*.test.ts'],
					exclude: ['**/*.db.test.ts']
				}
			},
			{
				extends: true,
				test: {
					...database,
					name: 'database',
					// Files take turns in two processes: the library and the database's program are loaded
					// twice and not fifty times.
					isolate: false,
					include: ['src/**/*.db.test.ts', 'tests/security/**/*.db.test.ts'],
					exclude: ['**/*.alone.db.test.ts']
				}
			},
			{
				extends: true,
				// Files that put something else in a module's place.
				test: { ...database, name: 'alone', include: ['src/**/*.alone.db.test.ts'] }
			}
		]
	}
});
