import type { Node, Tag } from './types';

/** After these a text goes on in a new line. */
const BLOCKS: Tag[] = ['p', 'heading', 'li', 'pre', 'br'];

/** A text as somebody would read it aloud: without its marks. */
export const plain = (nodes: Node[]): string =>
	nodes
		.map((node) =>
			typeof node === 'string'
				? node
				: plain(node.children) + (BLOCKS.includes(node.tag) ? '\n' : '')
		)
		.join('');
