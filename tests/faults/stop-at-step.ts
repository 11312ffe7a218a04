/** A page that stops for ever in the middle of what it does to the phone's memory, so that it can be killed just there. */
import type { Page } from '@playwright/test';

/**
 * Taps, and does not wait for what comes of it. With a `step`, the page stops for ever before that step into the phone's
 * memory, counted from the tap, and this waits until it has. With the key of a fact it counts from when that is kept.
 */
export async function tapAndStop(
	page: Page,
	selector: string,
	step = 0,
	afterFact?: string
): Promise<void> {
	const stopped = step && page.waitForEvent('console', (each) => each.text() === 'stopped');
	await page.evaluate(
		([selector, step, afterFact]) => {
			let left = step;
			let counts = afterFact === undefined;
			const steps = ['add', 'put', 'get', 'getAll', 'delete', 'clear', 'openCursor', 'count'];
			for (const proto of [IDBObjectStore.prototype, IDBIndex.prototype]) {
				const methods = proto as unknown as Record<string, (...args: unknown[]) => unknown>;
				for (const name of steps) {
					const own = methods[name];
					if (!own) continue;
					methods[name] = function (...args) {
						if (counts && --left === 0) {
							console.log('stopped');
							for (;;);
						}
						const request = own.apply(this, args) as IDBRequest;
						if ((args[0] as { key?: unknown } | null)?.key === afterFact)
							request.transaction?.addEventListener('complete', () => (counts = true));
						return request;
					};
				}
			}
			setTimeout(() => document.querySelector<HTMLElement>(selector)?.click());
		},
		[selector, step, afterFact] as const
	);
	await stopped;
}
