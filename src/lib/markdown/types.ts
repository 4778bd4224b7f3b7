/** All that a text of somebody may become on a page: a tree of these, never HTML. */
export type Node = string | Element;

export interface Element {
	tag: Tag;
	children: Node[];
	/** Of a link: http, https or mailto, nothing else. */
	href?: string;
	/** Of a numbered list that does not begin with 1. */
	start?: number;
	/** Of a heading: 0 is the highest of this text, which the page puts below its own. */
	depth?: number;
}

export type Tag = (typeof TAGS)[number];

/** The allowlist: what is not in it has no way onto the page. */
export const TAGS = [
	...(['p', 'heading', 'ul', 'ol', 'li', 'blockquote', 'pre', 'hr'] as const),
	...(['em', 'strong', 's', 'code', 'br', 'a'] as const)
];
