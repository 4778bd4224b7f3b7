import { AxeBuilder } from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** No violation of any rule that axe knows, on the page as it stands. */
export async function expectAccessible(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page }).analyze();
	const found = violations.map(
		({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(' ')).join(', ')}`
	);
	expect(found).toEqual([]);
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
