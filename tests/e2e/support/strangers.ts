import type { Page } from '@playwright/test';

/** Out of an attribute, a title, a script, a field, and what templates put in. */
export const BREAKOUT = `"><img src=x onerror=alert(1)></title></script></textarea><svg onload=alert(1)>{{7*7}}%sveltekit.body%$&`;

/** Whatever on a page did not come from us: a handler, an address that runs, an element, a script. */
export const strangers = (page: Page): Promise<string[]> =>
	page.evaluate(() => {
		const runs = /^\s*(javascript|vbscript|data|blob|file):/i;
		const found = [...document.querySelectorAll('*')].flatMap((element) =>
			[...element.attributes]
				.filter(({ name, value }) => /^on/i.test(name) || name === 'srcdoc' || runs.test(value))
				.map(({ name, value }) => `${element.tagName} ${name}=${value}`)
		);
		const unknown =
			'img[src=x], svg[onload], iframe, object, embed, base, math, marquee, form[action^=java], meta[http-equiv=refresh]';
		for (const element of document.querySelectorAll(unknown)) found.push(element.outerHTML);
		for (const script of document.querySelectorAll('script')) {
			if (script.type === 'application/ld+json') JSON.parse(script.textContent);
			else if (!script.src && !script.nonce) found.push(script.outerHTML);
		}
		if (document.querySelectorAll('main').length !== 1) found.push('another main');
		return found;
	});
