/** `npm run bench`: the time from the tap to the words *Saved on this phone*, on a slow phone without internet. */
import type { Browser, Page } from 'playwright';
import { tellNeed, untilKept, wordsOf } from '../journeys/people.ts';
import type { CityServer } from '../journeys/city-server.ts';

const times = 20;
const slower = 6;
const mark = 'saved after ms ';

/** Prints the figures for a city that runs. */
export async function benchSaved(browser: Browser, city: CityServer): Promise<void> {
	const context = await browser.newContext({
		viewport: { width: 320, height: 568 },
		locale: 'es',
		isMobile: true,
		hasTouch: true
	});
	const page = await context.newPage();
	await page.goto(`${city.url}/es`);
	await untilKept(page, 'es');
	await context.setOffline(true);
	const network = await context.newCDPSession(page);
	await network.send('Emulation.setCPUThrottlingRate', { rate: slower });
	await page.addInitScript(watchTap, [wordsOf('es')('messages.track.phone'), mark] as const);
	const milliseconds: number[] = [];
	for (let n = 0; n < times; n++) milliseconds.push(await once(page, n));
	await context.close();
	milliseconds.sort((a, b) => a - b);
	console.log(
		`\nFrom the tap to "Saved on this phone" on the screen, processor ${slower} times slower`
	);
	console.table({
		times,
		'median ms': percentile(milliseconds, 0.5),
		'p95 ms': percentile(milliseconds, 0.95)
	});
}

async function once(page: Page, n: number): Promise<number> {
	// the page says it by itself: to ask it while it works would take time of its own
	const said = page.waitForEvent('console', (message) => message.text().startsWith(mark));
	await tellNeed(page, 'es', `No hay wifi en la biblioteca, tarde ${n}`);
	return Number((await said).text().slice(mark.length));
}

/** In the page: from the last tap until the frame after the words stand in the heading. */
function watchTap([words, mark]: readonly [string, string]): void {
	let tapped = 0;
	let said = false;
	addEventListener('click', (event) => (tapped = event.timeStamp), true);
	new MutationObserver(() => {
		if (said || document.querySelector('h1')?.textContent.trim() !== words) return;
		said = true;
		requestAnimationFrame(() =>
			setTimeout(() => console.log(`${mark}${Math.round(performance.now() - tapped)}`))
		);
	}).observe(document, { subtree: true, childList: true, characterData: true });
}

function percentile(sorted: number[], part: number): number {
	return Math.round(sorted[Math.ceil(sorted.length * part) - 1] ?? NaN);
}
