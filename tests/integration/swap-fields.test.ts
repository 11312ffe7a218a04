/** The city says once what its office is called and where it is, and every lesson says so too. */
import { join } from 'node:path';
import { beforeAll, expect, it, onTestFinished } from 'vitest';
import words from '../../src/lib/i18n/staff/en.json' with { type: 'json' };
import { makeBackup } from '../../src/lib/server/backup.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { publishCity } from '../../src/lib/server/published-city.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { readSwaps, writeSwaps } from '../../src/lib/server/swap-fields.ts';
import { foundCity, openLab } from '../faults/lab.ts';
import { openEmptyDatabase, openTestDatabase } from './database.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password } from './staff-city.ts';
import { temporaryFolder } from './temporary-folder.ts';

const own = { office: { es: 'Casa Vecinal', ar: 'بيت الجيران' }, phone: '+34 600 000 000' };
/** A page of which every phone keeps a copy. */
const page = '/es/learn/scam-messages/bank-or-family';

// all lessons are read once, which takes its time on a busy machine
beforeAll(() => import('../../src/lib/server/lessons.ts'));

async function anAdmin() {
	const city = await openStaffCity();
	onTestFinished(() => city.close());
	await city.addMember('ana@city.example', 'admin');
	const browser = openBrowser();
	await browser.signIn('ana@city.example', password);
	const save = (fields: Record<string, string>) => {
		const form = new FormData();
		const usual = { city: 'Sant Mosaic', neighbourhoods: 'El Port', languages: 'es' };
		for (const [name, value] of Object.entries({ ...usual, ...fields })) form.set(name, value);
		return browser.save('/staff/settings', form);
	};
	return { city, browser, save };
}

it('an admin gives them in the settings; what is emptied is as the lessons have it', async () => {
	const { city, browser, save } = await anAdmin();
	const fields = {
		'office-es': ' Casa  Vecinal ',
		'office-ca': '',
		site: 'https://www.sant-mosaic.example'
	};
	expect(await save(fields)).toMatchObject({ status: 303 });
	expect(await readSwaps(city.db)).toEqual({
		office: { es: 'Casa Vecinal' },
		site: 'sant-mosaic.example'
	});
	expect((await browser.open('/staff/settings')).data).toMatchObject({
		swaps: { 'office-es': 'Casa Vecinal', site: 'sant-mosaic.example' },
		defaultSwaps: { office: { en: 'City office' } }
	});
	await save({ 'office-es': '', site: '' });
	expect(await readSwaps(city.db)).toEqual({});
});

it('a name in a language that is not offered now stays', async () => {
	const { city, save } = await anAdmin();
	await save({ 'office-ar': 'بيت الجيران' });
	await save({ 'office-es': 'Casa Vecinal' });
	expect((await readSwaps(city.db)).office).toEqual({ ar: 'بيت الجيران', es: 'Casa Vecinal' });
});

it('what would spoil a lesson changes nothing, and the answer names the lesson', async () => {
	const { city, save } = await anAdmin();
	const answer = await save({ 'city-en': 'Rio Claro', phone: '+34 600 000 000' });
	expect(answer).toMatchObject({
		status: 400,
		data: {
			problems: {
				'city-en': { code: 'swap.lesson', lesson: expect.stringMatching(/ \(English\)$/) }
			},
			swaps: { 'city-en': 'Rio Claro', phone: '+34 600 000 000' }
		}
	});
	expect(words.problems.swap.lesson).toContain('{{lesson}}');
	expect(await readSwaps(city.db)).toEqual({});
	for (const [name, value] of [
		['office-en', 'x'.repeat(41)],
		['phone', 'later'],
		['site', 'our site'],
		['address', '{picture=x}']
	] as const) {
		const { status, data } = await save({ [name]: value });
		expect([status, data.problems[name].code]).toEqual([400, `swap.${name.split('-')[0]}`]);
		expect(words.problems.swap).toHaveProperty(name.split('-')[0] ?? '');
	}
});

it('they come back with a backup, also into a Plaza that has some already', async () => {
	const { db, close } = await openTestDatabase();
	onTestFinished(close);
	const folder = temporaryFolder();
	loadKeys(folder);
	await writeSwaps(db, own);
	const file = join(temporaryFolder(), 'city.plaza');
	await makeBackup(db, folder, file, 'correct horse battery staple');
	const other = await openTestDatabase();
	onTestFinished(other.close);
	await writeSwaps(other.db, { phone: '1' });
	const empty = await openEmptyDatabase();
	onTestFinished(empty.close);
	for (const { db: there } of [other, empty]) {
		await restoreBackup(there, temporaryFolder(), file, 'correct horse battery staple', {
			replace: false
		});
		expect(await readSwaps(there)).toEqual(own);
	}
});

it('citizens read them at once, phones fetch the pages anew, and a hub says the same', async () => {
	const city = await foundCity();
	const read = async (address: string) => (await fetch(address + page)).text();
	const revision = async () => {
		const pack = await (await fetch(`${city.address}/api/packs/es`)).json();
		const { pages } = pack as { pages: { url: string; revision: string }[] };
		return pages.find(({ url }) => url === page)?.revision;
	};
	expect(await read(city.address)).toContain('Oficina municipal');
	const before = await revision();
	expect(before).toBeDefined();
	await city.database.db.transaction().execute(async (trx) => {
		await writeSwaps(trx, own);
		await publishCity(trx);
	});
	expect(await read(city.address)).toContain('Casa Vecinal');
	expect(await revision()).not.toBe(before);
	const hub = await openLab(city);
	await expect.poll(() => read(hub.address), { timeout: 20_000 }).toContain('Casa Vecinal');
	await hub.stop();
	await city.stop();
});
