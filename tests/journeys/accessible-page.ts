/** What everybody needs of a page, whoever asks. */
import AxeBuilder from '@axe-core/playwright';
import { expect, type Page } from '@playwright/test';

/** Rules whose answer depends on colours. */
const ofColours = ['color-contrast', 'color-contrast-enhanced', 'link-in-text-block'];

/** axe finds nothing on this page, contrast of 7:1 included, in light and in dark. */
export async function expectNothingFound(page: Page): Promise<void> {
	const all = {
		runOnly: {
			type: 'tag' as const,
			values: ['wcag2a', 'wcag2aa', 'wcag2aaa', 'wcag21a', 'wcag21aa', 'wcag22aa']
		},
		// off by themselves: AAA contrast of 7:1
		rules: { 'color-contrast-enhanced': { enabled: true } }
	};
	// for whoever wants no motion colours do not come softly, and nothing has to be waited for
	await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
	await expectNone(page, 'light', all);
	await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
	await expectNone(page, 'dark', { runOnly: { type: 'rule', values: ofColours } });
	await page.emulateMedia({ colorScheme: null, reducedMotion: null });
}

type Options = Parameters<AxeBuilder['options']>[0];

async function expectNone(page: Page, look: string, options: Options): Promise<void> {
	await colours(page);
	// it is large, and read anew with each look unless it is told that it is there
	const isThere = await page.evaluate(() => 'axe' in window);
	const builder = new AxeBuilder(isThere ? { page, axeSource: 'void 0' } : { page });
	// the way without a second page: there are no frames from elsewhere
	const { violations } = await builder
		.setLegacyMode()
		.options({ ...options, resultTypes: ['violations'] })
		.analyze();
	const found = violations.map(({ id, nodes }) => ({
		id,
		nodes: nodes.map(({ html, failureSummary }) => `${html} ${failureSummary}`).slice(0, 3)
	}));
	expect(found, `${page.url()} ${look}`).toEqual([]);
}

/** Waits until the colours of a look are there: some come softly. */
async function colours(page: Page): Promise<void> {
	await page.evaluate(() => {
		const changing = document.getAnimations().filter((each) => each instanceof CSSTransition);
		return Promise.allSettled(changing.map(({ finished }) => finished)).then(() => undefined);
	});
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

/**
 * Staff read a page on a phone too: nothing of it is wider than the smallest screen, but for a table in a region of its own,
 * to which the keyboard comes.
 */
export async function expectNarrow(page: Page): Promise<void> {
	const before = page.viewportSize() ?? { width: 1280, height: 800 };
	for (const size of [
		{ width: 360, height: 640 },
		{ width: 320, height: 568 }
	]) {
		await page.setViewportSize(size);
		expect(await page.evaluate(wideIn), `${page.url()} at ${size.width}`).toEqual([]);
	}
	await page.setViewportSize(before);
}

/** In a page: what reaches beyond the screen, and what scrolls sideways where the keyboard does not come. */
function wideIn(): string[] {
	const named = (element: Element) => element.outerHTML.slice(0, 160);
	const all = [...document.querySelectorAll<HTMLElement>('body *')];
	const scrolls = (element: Element) =>
		/auto|scroll/.test(getComputedStyle(element).overflowX) && !element.matches('textarea, input');
	const faults = all
		.filter((each) => scrolls(each) && each.scrollWidth > each.clientWidth && each.tabIndex < 0)
		.map((each) => `without keyboard: ${named(each)}`);
	const screen = document.scrollingElement ?? document.documentElement;
	if (screen.scrollWidth <= screen.clientWidth) return faults;
	const isInRegion = (each: Element) => {
		for (let at = each.parentElement; at; at = at.parentElement) if (scrolls(at)) return true;
		return false;
	};
	const wide = all.filter((each) => {
		const { left, right } = each.getBoundingClientRect();
		return (left < -1 || right > screen.clientWidth + 1) && !isInRegion(each);
	});
	return [...faults, `${screen.scrollWidth} wide`, ...wide.slice(-3).map(named)];
}
