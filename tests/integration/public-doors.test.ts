/**
 * Every page and door outside the staff's, with who may use it: what is built and has no line turns this red. Each that is
 * not for anybody is tried by nobody and by whoever holds something else: both are refused, and are told nothing. And by
 * its holder: it is not shut to everybody.
 */
import { afterAll, expect, test } from 'vitest';
import { codeOf, type Problem } from '../../src/lib/domain/problem.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { startPlaza } from './plaza-process.ts';
import { publicDoors } from './public-doors.ts';
import { triesOfSession, triesOfTrainer } from './public-devices.ts';
import { triesOfPerson, triesOfPublished, type Tries, type Try } from './public-holders.ts';
import { anAnsweredNeed, publishedThings } from './public-tries.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
// also those in folders whose name begins with a dot
const pages = Object.keys(
	import.meta.glob('../../src/routes/**/+page.svelte', { exhaustive: true })
);
const servers = import.meta.glob('../../src/routes/**/+{page.server,server}.ts', {
	exhaustive: true
});
const routeOf = (file: string) =>
	file.replace('../../src/routes', '').replace(/\/\+[^/]*$/, '') || '/';
const isPublic = (key: string) => !/^\w+ \/staff(\/|\?|$)/.test(key);

let city: StaffCity | undefined;
afterAll(async () => {
	await cleaningEnded();
	await city?.close();
});

/** By method and route, and a form by its name: all that is built outside the staff's pages. */
async function built(): Promise<string[]> {
	const doors = Object.entries(servers).map(async ([file, open]) => {
		const module = (await open()) as Record<string, unknown>;
		const forms = Object.keys(module['actions'] ?? {}).map((name) =>
			name === 'default' ? `POST ${routeOf(file)}` : `POST ${routeOf(file)}?/${name}`
		);
		const own = methods.filter((method) => method in module);
		return [...forms, ...own.map((method) => `${method} ${routeOf(file)}`)];
	});
	const all = [
		...pages.map((file) => `GET ${routeOf(file)}`),
		...(await Promise.all(doors)).flat()
	];
	return all.filter(isPublic);
}

test('each page and door that is built has a line, and each line its page or door', async () => {
	expect(Object.keys(publicDoors).sort()).toEqual((await built()).sort());
});

test('what is not for anybody is refused to nobody and to a wrong holder, and open to its own', async () => {
	city = await openStaffCity();
	const { id: staff } = await city.addMember('ana@city.example');
	const answered = await anAnsweredNeed(city, staff);
	const published = await publishedThings(city, staff, answered.id);
	const tries: Record<string, Tries> = {
		...triesOfPublished(published, answered),
		...triesOfPerson(answered),
		...(await triesOfTrainer(city, published.lab)),
		...triesOfSession()
	};
	const closed = Object.entries(publicDoors).filter(([, holder]) => holder !== 'anybody');
	expect(Object.keys(tries).sort()).toEqual(closed.map(([key]) => key).sort());

	const { address } = await startPlaza(city.dataFolder, { env: { DATABASE_URL: city.url } });
	const wrong: string[] = [];
	for (const [key, { nobody, wrong: others, right }] of Object.entries(tries)) {
		for (const each of [nobody, ...others, ...(right ? [right] : [])]) {
			const problem = await unlike(address, key, each);
			if (problem) wrong.push(`${key} ${each.path}: ${problem}`);
		}
	}
	expect(wrong).toEqual([]);
}, 300_000);

/** What is other than it must be in the answer to this; undefined where nothing is. */
async function unlike(address: string, key: string, asked: Try): Promise<string | undefined> {
	const { path, body, status, code, shows, hides } = asked;
	const isJson = body && !(body instanceof URLSearchParams) && !Buffer.isBuffer(body);
	const json: Record<string, string> = isJson ? { 'content-type': 'application/json' } : {};
	const method = key.split(' ')[0] ?? '';
	const sent = isJson ? JSON.stringify(body) : (body as URLSearchParams | undefined);
	const answer = await fetch(address + path, {
		method,
		headers: { origin: address, ...json, ...asked.headers },
		...(sent && { body: sent })
	});
	const text = await answer.text();
	if (answer.status !== status) return `${answer.status}, not ${status}: ${text.slice(0, 200)}`;
	if (code && codeOf(JSON.parse(text) as Problem) !== code) return text;
	if (hides && text.includes(hides)) return `tells ${hides}`;
	if (shows && !text.includes(shows)) return `does not tell ${shows}`;
	return undefined;
}
