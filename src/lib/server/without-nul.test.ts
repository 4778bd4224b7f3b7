import { expect, it } from 'vitest';
import { withoutNul } from './without-nul';

it.each(['а\u0000ә', '\u0000\u0000', 'a\\u0000b', 'a\\\u0000b', '\\\\\u0000', '\\', 'Әңгіме', ''])(
	'%j reaches the database without a NUL and otherwise as it is',
	async (typed) => {
		const sent: string[] = [];
		const fetch = withoutNul(async (_, init) => {
			sent.push(init?.body as string);
			return new Response();
		});
		await fetch('http://x', { method: 'POST', body: JSON.stringify({ typed }) });
		expect(JSON.parse(sent[0] as string)).toEqual({ typed: typed.replaceAll('\u0000', '') });
	}
);
