/**
 * Makes a chosen photo small before it is sent, to spare paid megabytes. A convenience only: the
 * server does the same again, so without it (or when it fails) the photo goes as it is.
 * Elements: input[data-shrink], and [data-shrink-says=<id of the input>] which carries the words.
 */
const MAX_SIDE = 1280;
const MAX_BYTES = 200 * 1024;

async function shrink(photo: File): Promise<File> {
	const bitmap = await createImageBitmap(photo, { imageOrientation: 'from-image' });
	const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
	const canvas = document.createElement('canvas');
	canvas.width = Math.max(1, Math.round(bitmap.width * scale));
	canvas.height = Math.max(1, Math.round(bitmap.height * scale));
	const context = canvas.getContext('2d') as CanvasRenderingContext2D;
	// JPEG knows no transparency: what shows through is white, as on the server.
	context.fillStyle = '#fff';
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
	bitmap.close();
	for (const quality of [0.82, 0.65, 0.5, 0.35]) {
		const blob = await new Promise<Blob | null>((done) =>
			canvas.toBlob(done, 'image/jpeg', quality)
		);
		if (blob && blob.size <= MAX_BYTES) return new File([blob], 'photo.jpg', { type: blob.type });
	}
	throw new Error('still too large');
}

for (const input of document.querySelectorAll<HTMLInputElement>('input[data-shrink]')) {
	const says = document.querySelector<HTMLElement>(`[data-shrink-says="${input.id}"]`);
	const say = (word: 'working' | 'done' | 'failed' | null, kb = 0) => {
		if (says) says.textContent = word ? (says.dataset[word] ?? '').replace('%', String(kb)) : '';
	};
	const shrinkChosen = async (photo: File) => {
		say('working');
		try {
			const small = await shrink(photo);
			// Another photo may have been chosen meanwhile.
			if (input.files?.[0] !== photo) return;
			const transfer = new DataTransfer();
			transfer.items.add(small);
			input.files = transfer.files;
			say('done', Math.ceil(small.size / 1024));
		} catch {
			say('failed');
		}
	};
	input.addEventListener('change', () => {
		const [photo] = input.files ?? [];
		if (photo && photo.size > MAX_BYTES) void shrinkChosen(photo);
		else say(null);
	});
}
