import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';

/**
 * What is laid into a cookie and nobody else may read or change: compressed, then AES-256-GCM.
 * `purpose` separates keys, so that a cookie of one page opens nothing on another.
 */
export function seal(secret: string, purpose: string, value: unknown, seconds: number): string {
	const until = Date.now() + seconds * 1000;
	const iv = randomBytes(12);
	const cipher = createCipheriv('aes-256-gcm', keyOf(secret, purpose), iv);
	const plain = deflateRawSync(JSON.stringify({ until, value }));
	const sealed = Buffer.concat([cipher.update(plain), cipher.final()]);
	return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url');
}

/** What was sealed, or null when it is forged, of another purpose, or too old. */
export function unseal<Value>(
	secret: string,
	purpose: string,
	sealed: string | undefined
): Value | null {
	if (!sealed) return null;
	try {
		const bytes = Buffer.from(sealed, 'base64url');
		const decipher = createDecipheriv(
			'aes-256-gcm',
			keyOf(secret, purpose),
			bytes.subarray(0, 12)
		).setAuthTag(bytes.subarray(12, 28));
		const plain = Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]);
		const { until, value } = JSON.parse(
			inflateRawSync(plain, { maxOutputLength: 65_536 }).toString()
		) as { until: number; value: Value };
		return until > Date.now() ? value : null;
	} catch {
		return null;
	}
}

const keyOf = (secret: string, purpose: string) =>
	Buffer.from(hkdfSync('sha256', secret, '', purpose, 32));
