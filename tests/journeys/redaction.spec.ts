/** What tells too much of somebody is covered in words and photo, before anybody else reads it or it is said in public. */
import { expect, test, type Page } from '@playwright/test';
import { expectNothingFound } from './accessible-page.ts';
import { CityServer } from './city-server.ts';
import { setUpCity, wordsOf } from './people.ts';
import { fixture } from './voice-people.ts';

test('a name, a number and a part of a photo are covered, by tap, by hand and by keyboard', async ({
	browser
}) => {
	const { city, setupLink } = await CityServer.found();
	const desk = await (await browser.newContext({ locale: 'en' })).newPage();
	await setUpCity(desk, setupLink);
	const plain = await browser.newContext({ javaScriptEnabled: false, locale: 'es' });
	const citizen = await plain.newPage();
	await citizen.goto(`${city.url}/es/needs/new`);
	await citizen.locator('input[name=topic][value=access]').check();
	await citizen.locator('textarea').fill('Me llamo Ana Ferrer. La rampa está rota. 612 345 678');
	await citizen.locator('input[name=place][value=none]').check();
	await citizen.locator('button.action').click();
	await citizen.locator('input[name=photo]').last().setInputFiles(fixture('photo.jpg'));
	await citizen.getByRole('button', { name: wordsOf('es')('tell.check.send') }).click();
	await expect(citizen.locator('.letters')).toBeVisible();

	// the words: one tap
	await desk.goto(`${city.url}/staff`);
	await desk.getByText('Me llamo Ana').click();
	await expect(desk.locator('mark')).toHaveText(['Ana Ferrer', '612 345 678']);
	await desk.getByRole('button', { name: 'Cover it' }).first().click();
	await expect(desk.locator('blockquote')).toHaveText('Me llamo ███. La rampa está rota. ███');
	const need = desk.url().replace(/\?.*/, '');

	// the photo: with the mouse, then with the keyboard
	await desk.getByRole('link', { name: 'Cover a part of photo 1' }).click();
	await expectNothingFound(desk);
	const drawing = desk.locator('.picture svg');
	const area = await drawing.boundingBox();
	if (!area) throw new Error('there is nothing to draw on');
	const at = (x: number, y: number) => [area.x + x * area.width, area.y + y * area.height] as const;
	await desk.mouse.move(...at(0.25, 0.25));
	await desk.mouse.down();
	await desk.mouse.move(...at(0.5, 0.5), { steps: 4 });
	await desk.mouse.move(...at(0.75, 0.75));
	await desk.mouse.up();
	await expect(drawing.locator('rect')).toHaveCount(1);
	await desk.getByRole('button', { name: 'Add a box' }).click();
	await drawing.locator('rect').nth(1).focus();
	for (let step = 0; step < 20; step++) await desk.keyboard.press('ArrowUp');
	await desk.keyboard.press('Shift+ArrowRight');
	await expect(desk.locator('[name=y-1]')).toHaveValue('20');
	await expect(desk.locator('[name=width-1]')).toHaveValue('21');
	await desk.getByRole('button', { name: 'Cover', exact: true }).click();
	await expect(desk.getByText('A part is covered.')).toBeVisible();
	expect(await brightness(desk, 0.5, 0.5)).toBeLessThan(20);
	expect(await brightness(desk, 0.5, 0.22)).toBeLessThan(20);

	// and what is said to everybody never had them
	const readers = await (await browser.newContext({ javaScriptEnabled: false })).newPage();
	for (const path of ['/es/needs', '/es/needs/find', '/api/feed?lang=es']) {
		await readers.goto(city.url + path);
		expect(await readers.content()).not.toMatch(/Ferrer|612 345/);
	}
	await desk.goto(`${city.url}/staff?state=all&q=Ferrer`);
	await expect(desk.locator('main table tbody tr')).toHaveCount(0);
	await desk.goto(need);
	await expectNothingFound(desk);

	// a number typed by hand, without script
	const cookies = await desk.context().cookies();
	await plain.addCookies(cookies);
	await citizen.goto(`${need}/photos/0`);
	await citizen.locator('[name=x-2]').fill('0');
	await citizen.locator('[name=y-2]').fill('80');
	await citizen.locator('[name=width-2]').fill('100');
	await citizen.locator('[name=height-2]').fill('20');
	await citizen.getByRole('button', { name: 'Cover', exact: true }).click();
	await desk.reload();
	expect(await brightness(desk, 0.5, 0.9)).toBeLessThan(20);
	await city.remove();
});

/** How bright the first photo on the page is at a place: 0 is black. */
async function brightness(page: Page, x: number, y: number): Promise<number> {
	return page.locator('.photos img').evaluate(
		async (image, [x = 0, y = 0]) => {
			const photo = image as HTMLImageElement;
			await photo.decode();
			const canvas = Object.assign(document.createElement('canvas'), {
				width: photo.naturalWidth,
				height: photo.naturalHeight
			});
			const context = canvas.getContext('2d');
			context?.drawImage(photo, 0, 0);
			const data = context?.getImageData(x * canvas.width, y * canvas.height, 1, 1).data ?? [];
			return Math.max(...[...data].slice(0, 3));
		},
		[x, y]
	);
}
