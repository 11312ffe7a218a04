/** A trainer's page as it looks: on both screens, in both directions, and on paper. */
import { expect, type Page } from '@playwright/test';
import { expectFitting, expectNothingFound } from './accessible-page.ts';

/** Where it is looked at. */
export const phone = { width: 360, height: 640 };
export const laptop = { width: 1280, height: 800 };
/** The languages it is looked at in, one of each direction. */
export const languages = ['es', 'ar'] as const;
export type Lang = (typeof languages)[number];

/** What axe has seen of the Arabic pages. */
const seen = new Set<string>();

/**
 * A state of a page fits on both screens. Axe looks at each in Spanish on a phone, and at the first of each page in Arabic on a
 * laptop: the later ones differ in nothing that it judges by.
 */
export async function lookAtPage(trainer: Page, lang: Lang): Promise<void> {
	for (const size of lang === 'es' ? [laptop, phone] : [phone, laptop]) {
		await trainer.setViewportSize(size);
		await expectFitting(trainer);
	}
	// each of them a sentence, and not its name
	await expect(trainer.locator('main')).not.toHaveText(
		/\b(board|closing|group|guide|lead|papers|ready|together|trainer|wall)\.[a-z]\w+/i
	);
	const { pathname } = new URL(trainer.url());
	if (lang === 'ar' && seen.has(pathname)) return;
	seen.add(pathname);
	// the whole page at once: what lies half behind the bar below is too small for axe
	const { width } = lang === 'es' ? phone : laptop;
	const height = await trainer.evaluate(() => document.documentElement.scrollHeight);
	await trainer.setViewportSize({ width, height });
	await expectNothingFound(trainer);
}

/** What is printed is black on white, also from a device in the dark. */
export async function expectWhitePaper(trainer: Page): Promise<void> {
	await trainer.emulateMedia({ media: 'print', colorScheme: 'dark' });
	const paper = await trainer.evaluate(() =>
		[document.documentElement, document.body].map((each) => getComputedStyle(each).backgroundColor)
	);
	expect(new Set(paper), trainer.url()).toEqual(new Set(['rgb(255, 255, 255)']));
	await trainer.emulateMedia({ media: null, colorScheme: null });
}
