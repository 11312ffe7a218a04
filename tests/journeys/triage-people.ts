/** A city with needs in its inbox, and who goes through them, in journeys. */
import { expect, type Browser } from '@playwright/test';
import { aNeed } from '../integration/invented.ts';
import { CityServer } from './city-server.ts';
import { setUpCity } from './people.ts';

/** Her list, as the address of a need in it has it. */
export const list = `list=${encodeURIComponent('state=all')}`;
/** What people told, the oldest first. */
export const words = ['La primera', 'La segunda', 'La tercera'];

/** A city with three needs, the oldest first, and her who works there; `off` switches script off in her browser. */
export async function openOffice(browser: Browser, script: 'on' | 'off' = 'on') {
	const { city, setupLink } = await CityServer.found();
	const context = await browser.newContext({
		viewport: { width: 1280, height: 800 },
		locale: 'en',
		javaScriptEnabled: script === 'on'
	});
	const page = await context.newPage();
	await setUpCity(page, setupLink);
	const needs = words.map((each) => aNeed(each));
	for (const need of needs) {
		// one after the other, so that their order is known
		const response = await fetch(`${city.url}/api/sync`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify({ v: 1, submissions: [need] })
		});
		expect(response.status).toBe(200);
	}
	const close = async () => {
		await context.close();
		await city.remove();
	};
	return { city, page, ids: needs.map(({ id }) => id), close };
}
