/** What everybody needs of a page, whoever asks. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** axe finds nothing on this page, contrast of 7:1 included. */
export async function expectNothingFound(page: Page): Promise<void> {
	const { violations } = await new AxeBuilder({ page })
		.options({
			runOnly: {
				type: 'tag',
				values: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa']
			},
			// off by themselves: AAA contrast of 7:1
			rules: { 'color-contrast-enhanced': { enabled: true } }
		})
		.analyze();
	const found = violations.map(({ id, nodes }) => ({
		id,
		nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).slice(0, 3)
	}));
	expect(found, page.url()).toEqual([]);
}

/** What the eye and the thumb need of a citizen's screen of 320x568. */
export async function expectFitting(page: Page): Promise<void> {
	const faults = await page.evaluate(() => {
		const found: string[] = [];
		const named = (element: Element) => element.outerHTML.slice(0, 120);
		const seen = (element: Element) => {
			const { width, height } = element.getBoundingClientRect();
			return width > 1 && height > 1 && getComputedStyle(element).visibility === 'visible';
		};
		if (document.documentElement.scrollWidth > innerWidth) found.push('wider than the screen');
		const targets = document.querySelectorAll(
			'a, button, summary, textarea, .choice, label:has(input)'
		);
		for (const target of targets) {
			if (!seen(target) || target.matches('.skip')) continue;
			const { height } = target.getBoundingClientRect();
			if (height < 47.5) found.push(`lower than 48 px: ${named(target)}`);
		}
		const actions = [...document.querySelectorAll('.thumb .action:not(.second)')].filter(seen);
		for (const action of actions) {
			const { top, bottom } = action.getBoundingClientRect();
			if (top < 0 || bottom > innerHeight + 1) found.push(`out of sight: ${named(action)}`);
		}
		return found;
	});
	expect(faults, page.url()).toEqual([]);
}
