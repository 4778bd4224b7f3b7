// Keeps what is being written on this device: a page that is lost gives it back, and what was sent without
// a connection goes out once when there is one. Only texts, only for the account that wrote them.
// Elements: form[data-keep=<name>] and [data-kept-for=<account>], which carries all words, in
// [data-when=restored|kept|queued|sent|sign-in|refused], and in data-done the name of what was posted;
// form[data-keep-forget] wipes everything when it is sent. Plain JavaScript, served as it stands.
const PREFIX = 'jalgas-kept:';
const LIFE = 30 * 24 * 3600 * 1000;
/** @typedef {{ at: number, state: 'typed' | 'sent' | 'queued', action: string, page: string, fields: [string, string][] }} Kept */
/** @type {HTMLElement | null} */
const notes = document.querySelector('[data-kept-for]');
/** @type {NodeListOf<HTMLFormElement>} */
const forms = document.querySelectorAll('form[data-keep]');
const mine = `${PREFIX}${notes?.dataset.keptFor}:`;

/** @param {string} [prefix] */
const names = (prefix = PREFIX) =>
	Object.keys(localStorage).filter((name) => name.startsWith(prefix));
/** @param {string} name @returns {Kept | null} */
const read = (name) => JSON.parse(localStorage.getItem(name) ?? 'null');
/** @param {string} name @param {Kept} kept */
const write = (name, kept) => localStorage.setItem(name, JSON.stringify(kept));

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
	const page = location.pathname;
	write(mine + form.dataset.keep, { at: Date.now(), state, action: form.action, page, fields });
}

/** @param {HTMLFormElement} form @returns {NodeListOf<HTMLInputElement>} */
const texts = (form) => form.querySelectorAll('textarea, input[type=text]');

/** @param {HTMLFormElement} form @param {[string, string][]} fields */
function fill(form, fields) {
	for (const [name, value] of fields) {
		const field = form.elements.namedItem(name);
		if (field instanceof HTMLInputElement && field.type === 'checkbox') field.checked = true;
		else if (field && 'value' in field) field.value = value;
	}
}

/** @param {HTMLFormElement} form @param {string} key */
function empty(form, key) {
	for (const text of texts(form)) text.value = '';
	fill(form, [['key', key]]);
}

/** @param {HTMLFormElement} form */
function attend(form) {
	const name = mine + form.dataset.keep;
	const fresh = String(new FormData(form).get('key'));
	const kept = read(name);
	if (kept && [...texts(form)].every((text) => !text.value)) {
		fill(form, kept.fields);
		say(kept.state === 'queued' ? 'queued' : 'restored');
	}
	form.addEventListener('input', () => {
		// It may have arrived after all: other words are another question, and need another key.
		if (read(name)?.state === 'sent') fill(form, [['key', fresh]]);
		keep(form, 'typed');
		say();
	});
	form.addEventListener('submit', (event) => {
		if (navigator.onLine) return keep(form, 'sent');
		event.preventDefault();
		// Previews and drafts are for the server: they are not sent later.
		const isAside = /^(preview|draft)$/.test(event.submitter?.getAttribute('name') ?? '');
		keep(form, isAside ? 'typed' : 'queued');
		say(isAside ? 'kept' : 'queued');
	});
	document.querySelector('[data-kept-clear]')?.addEventListener('click', () => {
		localStorage.removeItem(name);
		empty(form, fresh);
		say();
	});
}

async function sendQueued() {
	for (const name of names(mine)) {
		const kept = read(name);
		if (kept?.state !== 'queued') continue;
		const body = new FormData();
		for (const [field, value] of kept.fields) body.append(field, value);
		// Whoever waited for a connection is not asked again whether it was asked before.
		body.set('sure', '1');
		/** @type {Response} */
		let answer;
		try {
			answer = await fetch(kept.action, { method: 'POST', body, headers: { accept: 'text/html' } });
		} catch {
			return;
		}
		const { pathname, searchParams } = new URL(answer.url);
		if (/^(asked|answered)$/.test(searchParams.get('done') ?? '')) {
			localStorage.removeItem(name);
			for (const form of forms) {
				if (mine + form.dataset.keep !== name) continue;
				if (!crypto.randomUUID) return location.assign(answer.url);
				empty(form, crypto.randomUUID());
			}
			say('sent', answer.url);
		} else {
			write(name, { ...kept, state: 'typed' });
			say(/\/login$/.test(pathname) ? 'sign-in' : 'refused', kept.page);
		}
	}
}

for (const name of names())
	if (Date.now() - (read(name)?.at ?? 0) > LIFE) localStorage.removeItem(name);
document.querySelector('form[data-keep-forget]')?.addEventListener('submit', () => {
	for (const name of names()) localStorage.removeItem(name);
});
if (notes) {
	const done = mine + notes.dataset.done;
	if (read(done)?.state === 'sent') localStorage.removeItem(done);
	for (const form of forms) attend(form);
	addEventListener('online', () => void sendQueued());
	if (navigator.onLine) void sendQueued();
}
