import { test } from '@playwright/test';
import { CityServer } from './city-server.ts';
import { setUpCity } from './people.ts';
test('look', async ({ browser }) => {
	const { city, setupLink } = await CityServer.found();
	try {
		const desk = await browser.newPage({ viewport: { width: 1280, height: 800 } });
		await setUpCity(desk, setupLink);
		const form = await browser.newContext({ javaScriptEnabled: false, locale: 'es' });
		const p = await form.newPage();
		for (let n = 0; n < 6; n++) {
			await p.goto(`${city.url}/es/needs/new`);
			await p.locator('[name=topic][value=service]').check();
			await p.locator('[name=words]').fill(`Espero horas en el médico ${n}`);
			await p.locator('[name=place]').first().check();
			await p.locator('form button').last().click();
			const send = p.locator('form button').last();
			if (await send.count()) await send.click();
		}
		await desk.goto(`${city.url}/staff/themes`);
		await desk.locator('[name=name]').fill('Cita con el médico');
		await desk.locator('[name=topic]').selectOption('service');
		await desk.locator('main form button').last().click();
		await desk.locator('a[href*="challenges/new"]').click();
		const url = desk.url();
		await desk.locator('[name=who-ca]').fill('Famílies');
		await desk.locator('[name=what-ca]').fill('una app');
		await desk.locator('main form.box button').click();
		await desk.screenshot({ path: '/tmp/lead/look/ch-problem.png', fullPage: true });
		await desk.goto(url);
		for (const [l, a] of Object.entries({
			es: [
				'Familias con niños pequeños',
				'saber cuándo tiene hora el médico',
				'no esperar toda la mañana'
			],
			ar: ['أسر لديها أطفال صغار', 'معرفة متى يوجد موعد عند الطبيب', 'كي لا ينتظروا صباحًا كاملًا']
		})) {
			for (const [i, n] of ['who', 'what', 'why'].entries()) {
				const f = desk.locator(`[name=${n}-${l}]`);
				if (!(await f.isVisible()))
					await desk.locator(`details:has([lang=${l}]) summary`).first().click();
				await f.fill(a[i] ?? '');
			}
		}
		await desk.locator('[name=until]').fill('2027-02-28');
		await desk.locator('main form.box button').click();
		await desk.locator('[name=open]').click();
		const at = desk.url();
		await desk.screenshot({ path: '/tmp/lead/look/ch-one.png', fullPage: true });
		await desk.setViewportSize({ width: 360, height: 640 });
		await desk.screenshot({ path: '/tmp/lead/look/ch-one-360.png', fullPage: true });
		await desk.goto(`${city.url}/staff/challenges`);
		await desk.screenshot({ path: '/tmp/lead/look/ch-list-360.png', fullPage: true });
		for (const [lang, scheme, w, h] of [
			['es', 'light', 320, 568],
			['ar', 'dark', 360, 640],
			['nl', 'light', 360, 640]
		] as const) {
			const c = await browser.newContext({
				locale: lang,
				colorScheme: scheme,
				viewport: { width: w, height: h }
			});
			const q = await c.newPage();
			await q.goto(`${city.url}/${lang}/neighbourhood`);
			await q.waitForTimeout(500);
			await q.screenshot({ path: `/tmp/lead/look/nb-${lang}.png`, fullPage: true });
			await q.locator('main .card button').first().click();
			await q.waitForTimeout(1500);
			await q.screenshot({ path: `/tmp/lead/look/nb2-${lang}.png`, fullPage: true });
			await q.goto(`${city.url}/${lang}/needs`);
			await q.waitForTimeout(500);
			await q.screenshot({ path: `/tmp/lead/look/needs-${lang}.png`, fullPage: true });
			await c.close();
		}
		console.log(at);
	} finally {
		await city.remove();
	}
});
