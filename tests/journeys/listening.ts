/** Somebody who reads nothing: she taps Listen on each screen and hears it to its end. */
import { basename } from 'node:path';
import { expect, type BrowserContext, type Page, type Response } from '@playwright/test';
import { readReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { nameOfSentence, piecesOf, sentencesIn } from '../../src/lib/domain/sentence.ts';
import { wordsOf } from './people.ts';

declare global {
	interface Window {
		/** Sounds that were begun, and those that came to their end. */
		begun: number;
		ended: number;
	}
}

/** So many times as fast runs time on a quick phone. */
const pace = 16;

/** On this phone time runs sixteen times as fast, in sounds and in pauses alike, and of a sound only the end is played. */
export async function quickPhone(context: BrowserContext): Promise<void> {
	await context.addInitScript((pace) => {
		const wait = window.setTimeout.bind(window);
		window.setTimeout = ((work: () => void, delay = 0) =>
			wait(work, delay / pace)) as typeof window.setTimeout;
		window.begun = 0;
		window.ended = 0;
		const play = HTMLMediaElement.prototype.play;
		HTMLMediaElement.prototype.play = function () {
			window.begun++;
			this.playbackRate = pace;
			this.addEventListener('ended', () => window.ended++, { once: true });
			const skip = () => {
				const end = this.duration - 0.5;
				// never back: a short one may be over by now
				if (Number.isFinite(end) && this.currentTime < end) this.currentTime = end;
			};
			this.addEventListener('loadedmetadata', skip, { once: true });
			return play.call(this);
		};
	}, pace);
}

/**
 * Taps Listen and hears the page to its end.
 * @param own what people typed: no sound of it can be made beforehand
 * @returns the names of the sounds that were there
 */
export async function hearScreen(page: Page, lang: string, own: string[] = []): Promise<string[]> {
	await untilStill(page);
	// what comes while she listens, such as the answer of the worker, is heard the next time
	const here = await sentencesOn(page);
	const t = wordsOf(lang);
	const heard = await untilRead(page, lang, () => page.locator('button.listen').click());
	await expect(page.getByText(t('shell.noVoice'))).toHaveCount(0);
	const isHeard = (words: string) => heard.includes(nameOfSentence(words));
	const silent = here.filter(
		(sentence) =>
			!isHeard(sentence) &&
			!piecesOf(sentence).every(isHeard) &&
			!own.some((part) => sentence.includes(part)) &&
			!readReceiptCode(sentence)
	);
	expect(silent, page.url()).toEqual([]);
	return heard;
}

const known = new Set<string>();

/** Hears the page where something stands that she has not heard on one before. */
export async function hearWhatIsNew(page: Page, lang: string): Promise<void> {
	await untilStill(page);
	const here = await sentencesOn(page);
	if (here.every((sentence) => known.has(sentence))) return;
	await hearScreen(page, lang);
	for (const sentence of here) known.add(sentence);
}

/** Does what makes Plaza read, and waits until it has: each sound that was begun came to its end. */
export async function untilRead(
	page: Page,
	lang: string,
	begin: () => Promise<void>
): Promise<string[]> {
	const t = wordsOf(lang);
	const button = page.locator('button.listen');
	const came: string[] = [];
	const note = (response: Response) => {
		const { pathname } = new URL(response.url());
		if (pathname.startsWith('/voices/') && response.ok()) came.push(basename(pathname));
	};
	page.on('response', note);
	await page.evaluate(() => (window.begun = window.ended = 0));
	await begin();
	await expect(button).toHaveText(t('shell.stop'));
	await expect(button).toHaveText(t('shell.listen'), { timeout: 60_000 });
	page.off('response', note);
	const { begun, ended } = await page.evaluate(() => ({
		begun: window.begun,
		ended: window.ended
	}));
	expect(begun, page.url()).toBeGreaterThan(0);
	expect(ended, page.url()).toBe(begun);
	return came;
}

/** Waits until nothing on the page has changed for a moment: nobody listens to a page that is only coming. */
async function untilStill(page: Page): Promise<void> {
	await page.evaluate(
		(moment) =>
			new Promise<void>((still) => {
				// a changed address is a change that is still to be seen
				const begin = () => setTimeout(done, moment);
				const again = () => (clearTimeout(waiting), (waiting = begin()));
				const watch = new MutationObserver(again);
				const done = () => (watch.disconnect(), removeEventListener('hashchange', again), still());
				let waiting = begin();
				watch.observe(document.body, { subtree: true, childList: true, attributes: true });
				addEventListener('hashchange', again);
			}),
		300 * pace
	);
}

/** What stands in the visible headings, paragraphs, states and buttons. */
async function sentencesOn(page: Page): Promise<string[]> {
	const texts = await page
		.locator('main :is(h1, h2, h3, p, button, summary, .action, .status, .name, .back):visible')
		.allInnerTexts();
	// a size stands behind its words
	return texts
		.flatMap((text) => text.replace(/\([^)]*[kM]B\)/g, '').split('\n'))
		.flatMap(sentencesIn);
}
