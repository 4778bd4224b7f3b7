import { Zip, ZipDeflate } from 'fflate';

export interface Entry {
	name: string;
	bytes: Uint8Array;
}

/** A ZIP of entries that are fetched only when the reader of the stream has room for the next. */
export function archive(entries: AsyncIterator<Entry>): ReadableStream<Uint8Array> {
	let zip: Zip;
	return new ReadableStream<Uint8Array>({
		start(controller) {
			zip = new Zip((error, chunk, final) => {
				if (error) return controller.error(error);
				controller.enqueue(chunk);
				if (final) controller.close();
			});
		},
		async pull() {
			const next = await entries.next();
			if (next.done) return zip.end();
			const file = new ZipDeflate(next.value.name);
			zip.add(file);
			file.push(next.value.bytes, true);
		},
		async cancel() {
			await entries.return?.();
		}
	});
}
