/** A worker that sends with no page open and gets no answer asks the browser to wake it once more. */
import { expect, type Worker } from '@playwright/test';
import { expectAllOnce, needsAt } from './city-on-line.ts';
import { test } from './fault-test.ts';
import { tell } from './tell.ts';

/** Wakes the worker as the browser does; gives whether it asks to be woken again. */
function wake(worker: Worker): Promise<boolean> {
	return worker.evaluate(async () => {
		let work: Promise<unknown> = Promise.resolve();
		const event = Object.assign(new Event('sync'), {
			tag: 'outbox',
			waitUntil: (promise: Promise<unknown>) => (work = promise)
		});
		globalThis.dispatchEvent(event);
		return work.then(
			() => false,
			() => true
		);
	});
}

test('F2: a sending without a page that gets no answer is asked of the browser again, and not once all has its receipt', async ({
	lab,
	phone
}) => {
	const { line } = lab;
	line.always('cut-before-city');
	await tell(phone.page, line.url, 'El autobús no para aquí.');
	await phone.page.goto('about:blank');
	const [worker] = phone.context.serviceWorkers();
	if (!worker) throw new Error('no worker');
	expect(await wake(worker)).toBe(true);
	line.heal();
	// the page that has just gone may have been sending at its end
	await expect.poll(() => wake(worker)).toBe(false);
	expect(await needsAt(lab.city)).toHaveLength(lab.before.length + 1);
	await phone.page.goto(`${line.url}/es/needs`);
	await expectAllOnce(phone.page, lab);
});
