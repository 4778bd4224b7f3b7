import type { CompilerOptions } from '@inlang/paraglide-js';

/** One place for the compiler's options: the build, the type check and the tests share it. */
export const paraglideOptions: CompilerOptions = {
	project: './project.inlang',
	outdir: './src/lib/paraglide',
	strategy: ['url', 'cookie', 'baseLocale'],
	cookieName: 'locale',
	urlPatterns: [
		{
			pattern: '/:path(.*)?',
			localized: [
				['kk', '/kk/:path(.*)?'],
				['ru', '/ru/:path(.*)?'],
				['en', '/en/:path(.*)?']
			]
		}
	]
};
