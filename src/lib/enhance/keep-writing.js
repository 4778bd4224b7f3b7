// Keeps what is being written on this device: a lost page gives it back, and what was sent without a
// connection goes out when there is one. Texts only, for the account that wrote them.
// form[data-keep=<name>]; [data-kept-for=<account>] with the words in [data-when] and, in data-done, the
// name of what was posted; [data-keep-forget] wipes everything: a form when sent, all else at once.
const PREFIX = 'jalgas-kept:';
const LIFE = 30 * 24 * 3600 * 1000;
/** @typedef {{ at: number, state: 'typed' | 'sent' | 'queued' | 'sending', action: string, fields: [string, string][] }} Kept */
/** @type {HTMLElement | null} */
const notes = document.querySelector('[data-kept-for]');
/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll('form[data-keep]');
// The page that opens without a connection (see service-worker.js) is anybody's: of who wrote here last.
const WHO = 'jalgas-kept-who';
const isOffline = notes?.dataset.keptFor === '';
const account = isOffline ? localStorage.getItem(WHO) : notes?.dataset.keptFor;
const mine = `${PREFIX}${account}:`;

/** @param {string} [prefix] */
const names = (prefix = PREFIX) =>
	Object.keys(localStorage).filter((name) => name.startsWith(prefix));
/** @param {string} name @returns {Kept | null} */
const read = (name) => JSON.parse(localStorage.getItem(name) ?? 'null');
/** @param {string} name @param {Kept} kept */
const write = (name, kept) => localStorage.setItem(name, JSON.stringify(kept));
// A page that is left while it sends leaves words that may have arrived or not: they go out again, and their
// key lets them be posted once.
/** @param {Kept | null} kept */
const waits = (kept) => kept?.state === 'queued' || kept?.state === 'sending';

/** @param {string} [word] @param {string} [href] */
function say(word, href) {
	/** @type {NodeListOf<HTMLElement>} */
	const all = document.querySelectorAll('[data-when]');
	for (const one of all) {
		one.hidden = !one.dataset.when?.split(' ').includes(word ?? '');
		const link = one.querySelector('a');
		if (link && href && !one.hidden) link.href = href;
	}
}

/** @param {HTMLFormElement} form @param {Kept['state']} state */
function keep(form, state) {
	/** @type {[string, string][]} */
	const fields = [];
	for (const [name, value] of new FormData(form))
		if (typeof value === 'string') fields.push([name, value]);
	// What was chosen on the whole page stays chosen, where this one has no field for it.
	for (const [name, value] of (isOffline && read(mine + form.dataset.keep)?.fields) || [])
		if (!form.elements.namedItem(name)) fields.push([name, value]);
	write(mine + form.dataset.keep, { at: Date.now(), state, action: form.action, fields });
}

/** @param {HTMLFormElement} form @returns {NodeListOf<HTMLInputElement | HTMLTextAreaElement>} */
const texts = (form) => form.querySelectorAll('textarea, input[type=text]');

/** @param {HTMLFormElement} form @param {[string, string][]} fields */
function fill(form, fields) {
	for (const [name, value] of fields) {
		const field = form.elements.namedItem(name);
		if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = true;
		else if (field && 'value' in field) field.value = value;
	}
}

/** @param {HTMLFormElement} form */
function attend(form) {
	const name = mine + form.dataset.keep;
	// That page is kept, and its key with it: each question needs one of its own.
	if (isOffline) fill(form, [['key', crypto.randomUUID()]]);
	const fresh = String(new FormData(form).get('key'));
	const kept = read(name);
	const holds = texts(form);
	const hasWords = kept?.fields.some(
		([field, value]) => value.trim() && [...holds].some((text) => text.name === field)
	);
	if (kept && hasWords && [...holds].every((text) => !text.value)) {
		fill(form, kept.fields);
		say(waits(kept) ? 'queued' : 'restored');
	}
	form.addEventListener('input', () => {
		// It may have arrived: other words need another key.
		if (['sent', 'sending'].includes(read(name)?.state ?? ''))
			fill(form, [['key', crypto.randomUUID?.() ?? fresh]]);
		keep(form, 'typed');
		say();
	});
	form.addEventListener('submit', (event) => {
		if (navigator.onLine && !isOffline) return keep(form, 'sent');
		event.preventDefault();
		const isAside = /^(preview|draft)$/.test(event.submitter?.getAttribute('name') ?? '');
		keep(form, isAside ? 'typed' : 'queued');
		say(isAside ? 'kept' : 'queued');
		notes?.scrollIntoView({ block: 'center' });
		if (isOffline) void sendQueued();
	});
	document.querySelector('[data-kept-clear]')?.addEventListener('click', () => {
		localStorage.removeItem(name);
		for (const text of texts(form)) text.value = '';
		fill(form, [['key', fresh]]);
		say();
	});
}

async function sendQueued() {
	for (const name of names(mine)) {
		const kept = read(name);
		if (!kept || !waits(kept)) continue;
		const body = new FormData();
		for (const [field, value] of kept.fields) body.append(field, value);
		// Nobody is there to be asked about similar questions.
		body.set('sure', '1');
		write(name, { ...kept, state: 'sending' });
		const options = { method: 'POST', body, headers: { accept: 'text/html' } };
		const answer = await fetch(kept.action, options).catch(() => null);
		// Whoever wrote on meanwhile goes on with that; another tab may have sent it as well.
		const left = read(name);
		const isSame = !left || left.state === 'sending';
		if (!answer) {
			if (left && isSame) write(name, { ...kept, state: 'queued' });
			return;
		}
		const { pathname, searchParams } = new URL(answer.url);
		if (/^(asked|answered)$/.test(searchParams.get('done') ?? '')) {
			if (isSame) localStorage.removeItem(name);
			for (const form of forms) form.hidden ||= isSame && mine + form.dataset.keep === name;
			say('sent', answer.url);
		} else {
			if (left && isSame) write(name, { ...kept, state: 'typed' });
			say(/\/login$/.test(pathname) ? 'sign-in' : 'refused');
		}
	}
}

for (const name of names())
	if (Date.now() - (read(name)?.at ?? 0) > LIFE) localStorage.removeItem(name);
const forget = document.querySelector('[data-keep-forget]');
const wipe = () => [WHO, ...names()].forEach((name) => localStorage.removeItem(name));
if (forget instanceof HTMLFormElement) forget.addEventListener('submit', wipe);
else if (forget) wipe();
if (isOffline && !account) {
	for (const form of forms) form.hidden = true;
	say('nobody');
} else if (notes && account) {
	if (!isOffline) {
		localStorage.setItem(WHO, account);
		const worker = `/service-worker.js?locale=${document.documentElement.lang}`;
		void navigator.serviceWorker?.register(worker).catch(() => null);
	}
	const done = mine + notes.dataset.done;
	if (read(done)?.state === 'sent') localStorage.removeItem(done);
	for (const form of forms) attend(form);
	addEventListener('online', () => void sendQueued());
	if (navigator.onLine) void sendQueued();
}
