/** The body of a request as text, or null when it is longer than it may be, however it is sent. */
export async function readLimited(request: Request, bytes: number): Promise<string | null> {
	const chunks: Uint8Array[] = [];
	let size = 0;
	for await (const chunk of request.body ?? []) {
		size += chunk.length;
		if (size > bytes) return null;
		chunks.push(chunk);
	}
	return Buffer.concat(chunks).toString();
}
