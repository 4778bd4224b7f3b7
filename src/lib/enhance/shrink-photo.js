// Makes a chosen photo small before it is sent, to spare paid megabytes. A convenience only: the
// server does the same again, so without it, or when it fails, the photo goes as it is.
// Elements: input[data-shrink], and [data-shrink-says=<id of the input>] which carries the words.
// Plain JavaScript: pages ship no bundle, so this file is served as it stands.
const MAX_SIDE = 1280;
const MAX_BYTES = 200 * 1024;

/** @param {File} photo */
async function shrink(photo) {
	const bitmap = await createImageBitmap(photo, { imageOrientation: 'from-image' });
	const scale = Math.min(1, MAX_SIDE / Math.max(bitmap.width, bitmap.height));
	const canvas = document.createElement('canvas');
	canvas.width = Math.max(1, Math.round(bitmap.width * scale));
	canvas.height = Math.max(1, Math.round(bitmap.height * scale));
	const context = canvas.getContext('2d');
	if (!context) throw new Error('no canvas');
	// JPEG knows no transparency: what shows through is white, as on the server.
	context.fillStyle = '#fff';
	context.fillRect(0, 0, canvas.width, canvas.height);
	context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
	bitmap.close();
	for (const quality of [0.82, 0.65, 0.5, 0.35]) {
		/** @type {Blob | null} */
		const blob = await new Promise((done) => canvas.toBlob(done, 'image/jpeg', quality));
		if (blob && blob.size <= MAX_BYTES) return new File([blob], 'photo.jpg', { type: blob.type });
	}
	throw new Error('still too large');
}

/** @type {NodeListOf<HTMLInputElement>} */
const inputs = document.querySelectorAll('input[data-shrink]');
for (const input of inputs) {
	/** @type {HTMLElement | null} */
	const says = document.querySelector(`[data-shrink-says="${input.id}"]`);
	/** @param {'working' | 'done' | 'failed' | null} word */
	const say = (word, kb = 0) => {
		if (says) says.textContent = word ? (says.dataset[word] ?? '').replace('%', String(kb)) : '';
	};
	/** @param {File} photo */
	const shrinkChosen = async (photo) => {
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
		const photo = input.files?.[0];
		if (photo && photo.size > MAX_BYTES) void shrinkChosen(photo);
		else say(null);
	});
}
