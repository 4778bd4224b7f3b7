import js from '@eslint/js';
import prettier from 'eslint-config-prettier';
import svelte from 'eslint-plugin-svelte';
import globals from 'globals';
import ts from 'typescript-eslint';
import svelteConfig from './svelte.config.js';

/** Walls between the rooms of the house (CONTRIBUTING.md): what may not be imported, and why. */
const wall = (files, ...patterns) => ({
	files,
	rules: { 'no-restricted-imports': ['error', { patterns }] }
});
const supabase = {
	group: ['@supabase/*'],
	message: 'Only src/lib/server and features/*.server.ts talk to Supabase.'
};
const inside = {
	regex: '^\\$lib/features/[^/]+/(?!index$)',
	message: 'Another feature is entered through its index.ts, by nothing else.'
};
const features = {
	group: ['$lib/features/*', '$lib/features/**'],
	message: 'This room lies below the features and knows none of them.'
};

export default ts.config(
	{
		ignores: [
			'build/',
			'.svelte-kit/',
			'.test/',
			'.data/',
			'node_modules/',
			'src/lib/paraglide/',
			'src/lib/database.types.ts',
			'bench/results/'
		]
	},
	js.configs.recommended,
	...ts.configs.strict,
	...ts.configs.stylistic,
	...svelte.configs.recommended,
	prettier,
	...svelte.configs.prettier,
	{
		languageOptions: { globals: { ...globals.node, ...globals.browser } },
		linterOptions: { reportUnusedDisableDirectives: 'error' },
		rules: {
			'no-console': 'error',
			'no-undef': 'off',
			eqeqeq: ['error', 'always'],
			'no-warning-comments': ['error', { terms: ['todo', 'fixme', 'xxx', 'hack'] }],
			'@typescript-eslint/consistent-type-definitions': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			'@typescript-eslint/no-invalid-void-type': 'off',
			// Addresses are built by $lib/route, which knows the language; Kit's resolve() does not.
			'svelte/no-navigation-without-resolve': 'off',
			'svelte/no-at-html-tags': 'error'
		}
	},
	{
		files: ['**/*.ts'],
		ignores: ['*.config.ts'],
		languageOptions: {
			parserOptions: { projectService: true, tsconfigRootDir: import.meta.dirname }
		},
		rules: {
			'@typescript-eslint/no-floating-promises': 'error',
			'@typescript-eslint/no-misused-promises': 'error',
			'@typescript-eslint/await-thenable': 'error'
		}
	},
	{
		files: ['**/*.svelte', '**/*.svelte.ts'],
		languageOptions: { parserOptions: { parser: ts.parser, svelteConfig } }
	},
	wall(['src/routes/**'], supabase),
	wall(['src/lib/ui/**', 'src/lib/i18n/**', 'src/lib/route.ts'], features, supabase),
	wall(['src/lib/features/*/components/**', 'src/lib/features/*/schema.ts'], supabase, inside),
	wall(['src/lib/features/**/*.server.ts', 'src/lib/features/*/index.ts'], inside),
	wall(['src/lib/features/*/rules.ts'], {
		regex: '.*',
		message: 'Rules are pure decisions: they import nothing.'
	}),
	{
		// Replaces console.error for one library, and says why.
		files: ['src/lib/server/quiet.ts'],
		rules: { 'no-console': 'off' }
	}
);
