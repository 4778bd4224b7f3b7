import { render } from 'svelte/server';
import { describe, expect, it } from 'vitest';
import Prose from './Prose.svelte';
import { nestsTooDeep, parseMarkdown } from './parse.server';
import { SCRIPTS } from './scripts.fixture';

/** As the page shows it, without the marks that Svelte leaves between its blocks. */
const html = (text: string) =>
	render(Prose, { props: { text: parseMarkdown(text), lang: 'kk' } })
		.body.replace(/<!--.*?-->/gs, '')
		.replace(/^<div[^>]*>|<\/div>$/g, '');
const link = (href: string, words: string) =>
	`<a href="${href}" rel="ugc nofollow noopener" class="link">${words}</a>`;

describe('what people write', () => {
	it.each([
		['plain lines keep their breaks', 'Бір\nекі\n\nүш', '<p>Бір<br>екі</p><p>үш</p>'],
		['a list', '- жем\n- су', '<ul><li>жем</li><li>су</li></ul>'],
		['steps from three', '3. бар\n4. ал', '<ol start="3"><li>бар</li><li>ал</li></ol>'],
		['weight and leaning', '**өте** *жақсы*', '<p><strong>өте</strong> <em>жақсы</em></p>'],
		['a quote', '> сөз', '<blockquote><p>сөз</p></blockquote>'],
		['code', '`a<b`', '<p><code>a&lt;b</code></p>'],
		['dashes under a line are no heading', 'Сөз\n---', '<p>Сөз</p><hr>'],
		['spaces before a line are no code', '    шегініс', '<p>шегініс</p>'],
		['an address', 'https://egov.kz/a', `<p>${link('https://egov.kz/a', 'https://egov.kz/a')}</p>`],
		['a name with a dot is no address', 'tauyq.kz', '<p>tauyq.kz</p>'],
		[
			'a named link, without its title',
			'[eGov](https://egov.kz "x")',
			`<p>${link('https://egov.kz/', 'eGov')}</p>`
		],
		[
			'a picture is a link',
			'![қора](https://x.kz/a.png)',
			`<p>${link('https://x.kz/a.png', 'қора')}</p>`
		],
		[
			'a picture without words',
			'![](https://x.kz/a.png)',
			`<p>${link('https://x.kz/a.png', 'https://x.kz/a.png')}</p>`
		],
		['another host behind a name', '[egov.kz](https://egov.kz@x.io)', '<p>egov.kz</p>'],
		['HTML is text', '<b>x</b>', '<p>&lt;b>x&lt;/b></p>']
	])('%s', (_, text, shown) => expect(html(text)).toBe(shown));

	it('puts headings below those of the page, without a gap', () =>
		expect(html('### Бір\n###### Екі\n# Үш')).toBe('<h3>Бір</h3><h4>Екі</h4><h3>Үш</h3>'));
});

describe('scripts', () => {
	it.each(SCRIPTS)('%s', (vector) => {
		const tags = html(vector).match(/<[^>]*>/g) ?? [];
		const allowed =
			/^<\/?(p|ul|ol|li|blockquote|em|strong|s|code|br|hr|h[3-5])\/?>$|^<ol start="\d+">$|^<\/?pre( tabindex="0")?>$|^<\/a>$|^<a href="(https?|mailto):[^"<>]*" rel="ugc nofollow noopener" class="link">$/;
		expect(tags.filter((tag) => !allowed.test(tag))).toEqual([]);
	});
});

describe('texts that want the server’s time', () => {
	const nested = (mark: string) =>
		Array.from({ length: 10_000 }, (_, i) => `${' '.repeat(i % 80)}${mark} a`).join('\n');
	it.each([
		['stars', '*'.repeat(50_000)],
		['stars and words', '*a '.repeat(16_000)],
		['stars that open and close', '*a **b '.repeat(7_000)],
		['underscores', '_a '.repeat(16_000)],
		['quotes', '> '.repeat(25_000)],
		['brackets', '['.repeat(50_000)],
		['brackets that lead nowhere', '[a]('.repeat(12_000)],
		['pictures in pictures', '!['.repeat(25_000)],
		['ticks', Array.from({ length: 300 }, (_, i) => '`'.repeat(i)).join(' ')],
		['tildes', '~~a'.repeat(16_000)],
		['mixed marks', '*_'.repeat(25_000)],
		['brackets that close', '[[[a]]]('.repeat(6_000)],
		['backslashes', '\\'.repeat(50_000)],
		['entities', '&'.repeat(50_000)],
		['open tags', '<a '.repeat(16_000)],
		['addresses', 'https://a.kz/('.repeat(3_500)],
		['mail', 'mailto:'.repeat(7_000)],
		['list in list on one line', `${'- '.repeat(10_000)}a`],
		['list under list', nested('-')],
		['numbers under numbers', nested('1.')],
		['quotes that end', Array.from({ length: 500 }, (_, i) => '>'.repeat(i)).join('\n')]
	])('%s are answered', (_, text) => {
		expect(typeof nestsTooDeep(text)).toBe('boolean');
		// What the database keeps is shorter; whatever it is, its page is shown.
		expect(html(text.slice(0, 10_000))).toMatch(/^<(p|hr|ul|ol|blockquote)[ >]/);
	});

	it('are read once as long as they are shown, and forgotten after two hundred others', () => {
		const text = '*_'.repeat(5_000);
		const tree = parseMarkdown(text);
		expect(parseMarkdown(text)).toBe(tree);
		for (let i = 0; i < 200; i++) parseMarkdown(`${i} ${'а'.repeat(1_000)}`);
		expect(parseMarkdown(text)).not.toBe(tree);
	});

	it.each([
		['> '.repeat(5_000), true],
		[`${'- '.repeat(5_000)}a`, true],
		['*a '.repeat(3_000) + 'a*'.repeat(3_000), true],
		['- a\n  - ә\n    - б\n      > дәйек', false]
	])('%# is told when it is too deep, and shown as it was typed', (text, isDeep) => {
		expect(nestsTooDeep(text)).toBe(isDeep);
		if (isDeep) expect(html(text)).toMatch(/^<p>[^<]+<\/p>$/);
	});
});
