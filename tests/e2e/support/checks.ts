import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** The rules of axe that judge colours: the others say the same of a page in the dark. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];

/**
 * What axe finds on the page as it stands. "Legacy" says only that no second page is opened to put the
 * results of frames together: no page here has any.
 */
async function violationsOf(page: Page, rules?: string[]): Promise<string[]> {
	// Half a megabyte that need not travel twice.
	const axeSource = (await page.evaluate(() => 'axe' in window)) ? ';' : undefined;
	const axe = new AxeBuilder({ page, axeSource })
		.setLegacyMode()
		.options({ resultTypes: ['violations'] });
	const { violations } = await (rules ? axe.withRules(rules) : axe).analyze();
	return violations.map(
		({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`
	);
}

/** No violation of any rule that axe knows. */
export async function expectAccessible(page: Page): Promise<void> {
	expect(await violationsOf(page)).toEqual([]);
}

/** The same page at night: colours change at once, without the moment in which they pass over. */
export async function expectReadableInTheDark(page: Page): Promise<void> {
	await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
	expect(await violationsOf(page, COLOUR_RULES)).toEqual([]);
	await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

/** A page of 320 px is read without scrolling sideways. */
export async function expectNoSidewaysScroll(page: Page): Promise<void> {
	await page.setViewportSize({ width: 320, height: 640 });
	const wide = await page.evaluate(() => {
		const width = document.documentElement.clientWidth;
		if (document.documentElement.scrollWidth <= width) return [];
		return [...document.body.querySelectorAll('*')]
			.filter((element) => element.getBoundingClientRect().right > width + 1)
			.map((element) => element.outerHTML.slice(0, 120))
			.slice(-3);
	});
	expect(wide).toEqual([]);
	await page.setViewportSize({ width: 360, height: 740 });
}

/** A private text nobody else has used: tests that change data find their own again. */
export const unique = (text: string): string => `${text} ${Math.random().toString(36).slice(2, 8)}`;
