import { paraglideVitePlugin } from '@inlang/paraglide-js';
import { sveltekit } from '@sveltejs/kit/vite';
import tailwindcss from '@tailwindcss/vite';
import { defineConfig } from 'vitest/config';
import { messageParity } from './scripts/lib/message-parity.ts';
import { paraglideOptions } from './scripts/lib/paraglide-options.ts';

export default defineConfig({
	plugins: [messageParity(), tailwindcss(), paraglideVitePlugin(paraglideOptions), sveltekit()],
	build: { rolldownOptions: { checks: { pluginTimings: false } } },
	server: { port: Number(process.env.PORT ?? 3000), strictPort: true },
	test: {
		projects: [
			{
				extends: true,
				test: {
					name: 'unit',
					environment: 'node',
					include: ['src/**/*.test.ts', 'scripts/**/*.test.ts', 'tests/unit/**/*.test.ts'],
					exclude: ['**/*.db.test.ts']
				}
			},
			{
				extends: true,
				test: {
					name: 'database',
					environment: 'node',
					include: ['src/**/*.db.test.ts', 'tests/security/**/*.db.test.ts'],
					globalSetup: ['tests/support/database-template.ts'],
					testTimeout: 60_000,
					hookTimeout: 120_000,
					maxWorkers: 2
				}
			}
		]
	}
});
