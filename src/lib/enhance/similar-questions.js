// Shows what was asked before while a title is being typed. A convenience only: without it the same
// questions are shown once before the own one is published. Half a kilobyte a pause, and none of it where
// the reader spares data.
// [data-similar=<address>] holds a [role=status], whose data-says is said when there is something, and a list.
const PAUSE = 700;
const LEAST = 10;
/** @typedef {{ href: string, title: string, locale: string, note: string }} Link */

/** @param {Link} link */
function item({ href, title, locale, note }) {
	const [row, link, words, small] = ['li', 'a', 'span', 'span'].map((name) =>
		document.createElement(name)
	);
	if (!(link instanceof HTMLAnchorElement) || !row || !words || !small) throw new Error('no page');
	link.href = href;
	link.className = 'block py-2';
	words.lang = locale;
	words.className = 'link block';
	words.textContent = title;
	small.className = 'text-small text-muted';
	small.textContent = note;
	link.append(words, small);
	row.append(link);
	return row;
}

/** @param {HTMLElement} box @param {HTMLTextAreaElement} title */
function attend(box, title) {
	const status = box.querySelector('[role=status]');
	const list = box.querySelector('ul');
	if (!(status instanceof HTMLElement) || !list) return;
	let asked = '';
	/** @type {ReturnType<typeof setTimeout> | undefined} */
	let timer;
	/** @param {Link[]} links */
	const show = (links) => {
		list.replaceChildren(...links.map(item));
		status.textContent = links.length > 0 ? (status.dataset.says ?? '') : '';
		box.classList.toggle('p-4', links.length > 0);
	};
	const look = async () => {
		const words = title.value.trim().replace(/\s+/g, ' ');
		if (words === asked) return;
		asked = words;
		if (words.length < LEAST) return show([]);
		const answer = await fetch(`${box.dataset.similar}?title=${encodeURIComponent(words)}`).catch(
			() => null
		);
		// An answer to what was typed before is late.
		if (asked !== words) return;
		if (answer?.ok) return show(await answer.json());
		asked = '';
	};
	title.addEventListener('input', () => {
		clearTimeout(timer);
		timer = setTimeout(() => void look(), PAUSE);
	});
}

const box = document.querySelector('[data-similar]');
const title = document.querySelector('textarea[name=title]');
const sparing = /** @type {{ connection?: { saveData?: boolean } }} */ (navigator).connection
	?.saveData;
if (box instanceof HTMLElement && title instanceof HTMLTextAreaElement && !sparing)
	attend(box, title);
