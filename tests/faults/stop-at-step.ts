/** A page that stops for ever in the middle of what it does to the phone's memory, so that it can be killed just there. */
import type { Page } from '@playwright/test';

/**
 * Taps, and does not wait for what comes of it. With a `step`, the page stops for ever before that step into the phone's
 * memory, counted from the tap, and this waits until it has.
 */
export async function tapAndStop(page: Page, selector: string, step = 0): Promise<void> {
	const stopped = step && page.waitForEvent('console', (each) => each.text() === 'stopped');
	await page.evaluate(
		([selector, step]) => {
			let left = step;
			const steps = ['add', 'put', 'get', 'getAll', 'delete', 'clear', 'openCursor', 'count'];
			for (const proto of [IDBObjectStore.prototype, IDBIndex.prototype]) {
				const methods = proto as unknown as Record<string, (...args: unknown[]) => unknown>;
				for (const name of steps) {
					const own = methods[name];
					if (!own) continue;
					methods[name] = function (...args) {
						if (--left === 0) {
							console.log('stopped');
							for (;;);
						}
						return own.apply(this, args);
					};
				}
			}
			setTimeout(() => document.querySelector<HTMLElement>(selector)?.click());
		},
		[selector, step] as const
	);
	await stopped;
}
