/** Somebody who reads nothing: she taps Listen on each screen and hears it to its end. */
import { expect, type BrowserContext, type Page } from '@playwright/test';
import { readReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { nameOfSentence, sentencesIn } from '../../src/lib/domain/sentence.ts';
import { everyWord, wordsOf } from './people.ts';

declare global {
	interface Window {
		/** Sounds that were begun, and those that came to their end. */
		begun: number;
		ended: number;
	}
}

/** On this phone time runs sixteen times as fast, in sounds and in pauses alike. */
export async function quickPhone(context: BrowserContext): Promise<void> {
	await context.addInitScript(() => {
		const pace = 16;
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
			return play.call(this);
		};
	});
}

/**
 * Taps Listen and hears the screen to its end.
 * @param own what people typed or the city named: no sound of it can be made beforehand
 * @returns how many sentences were heard
 */
export async function hearScreen(page: Page, lang: string, own: string[] = []): Promise<number> {
	const t = wordsOf(lang);
	const filledIn = filledInLater(lang);
	const button = page.locator('button.listen');
	const asked: { sound: string; came: boolean }[] = [];
	const note = async (response: { url: () => string; ok: () => boolean }) => {
		if (response.url().includes('/voices/')) {
			asked.push({ sound: response.url(), came: response.ok() });
		}
	};
	// what comes while she listens, such as the answer of the worker, is heard the next time
	const here = await sentencesOn(page);
	page.on('response', note);
	await page.evaluate(() => (window.begun = window.ended = 0));
	await button.click();
	await expect(button).toHaveText(t('shell.stop'));
	await expect(button).toHaveText(t('shell.listen'), { timeout: 60_000 });
	page.off('response', note);
	const { begun, ended } = await page.evaluate(() => ({
		begun: window.begun,
		ended: window.ended
	}));
	expect(begun, page.url()).toBeGreaterThan(0);
	expect(ended, page.url()).toBe(begun);
	expect(begun, page.url()).toBe(asked.filter(({ came }) => came).length);
	await expect(page.getByText(t('shell.noVoice'))).toHaveCount(0);
	const heard = new Set(
		asked.flatMap(({ sound, came }) => (came ? [sound.split('/').at(-1)] : []))
	);
	const silent = here.filter(
		(sentence) =>
			!heard.has(nameOfSentence(sentence)) &&
			!own.some((part) => sentence.includes(part)) &&
			!readReceiptCode(sentence) &&
			!filledIn.some((pattern) => pattern.test(sentence))
	);
	expect(silent, page.url()).toEqual([]);
	return ended;
}

/** What stands in the visible headings, paragraphs and buttons. */
async function sentencesOn(page: Page): Promise<string[]> {
	const texts = await page
		.locator('main :is(h1, h2, h3, p, button, summary, .action):visible')
		.allInnerTexts();
	// a size stands behind its words
	return texts
		.flatMap((text) => text.replace(/\([^)]*[kM]B\)/g, '').split('\n'))
		.flatMap(sentencesIn);
}

/** Sentences in which a number, a day or a name is filled in on the phone. */
function filledInLater(lang: string): RegExp[] {
	return everyWord(lang)
		.flatMap(sentencesIn)
		.filter((sentence) => sentence.includes('{{'))
		.map((sentence) => {
			const parts = sentence
				.split(/{{[^}]*}}/)
				.map((part) => part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
			return new RegExp(`^${parts.join('.+')}$`);
		});
}
