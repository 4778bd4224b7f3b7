import { expect, it } from 'vitest';
import { escapeXml } from './xml';

it.each([
	['</title><script>', '&lt;/title&gt;&lt;script&gt;'],
	[`"a" & 'b'`, '&quot;a&quot; &amp; &apos;b&apos;'],
	[']]>', ']]&gt;'],
	['а\u0001\u0008б\uffffв', 'абв'],
	['\ud800', ''],
	['Әңгіме 👩‍🌾\n', 'Әңгіме 👩‍🌾\n']
])('escapeXml(%j)', (text, escaped) => expect(escapeXml(text)).toBe(escaped));
