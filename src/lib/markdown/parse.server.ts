import MarkdownIt, { type Token } from 'markdown-it';
import { TAGS, type Element, type Node, type Tag } from './types';

/** Lists in quotes in lists: nobody reads deeper than this, and a page does not nest without end. */
const MAX_DEPTH = 20;

/**
 * Raw HTML is text. Line breaks stay as typed, and spaces before a line or dashes under it mean
 * nothing: texts from before were typed plainly. Tables do not fit a phone.
 */
const markdown = new MarkdownIt({
	html: false,
	breaks: true,
	linkify: true,
	maxNesting: 40
}).disable(['code', 'lheading', 'table', 'reference', 'html_block', 'html_inline']);
// "тауық.kz" in a sentence is no address, and looking for such costs time.
markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false, fuzzyIP: false });

const NAMES: Record<string, Tag> = {
	...Object.fromEntries(TAGS.map((tag) => [tag, tag])),
	...Object.fromEntries([1, 2, 3, 4, 5, 6].map((level) => [`h${level}`, 'heading' as const]))
};

class TooDeep extends Error {}

/**
 * Ten thousand signs of mixed marks take a tenth of a second, and many of them may stand on one page:
 * long texts that were shown lately are not read again.
 */
const LONG = 1000;
const MOST_KEPT = 200;
const kept = new Map<string, Node[]>();

/** The tree of a text, to be read and not changed. One that nests too deeply is shown as it was typed. */
export function parseMarkdown(text: string): Node[] {
	if (text.length < LONG) return parse(text);
	const tree = kept.get(text) ?? parse(text);
	// The last one again: the first of the map is the one that was not asked for the longest.
	kept.delete(text);
	kept.set(text, tree);
	if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value as string);
	return tree;
}

function parse(text: string): Node[] {
	try {
		return build(text);
	} catch (cause) {
		if (!(cause instanceof TooDeep)) throw cause;
		return [element('p', lines(text))];
	}
}

/** Whether a text nests lists, quotes or marks deeper than a page shows. */
export function nestsTooDeep(text: string): boolean {
	try {
		build(text);
		return false;
	} catch (cause) {
		if (cause instanceof TooDeep) return true;
		throw cause;
	}
}

function build(text: string): Node[] {
	const root = element('p', []);
	grow(root, markdown.parse(text, {}), 0);
	levelHeadings(root.children);
	return root.children;
}

/** Hangs a flat run of tokens under an element; what the allowlist does not know leaves its text alone. */
function grow(root: Element, tokens: Token[], depth: number): void {
	const path: (Element | null)[] = [];
	const here = () => path.findLast((open) => open !== null) ?? root;
	for (const token of tokens) {
		if (depth + path.length > MAX_DEPTH) throw new TooDeep();
		if (token.nesting === 1) {
			const opened = open(token);
			if (opened) here().children.push(opened);
			path.push(opened);
		} else if (token.nesting === -1) path.pop();
		else if (token.type === 'inline') grow(here(), token.children ?? [], depth + path.length);
		else here().children.push(...leaf(token));
	}
}

/** Null for what only holds others together: the hidden paragraph of a tight list, a refused link. */
function open(token: Token): Element | null {
	if (token.hidden) return null;
	const tag = NAMES[token.tag];
	if (!tag) return null;
	if (tag === 'a') return link(String(token.attrGet('href') ?? ''), []);
	const made = element(tag, []);
	if (tag === 'heading') made.depth = Number(token.tag.slice(1));
	const start = tag === 'ol' ? Number(token.attrGet('start') ?? 1) : 1;
	if (start !== 1) made.start = start;
	return made;
}

function leaf(token: Token): Node[] {
	switch (token.type) {
		case 'hr':
			return [element('hr', [])];
		case 'softbreak':
		case 'hardbreak':
			return [element('br', [])];
		case 'code_inline':
			return [element('code', [token.content])];
		case 'fence':
			return [element('pre', [token.content])];
		case 'image': {
			// Loaded from elsewhere it would tell strangers who reads, and cost megabytes: a link to it does.
			const address = String(token.attrGet('src') ?? '');
			const words = token.content || address;
			return [link(address, [words]) ?? words];
		}
		default:
			return token.content ? [token.content] : [];
	}
}

function link(address: string, children: Node[]): Element | null {
	const url = URL.parse(address);
	const isOpen = url && ['http:', 'https:', 'mailto:'].includes(url.protocol);
	// A name before the host shows one address and leads to another.
	if (!isOpen || (url.protocol !== 'mailto:' && (url.username || url.password))) return null;
	return { tag: 'a', href: url.href, children };
}

/** The highest heading becomes 0, and each is at most one below the one before it. */
function levelHeadings(blocks: Node[]): void {
	const headings = blocks.flatMap((node) => headingsIn(node));
	const top = Math.min(...headings.map(({ depth }) => depth ?? 1));
	let before = -1;
	for (const heading of headings) {
		heading.depth = Math.min((heading.depth ?? 1) - top, before + 1, 2);
		before = heading.depth;
	}
}

const headingsIn = (node: Node): Element[] =>
	typeof node === 'string' ? [] : [node, ...node.children.flatMap(headingsIn)].filter(isHeading);

const isHeading = (node: Node): node is Element =>
	typeof node !== 'string' && node.tag === 'heading';

const element = (tag: Tag, children: Node[]): Element => ({ tag, children });

const lines = (text: string): Node[] =>
	text.split('\n').flatMap((line, i): Node[] => (i > 0 ? [element('br', []), line] : [line]));
