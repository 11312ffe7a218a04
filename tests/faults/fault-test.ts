/** A test with a city on a line and a phone that has visited it once. The city is the same for all of them. */
import { test as base } from '@playwright/test';
import { untilKept } from '../journeys/people.ts';
import { cityOnLine, needsAt, type CityOnLine } from './city-on-line.ts';
import { newPhone, type Phone } from './phone-in-browser.ts';

type Worker = { lab: CityOnLine };
/** `switches`: of the phone's browser. */
type Test = { phone: Phone; switches: string[] };

export const test = base.extend<Test, Worker>({
	lab: [
		async ({ browser }, use) => {
			const lab = await cityOnLine(browser);
			await use(lab);
			await lab.remove();
		},
		{ scope: 'worker' }
	],
	switches: [[], { option: true }],
	phone: async ({ lab, launchOptions, switches }, use) => {
		lab.line.heal();
		lab.before = await needsAt(lab.city);
		const phone = await newPhone(launchOptions, switches);
		await phone.page.goto(`${lab.line.url}/es`);
		await untilKept(phone.page, 'es');
		await use(phone);
		await phone.remove();
	}
});
