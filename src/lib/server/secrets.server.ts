import { createHmac, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Secrets that belong to one data folder: made at its first use, never shared between folders. */
export interface FolderSecrets {
	/** Signs the tokens of the embedded backend (HS256). */
	jwtSecret: string;
	publishableKey: string;
	secretKey: string;
	/** Keys the buckets of the attempt limiter, so that nobody outside can name another's bucket. */
	bucketKey: string;
}

/** Reads `secrets.json` of the data folder, or makes it with mode 0600. */
export function folderSecrets(dataDir: string): FolderSecrets {
	const file = join(dataDir, 'secrets.json');
	try {
		return JSON.parse(readFileSync(file, 'utf8')) as FolderSecrets;
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
	}
	const made: FolderSecrets = {
		jwtSecret: randomBytes(48).toString('base64url'),
		publishableKey: `sb_publishable_${randomBytes(24).toString('base64url')}`,
		secretKey: `sb_secret_${randomBytes(32).toString('base64url')}`,
		bucketKey: randomBytes(32).toString('base64url')
	};
	mkdirSync(dataDir, { recursive: true });
	writeFileSync(file, JSON.stringify(made, null, '\t') + '\n', { mode: 0o600, flag: 'wx' });
	return made;
}

/** HMAC-SHA-256 in hex: turns an account and an address into a name that only this server can make. */
export const keyedHash = (key: string, ...parts: string[]): string =>
	createHmac('sha256', key).update(parts.join('\u0000')).digest('hex');
