/**
 * Whatever stands in a table, a map or a carried file that somebody brings, or in what that file is called: no page that reads
 * it, refuses it or shows it afterwards runs it or asks anybody elsewhere, and no file for a spreadsheet has a formula of it.
 */
import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { parse } from 'csv-parse/sync';
import { carryText } from '../../src/lib/domain/carry-file.ts';
import { canonicalText } from '../../src/lib/domain/fingerprint.ts';
import { sealFor } from '../../src/lib/domain/seal.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { formulas } from '../integration/formulas.ts';
import { aNeed } from '../integration/invented.ts';
import { CityServer } from './city-server.ts';
import { foundIn, hostileNames, hostileWords, watchHostile } from './hostile.ts';
import { setUpCity, wordsOf } from './people.ts';

const [script = '', image = '', svg = ''] = hostileNames;
const words = wordsOf('en', 'staff');
const says = wordsOf('es');
/** All that one line of a table can name a neighbourhood. */
const names = [
	...hostileNames,
	...[...hostileWords, ...formulas].filter(
		(each) => /^[^\s;,][^\n\r\t;,\u2028\u2029]{0,78}\S$/.test(each) && each === each.trim()
	)
].filter((each, at, all) => all.indexOf(each) === at);

let city: CityServer;
let context: BrowserContext;
let desk: Page;
let found: string[];

test.beforeAll(async ({ browser }) => {
	const founded = await CityServer.found();
	city = founded.city;
	context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: 'en' });
	found = watchHostile(context);
	desk = await context.newPage();
	await setUpCity(desk, founded.setupLink);
});
test.afterEach(() => expect(found).toEqual([]));
test.afterAll(() => city.remove());

/** Opens a page and waits until its scripts have drawn it. */
async function look(path: string, ...read: string[]): Promise<void> {
	await desk.goto(city.url + path);
	for (const said of read) await expect(desk.locator('body')).toContainText(said);
	await nothingRan();
}

async function nothingRan(): Promise<void> {
	expect(await desk.evaluate(foundIn), desk.url()).toEqual([]);
}

type Brought = { name: string; mimeType?: string; text: string };

/** Chooses the file on the page of the settings and sends the form; gives whether it was taken. */
async function bringPlaces({ name, mimeType = 'text/csv', text }: Brought): Promise<boolean> {
	await desk.goto(`${city.url}/staff/settings`);
	const file = { name, mimeType, buffer: Buffer.from(text) };
	await desk.locator('[name=neighbourhoodsFile]').setInputFiles(file);
	await nothingRan();
	await desk.getByRole('button', { name: words('settings.submit'), exact: true }).click();
	const [saved, problem] = [desk.locator('.notice'), desk.locator('.problem')];
	await expect(saved.or(problem).first()).toBeVisible();
	await nothingRan();
	return saved.isVisible();
}

const csv = (rows: string[]) =>
	['name', ...rows.map((row) => `"${row.replaceAll('"', '""')}"`)].join('\n');

const table = { name: `${image}.csv`, text: csv(names) };

function map(rows: string[], more: object = {}): string {
	const features = rows.map((name, at) => {
		const [left, right] = [at / 100, at / 100 + 0.01];
		const ring = [
			...[[left, 41] as const, [right, 41] as const, [right, 41.1] as const],
			...[[left, 41.1] as const, [left, 41] as const]
		];
		const geometry = { type: 'Polygon', coordinates: [ring] };
		return { type: 'Feature', id: name, properties: { name, [image]: svg }, geometry };
	});
	return JSON.stringify({ type: 'FeatureCollection', ...more, features });
}

test('a list of neighbourhoods that cannot be read says why, and what it holds is text', async () => {
	const crs = { type: 'name', properties: { name: script } };
	const broken: Brought[] = [
		{ name: `${image}.csv`, text: `name\n"${names.join('\n')}` },
		{ name: `${script}.csv`, text: csv([image, svg, image]) },
		{ name: `${svg}.csv`, text: csv([hostileWords.join(' ')]) },
		{ name: `${image}.geojson`, mimeType: image, text: `{"type":"${script}", ${names.join()}` },
		{ name: `${svg}.json`, mimeType: 'text/html', text: map(names, { crs }) },
		{ name: `${script}.json`, text: JSON.stringify({ type: script, features: names }) }
	];
	for (const file of broken) {
		expect(await bringPlaces(file), file.name).toBe(false);
		// to be mended where names are typed
		await expect(desk.locator('[name=neighbourhoods]')).not.toHaveValue(/Centre/);
	}
	await look('/staff/settings');
	await expect(desk.locator('[name=neighbourhoods]')).toHaveValue(/Centre/);
});

for (const [kind, file] of [
	['table', table],
	['map', { name: `${svg}.geojson`, mimeType: 'text/html', text: map(names) }]
] as const) {
	test(`neighbourhoods of a ${kind} are called as it says, on every page that names them`, async () => {
		expect(await bringPlaces(file)).toBe(true);
		await look('/staff/settings');
		const listed = await desk.locator('[name=neighbourhoods]').inputValue();
		expect(listed.split('\n')).toEqual(names);
		for (const path of ['', '/heard', '/themes', '/labs', '/challenges'])
			await look(`/staff${path}`);
		await look('/es/needs/new', ...names);
		await look('/es/neighbourhood');
	});
}

test('the city’s own numbers are pasted for them, and no file for a spreadsheet gets a formula', async () => {
	expect(await bringPlaces(table)).toBe(true);
	await look('/staff/heard/numbers');
	const fill = (lines: string[]) =>
		desk.locator('textarea[name=place]').fill(lines.map((line) => `${line}; 1000`).join('\n'));
	const save = () => desk.getByRole('button', { name: words('heard.city.save') }).click();
	await fill([...names, `${image} ${script}`]);
	await save();
	await expect(desk.locator('.problem').first()).toBeVisible();
	await nothingRan();
	await fill(names);
	await save();
	await expect(desk.getByRole('status')).toHaveText(words('heard.city.saved'));
	await nothingRan();
	await look('/staff/heard');
	const file = await (await desk.request.get(`${city.url}/staff/heard.csv`)).text();
	const cells = (parse(file, { bom: true, relax_column_count: true }) as string[][]).flat();
	expect(cells.some((cell) => cell.includes(script))).toBe(true);
	expect(cells.filter((cell) => /^[\s\p{Cf}]*[=+\-@＝＋－＠]/u.test(cell))).toEqual([]);
});

test('a carried file says what came of it, and the needs in it are text at the desk', async () => {
	expect(await bringPlaces(table)).toBe(true);
	const { root, keys } = await (await desk.request.get(`${city.url}/api/keys`)).json();
	const key = keys.find(({ use }: { use: string }) => use === 'enc');
	const place = (await (await desk.request.get(`${city.url}/api/feed`)).json()).publications.find(
		({ id }: { id: string }) => id === 'city'
	).body.neighbourhoods[1].id;
	const told = hostileNames.map((said) => aNeed(said, { body: { place } }));
	const letters = await Promise.all(
		told.map(async (need) => ({
			...{ id: need.id, media: [] },
			sealed: await sealFor(cryptography, key, canonicalText(need))
		}))
	);
	const whole = carryText(root.kid, letters as never);
	const [head = ''] = whole.split('\n');
	const files: [string, string][] = [
		[`${image}.html`, names.join('\n')],
		[`${script}.plaza`, `${head}\n${JSON.stringify({ id: script, sealed: image, media: svg })}\n`],
		[`${svg}.plaza`, whole.replace(root.kid, image.replaceAll('"', ''))],
		[`${image}.plaza`, whole]
	];
	for (const [name, text] of files) {
		await desk.goto(`${city.url}/es/carry#computer`);
		const file = { name, mimeType: 'text/html', buffer: Buffer.from(text) };
		await desk.locator('#carry-file').setInputFiles(file);
		await desk.getByRole('button', { name: says('carry.computer.send') }).click();
		const done = desk.getByRole('heading', { name: says('carry.computer.done') });
		await expect(desk.locator('#carry-problem').or(done)).toBeVisible();
		await nothingRan();
	}
	await look('/staff', ...hostileNames);
	for (const { id, body } of told) {
		await look(`/staff/needs/${id}`);
		await expect(desk.locator('blockquote').first()).toHaveText(body.words);
		await expect(desk.locator('main')).toContainText(names[1] ?? '');
	}
});
