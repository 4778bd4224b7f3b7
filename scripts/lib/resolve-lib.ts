/** Lets programs run from a terminal import the same features as the pages: `$lib/…`, without Vite. */
import { existsSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { resolve } from 'node:path';

const root = resolve(import.meta.dirname, '../..');
const lib = resolve(root, 'src/lib');
/** Only our own files leave out endings; packages are left to Node. */
const isOurs = (url: string | undefined) =>
	url?.startsWith('file:') &&
	['src', 'scripts', 'tests'].some((dir) => fileURLToPath(url).startsWith(resolve(root, dir)));
const ENDINGS = ['', '.ts', '.js', '/index.ts'];

function existing(path: string): string | undefined {
	return ENDINGS.map((ending) => path + ending).find(
		(candidate) => /\.(ts|js|mjs|json)$/.test(candidate) && existsSync(candidate)
	);
}

registerHooks({
	resolve(specifier, context, next) {
		let path: string | undefined;
		if (specifier.startsWith('$lib/')) path = existing(resolve(lib, specifier.slice(5)));
		else if (specifier.startsWith('.') && isOurs(context.parentURL))
			path = existing(resolve(fileURLToPath(context.parentURL as string), '..', specifier));
		return path ? next(pathToFileURL(path).href, context) : next(specifier, context);
	}
});
