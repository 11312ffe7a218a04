/** Whatever people write or bring, no page of the staff or of citizens runs it or asks anybody elsewhere: it is text. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { expect, test, type Page } from '@playwright/test';
import { carryText } from '../../src/lib/domain/carry-file.ts';
import { canonicalText } from '../../src/lib/domain/fingerprint.ts';
import { deriveSecrets, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { sealFor } from '../../src/lib/domain/seal.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { withDatabase } from '../../src/lib/server/with-database.ts';
import { aNeed } from '../integration/invented.ts';
import { CityServer } from './city-server.ts';
import { foundIn, hostileNames, hostileWords, watchHostile as watch } from './hostile.ts';
import { inviteColleague, setUpCity, wordsOf } from './people.ts';
import { pagesIn } from './routes.ts';
import { fixture } from './voice-people.ts';

const [script = '', image = '', svg = ''] = hostileNames;
/** As many as an answer holds. */
const allWords = hostileWords.join('\n').slice(0, 1900);
const code = makeReceiptCode(randomBytes(10));
/** Each name by itself, and the rest four to a need: what is not text there is not its words any more. */
const inNeeds = [
	...hostileNames,
	...Array.from({ length: Math.ceil((hostileWords.length - hostileNames.length) / 4) }, (_, at) =>
		hostileWords
			.slice(hostileNames.length)
			.slice(at * 4, at * 4 + 4)
			.join('\n')
	)
];
const needs = inNeeds.map((words, at) =>
	aNeed(words, at === 0 ? { secrets: deriveSecrets(code) } : {})
);

let city: CityServer;
let desk: Page;
const faults: string[][] = [];

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	const office = { viewport: { width: 1280, height: 800 }, locale: 'en' };
	const context = await browser.newContext(office);
	desk = await context.newPage();
	await setUpCity(desk, founded.setupLink);
	await tellNeeds();
	await nameThings();
	await namePasskeys();
	const colleague = { email: 'bea@city.example', name: image };
	const other = await inviteColleague(desk, await browser.newContext(office), colleague);
	// she stays at the need that others open
	await other.goto(`${city.url}/staff/needs/${needs[0]?.id}`);
	faults.push(watch(context), watch(other.context()));
});

test.afterAll(() => city.remove());

/** Posts a form of the staff as its page does. */
async function post(path: string, fields: Record<string, string>): Promise<void> {
	const multipart = new FormData();
	for (const [name, value] of Object.entries(fields)) multipart.append(name, value);
	const answer = await desk.request.post(`${city.url}/staff${path}`, {
		multipart,
		headers: { origin: city.url, accept: 'text/html' },
		maxRedirects: 0
	});
	expect([200, 303], `${path} ${JSON.stringify(fields)}`).toContain(answer.status());
}

/** By the phones' door, by a carried file, and by a plain form with files that have hostile names. */
async function tellNeeds(): Promise<void> {
	const send = (path: string, type: string, body: string) =>
		desk.request.post(city.url + path, {
			headers: { 'content-type': type, origin: city.url },
			data: body
		});
	const [last, ...others] = needs.toReversed();
	const told = await send(
		'/api/sync',
		'application/json',
		JSON.stringify({ v: 1, submissions: others })
	);
	const { results } = await told.json();
	expect(results.filter((each: { result: string }) => each.result !== 'accepted')).toEqual([]);
	const { root, keys } = await (await desk.request.get(`${city.url}/api/keys`)).json();
	const key = keys.find((each: { use: string }) => each.use === 'enc');
	const sealed = await sealFor(cryptography, key, canonicalText(last));
	const letter = { id: last?.id ?? '', sealed, media: [] };
	const carried = await send(
		'/api/carry',
		'application/x-ndjson',
		carryText(root.kid, [letter as never])
	);
	expect(carried.status()).toBe(200);
	const form = { topic: 'access', words: svg, place: 'none', lesson: '', step: '' };
	const file = (name: string, path: string, mimeType: string) => ({
		name,
		mimeType,
		buffer: readFileSync(fixture(path))
	});
	const answer = await desk.request.post(`${city.url}/es/needs/new?/send`, {
		multipart: {
			...form,
			voice: file(`${image}.html`, 'voice.m4a', 'text/html'),
			photo: file(`${script}.svg`, 'photo.jpg', 'image/svg+xml')
		},
		headers: { origin: city.url, accept: 'text/html' }
	});
	expect(await answer.text()).toContain(wordsOf('es')('sentPage.title'));
}

/** All that staff can give a name or words. */
async function nameThings(): Promise<void> {
	const square = (x: number) => [
		[x, 41],
		[x + 1, 41],
		[x + 1, 42],
		[x, 42],
		[x, 41]
	];
	const features = hostileNames.map((name, at) => ({
		type: 'Feature',
		properties: { name },
		geometry: { type: 'Polygon', coordinates: [square(at)] }
	}));
	const neighbourhoods = JSON.stringify({ type: 'FeatureCollection', features });
	await desk.goto(`${city.url}/staff/settings`);
	const was = (await desk.locator('[name=was]').getAttribute('value')) ?? '';
	const name = hostileNames[4] ?? '';
	await post('/settings', { city: name, languages: 'es', neighbourhoods, was });
	for (const name of hostileNames) {
		await post('/labs?/add', { name, place: '', address: name });
		await post('/themes?/add', { name, topic: 'information', place: '', lang: '', words: '' });
		await post('/settings/labels?/add', { state: 'answered', 'words-es': name, 'words-en': name });
		await post('/settings/departments?/add', { name });
		await post('?/keep', { name, query: 'state=all', shared: 'yes' });
		await post('/templates?/add', {
			name,
			topic: 'information',
			state: 'answered',
			'words-es': name
		});
		await post('/public-replies?/say', { place: '', 'said-es': name, 'done-es': name });
		await post('/exports', { kind: 'needs', format: 'csv', reason: name });
	}
	await desk.goto(`${city.url}/staff/trainers`);
	const labs = await desk.locator('[name=labs]').first().getAttribute('value');
	for (const name of hostileNames) await post('/trainers?/add', { name, labs: labs ?? '' });
	const [first, second] = needs.map(({ id }) => `/needs/${id}`);
	for (const note of [...hostileNames, allWords]) await post(`${first}?/note`, { note });
	await desk.goto(`${city.url}/staff${second}`);
	const number = /\d+/.exec(await desk.locator('h1').innerText())?.[0] ?? '';
	await post('/erasures?/ask', { number, reason: image });
	// the answer to the need of the code, in all these words
	await desk.goto(`${city.url}/staff${first}`);
	await desk.locator('textarea[name=words]').fill(allWords);
	await desk.locator('[name=kind][value=answered]').check();
	await desk.locator('#reply button:not([type=button])').first().click();
	await expect(desk.getByText(wordsOf('en', 'staff')('need.savedReply'))).toBeVisible();
}

/** As each name that she gave to a passkey of hers lies in the city. */
async function namePasskeys(): Promise<void> {
	const at = { databaseUrl: city.databaseUrl || undefined, dataFolder: city.dataFolder };
	await withDatabase(at, async (db) => {
		const [{ id } = { id: '' }] = await db.selectFrom('staff').select('id').execute();
		const rest = {
			staff_id: id,
			public_key: '',
			counter: 0,
			transports: '[]',
			made_at: new Date()
		};
		const passkeys = hostileNames.map((name) => ({ ...rest, id: name, name }));
		await db.insertInto('staff_passkeys').values(passkeys).execute();
	});
}

/** Opens a page and waits until its scripts have drawn it. */
async function look(page: Page, path: string): Promise<void> {
	await page.goto(city.url + path);
	expect(await page.evaluate(foundIn), path).toEqual([]);
}

test('staff read it as text on every page, and each need in its own words', async () => {
	for (const path of pagesIn('staff')) await look(desk, `/staff${path}`);
	await look(desk, '/staff?state=all');
	const list = await desk.locator('main table').innerText();
	for (const words of hostileNames) expect(list).toContain(words);
	await look(desk, `/staff?state=all&q=${encodeURIComponent(image)}`);
	for (const { id, body } of needs) {
		await look(desk, `/staff/needs/${id}`);
		const said = await desk.locator('blockquote').first().textContent();
		expect(said?.trim()).toBe(body.words.trim());
	}
	await look(desk, '/staff/account/second-factor');
	const passkeys = await desk.locator('main li').allInnerTexts();
	for (const name of hostileNames) expect(passkeys.join('\n')).toContain(name);
	await desk.locator('main li a').first().click();
	expect(await desk.evaluate(foundIn)).toEqual([]);
	const first = `/staff/needs/${needs[0]?.id}`;
	await look(desk, first);
	const isHere = wordsOf('en', 'staff')('live.here').replace('{{names}}', image);
	await expect(desk.getByText(isHere)).toBeVisible();
	for (const part of [`${first}/join`, `${first}/everything`]) await look(desk, part);
	for (const list of ['themes', 'trainers', 'people', 'answers']) {
		await desk.goto(`${city.url}/staff/${list}`);
		const links = await desk
			.locator(`main a[href^="/staff/${list}/"]`)
			.evaluateAll((all) => all.map((link) => link.getAttribute('href') ?? ''));
		for (const link of links) await look(desk, link);
	}
	expect(faults.flat()).toEqual([]);
});

test('citizens read it as text on every page, and where they ask with their code', async ({
	browser
}) => {
	const t = wordsOf('es');
	const context = await browser.newContext({ locale: 'es' });
	const found = watch(context);
	const phone = await context.newPage();
	// those of trainers show what is on their own device
	const pages = pagesIn('[lang=lang]').filter((path) => !path.startsWith('/trainer'));
	for (const path of pages) await look(phone, `/es${path}`);
	await look(phone, '/es/needs/find');
	await phone.getByRole('textbox').fill(code);
	await phone.getByRole('button', { name: t('find.show') }).click();
	await expect(phone.locator('main')).toContainText(hostileWords[5] ?? '');
	expect(await phone.evaluate(foundIn)).toEqual([]);
	await phone.goto(`${city.url}/my-need/es`);
	await phone.locator('[name=code]').fill(code);
	await phone.getByRole('button', { name: wordsOf('es', 'staff')('access.show') }).click();
	await expect(phone.locator('blockquote').first()).toHaveText(needs[0]?.body.words ?? '');
	expect(await phone.evaluate(foundIn)).toEqual([]);
	expect(found).toEqual([]);
});
