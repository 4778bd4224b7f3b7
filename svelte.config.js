import adapter from '@sveltejs/adapter-node';
import { vitePreprocess } from '@sveltejs/vite-plugin-svelte';

/** @type {import('@sveltejs/kit').Config} */
export default {
	preprocess: vitePreprocess(),
	compilerOptions: { runes: true },
	kit: {
		// Static files are compressed once, at build time; pages are compressed by scripts/serve.ts.
		adapter: adapter({ precompress: true }),
		csp: {
			mode: 'nonce',
			directives: {
				'default-src': ['self'],
				'script-src': ['self'],
				'style-src': ['self'],
				'img-src': ['self', 'data:', 'blob:'],
				'connect-src': ['self'],
				'object-src': ['none'],
				'base-uri': ['none'],
				'form-action': ['self'],
				'frame-ancestors': ['none']
			}
		},
		// src/lib/server/hooks/same-origin.ts checks instead: it is as strict, but for one address.
		csrf: { trustedOrigins: ['*'] },
		// A page's own few lines of style are not worth a request of their own.
		inlineStyleThreshold: 1024,
		// Registered by the pages themselves: most of them ship no framework code.
		serviceWorker: { register: false },
		paths: { relative: false },
		version: { pollInterval: 0 },
		typescript: {
			config: (config) => {
				config.include.push('../scripts/**/*.ts', '../supabase/**/*.ts', '../playwright.config.ts');
			}
		}
	}
};
