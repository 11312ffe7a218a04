/** A city in which every page of the staff has something to show, and where those pages stand that need an id. */
import { readFileSync } from 'node:fs';
import { expect, type Page } from '@playwright/test';
import { planSession } from './people.ts';
import { routesIn } from './routes.ts';
import { fixture } from './voice-people.ts';

/** On which page a link to a page with an id is found. */
const linkedOn: Record<string, string> = {
	'/help/[task]': '/help',
	'/needs/[id]': '?state=all&has=photo',
	'/people/[id]': '/people',
	'/sessions/[id]': '/sessions',
	'/themes/[id]': '/themes',
	'/trainers/[id]': '/trainers'
};

/**
 * An admin who is signed in makes what the pages of the staff show; gives the address behind `/staff` of one page for
 * each route, a path as `routesIn('staff')` has it, and of pages that are another one behind a `?`. A route that nobody named
 * here has none.
 */
export async function makeStaffPages(page: Page, origin: string): Promise<Map<string, string>> {
	const staff = `${origin}/staff`;
	const post = async (url: string, multipart: NonNullable<Sent['multipart']>) => {
		const headers = { origin, accept: 'text/html' };
		const answer = await page.request.post(url, { multipart, headers, maxRedirects: 0 });
		expect([200, 303], url).toContain(answer.status());
	};
	const photo = {
		name: 'photo.jpg',
		mimeType: 'image/jpeg',
		buffer: readFileSync(fixture('photo.jpg'))
	};
	const form = { topic: 'access', place: 'none', lesson: '', step: '' };
	await planSession(page, origin, 'Lab Raval');
	for (const words of ['Falta una rampa en la biblioteca', 'No hay rampa en la biblioteca']) {
		await post(`${origin}/es/needs/new?/send`, { ...form, words, photo });
	}
	await post(`${staff}/themes?/add`, {
		...{ name: 'Rampas', topic: 'access', place: '', lang: '', words: '' }
	});
	await page.goto(`${staff}/trainers`);
	const labs = await page.locator('[name=labs]').first().getAttribute('value');
	await post(`${staff}/trainers?/add`, { name: 'Laia', labs: labs ?? '' });

	const found = new Map<string, string>();
	const hrefs = async (path: string) => {
		await page.goto(staff + path);
		const links = page.locator('main a[href^="/staff/"]');
		const all = await links.evaluateAll((each) => each.map((a) => a.getAttribute('href') ?? ''));
		return all.map((href) => href.replace(/^\/staff/, ''));
	};
	for (const route of routesIn('staff')) {
		if (!route.includes('[')) found.set(route, route);
	}
	for (const [route, path] of Object.entries(linkedOn)) {
		const shape = new RegExp(`^${route.replace(/\[\w+\]/g, '[^/?]+')}(?=$|[?#])`);
		const href = (await hrefs(path)).find(
			(each) => shape.test(each) && !found.has(each.replace(/[?#].*/, ''))
		);
		if (href) found.set(route, href);
	}
	const needs = await hrefs(linkedOn['/needs/[id]'] ?? '');
	const [one = '', other = ''] = needs
		.filter((href) => href.startsWith('/needs/'))
		.map((href) => href.replace(/\?.*/, ''));
	found.set('/needs/[id]/join', `${one}/join?with=${other.split('/').at(-1)}`);
	const ofPhoto = (await hrefs(one)).find((href) => href.includes('/photos/'));
	if (ofPhoto) found.set('/needs/[id]/photos/[position]', ofPhoto);
	found.set('/answers/[id]', await prepareAnswer(page, staff, one.split('/').at(-1) ?? ''));
	found.set('/setup/[token]', await invite(page, staff));
	const challenge = await writeChallenge(page, staff, one.split('/').at(-1) ?? '');
	for (const [route, path] of Object.entries(challenge)) found.set(route, path);
	const survey = await askSomething(page, staff);
	for (const part of ['', '/edit', '/preview', '/preview?walk=0', '/preview?walk=99'])
		found.set(`/surveys/[id]${part}`, survey + part);
	return found;
}

type Sent = NonNullable<Parameters<Page['request']['post']>[1]>;

async function prepareAnswer(page: Page, staff: string, need: string): Promise<string> {
	await page.goto(`${staff}/answers/new?of=chosen&need=${need}`);
	await page.locator('#write textarea').first().fill('La rampa llega en mayo.');
	await page.locator('#write [name=kind][value=answered]').check();
	await page.locator('#write [name=fallback]').selectOption({ index: 1 });
	await page.locator('#write button:not([formaction])').click();
	await expect(page).toHaveURL(/\/staff\/answers\/[0-9a-f-]+(#.*)?$/);
	return new URL(page.url()).pathname.replace(/^\/staff/, '');
}

/** One that is open to everybody; the addresses of its page, and of that on which it was written. */
async function writeChallenge(page: Page, staff: string, need: string) {
	const written = `/challenges/new?need=${need}`;
	await page.goto(staff + written);
	for (const part of ['who', 'what', 'why']) {
		await page.locator(`[name^=${part}-]`).first().fill('Una rampa');
	}
	await page.locator('main form.box button').click();
	await page.locator('[name=open]').click();
	await expect(page.locator('.notice')).toBeVisible();
	const here = () => new URL(page.url()).pathname.replace(/^\/staff/, '');
	const path = here();
	await page.locator('form[action="?/round"] button').click();
	for (const at of [1, 2, 3]) {
		await page.locator(`[name^=text-new${at}-]`).first().fill('Una rampa');
	}
	await page.locator('form[action="?/change"] button').click();
	await page.locator('[name=open]').click();
	await expect(page.locator('.notice')).toBeVisible();
	const round = here();
	await page.goto(staff + path);
	await page.locator('form[action="?/prioritising"] button').click();
	const prioritising = here();
	await page.goto(staff + path);
	await page.locator('a[href*="/decisions/new"]').click();
	const deciding = here() + new URL(page.url()).search;
	await page.locator('[name=outcome]').selectOption('yes');
	await page.locator('[name=cost]').selectOption('none');
	for (const part of ['what', 'when', 'who']) {
		await page.locator(`[name^=${part}-]`).first().fill('En mayo');
	}
	await page.locator('main form.box button').click();
	await expect(page.locator('.notice')).toBeVisible();
	const decided = here();
	await page.goto(staff + path);
	await page.locator('a[href*="/pilots/new"]').click();
	const trying = here() + new URL(page.url()).search;
	await page.locator('[name=from]').fill('2026-05-01');
	await page.locator('[name=until]').fill('2026-06-01');
	for (const part of ['what', 'who']) {
		await page.locator(`[name^=${part}-]`).first().fill('Una rampa de madera');
	}
	await page.locator('main form.box button').click();
	await expect(page.locator('.notice')).toBeVisible();
	const tried = here();
	const ideas = `${path}/ideas`;
	await page.goto(staff + ideas);
	await page.locator('form.box textarea').first().fill('Una rampa de madera');
	await page.locator('form.box button').first().click();
	await expect(page.locator('.notice')).toBeVisible();
	return {
		...{ '/challenges/new': written, '/challenges/[id]': path },
		...{ '/challenges/[id]/ideas': ideas, '/challenges/[id]/ideas/[idea]': here() },
		...{ '/challenges/[id]/rounds/[round]': round, '/decisions/[id]': decided },
		'/challenges/[id]/prioritisings/[prioritising]': prioritising,
		...{ '/decisions/new': deciding, '/pilots/new': trying, '/pilots/[id]': tried }
	};
}

async function invite(page: Page, staff: string): Promise<string> {
	await page.goto(`${staff}/people`);
	await page.locator('input[name=email]').fill('bea@city.example');
	await page.locator('form[action*=invite] button').click();
	const link = await page.locator('#link').inputValue();
	return new URL(link).pathname.replace(/^\/staff/, '');
}

async function askSomething(page: Page, staff: string): Promise<string> {
	await page.goto(`${staff}/surveys`);
	await page.locator('button[value=factsheet]').click();
	await expect(page).toHaveURL(/\/edit$/);
	await page.locator('button[value=close]').first().click();
	await page.locator('form[action*=publish] button').click();
	await expect(page.getByRole('status')).toBeVisible();
	return new URL(page.url()).pathname.replace(/^\/staff/, '');
}
