/** Nothing that another site makes a browser send does anything: every form and door that is built, whatever it holds. */
import { request } from 'node:http';
import { sql } from 'kysely';
import { expect, test } from 'vitest';
import type { Database } from '../../src/lib/server/database.ts';
import { tablesOf } from '../../src/lib/server/backup/tables.ts';
import { addStaff } from '../../src/lib/server/staff.ts';
import { aNeed, newId } from './invented.ts';
import { startPlazaOnDatabase } from './plaza-on-database.ts';

const password = 'four plain words here';
const changing = ['POST', 'PUT', 'PATCH', 'DELETE'];
const servers = import.meta.glob('../../src/routes/**/+{page.server,server}.ts');

interface Way {
	method: string;
	path: string;
}

/** Every way in that changes something, read from what is built. */
async function waysIn(): Promise<Way[]> {
	const ways = await Promise.all(
		Object.entries(servers).map(async ([file, open]) => {
			const module = (await open()) as Record<string, unknown>;
			const path = addressOf(file.replace('../../src/routes', '').replace(/\/\+[^/]*$/, ''));
			const forms = Object.keys(module['actions'] ?? {}).map((name) => ({
				method: 'POST',
				path: name === 'default' ? path : `${path}?/${name}`
			}));
			const methods = changing.filter((method) => method in module);
			return [...forms, ...methods.map((method) => ({ method, path }))];
		})
	);
	return ways.flat();
}

const addressOf = (route: string) =>
	(route || '/')
		.replace('[lang=lang]', 'es')
		.replace('[sha256]', 'A'.repeat(43))
		.replace('[position]', '0')
		.replace(/\[[^\]]+\]/g, () => newId());

const form = { topic: 'other', words: 'from elsewhere', place: 'none', email: 'eve@evil.example' };
const letter = JSON.stringify({ v: 1, submissions: [aNeed('from elsewhere')] });
const multipart = Object.entries(form)
	.map(
		([name, value]) => `--x\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
	)
	.join('');
/** What a page can make a browser send with a form or without asking first, and what it cannot. */
const bodies: [type: string | undefined, body: string][] = [
	['application/x-www-form-urlencoded', new URLSearchParams(form).toString()],
	['multipart/form-data; boundary=x', `${multipart}--x--\r\n`],
	['text/plain', letter],
	['application/json', letter],
	[undefined, letter]
];
/** What programs send to a door of theirs. */
const ofPrograms: typeof bodies = [
	['application/x-ndjson', letter],
	['application/octet-stream', 'from elsewhere']
];
const elsewhere = 'https://evil.example';
/** How a browser says that a page from elsewhere sends it; more of them in tests/unit/same-origin.test.ts. */
const senders: Record<string, string>[] = [
	{ origin: elsewhere },
	{ 'sec-fetch-site': 'cross-site', referer: `${elsewhere}/page` },
	{ referer: `${elsewhere}/page` }
];

test('each form and door, with each kind of content, is shut to other sites, and nothing is kept', async () => {
	const plaza = await startPlazaOnDatabase();
	const { db } = plaza;
	const ana = { name: 'Ana', email: 'ana@city.example', role: 'admin', lang: 'en' } as const;
	await db.transaction().execute((trx) => addStaff(trx, ana, password));
	const ask = (way: Way, headers: Record<string, string>, body = '') =>
		send(plaza.address + way.path, way.method, headers, body);
	const own = { origin: plaza.address };
	const typed = 'application/x-www-form-urlencoded';
	const entering = new URLSearchParams({ email: ana.email, password }).toString();
	const entered = await ask(
		{ method: 'POST', path: '/staff/sign-in' },
		{ ...own, 'content-type': typed },
		entering
	);
	const cookie = entered.cookies.map((each) => each.replace(/;.*/, '')).join('; ');
	expect(cookie).toContain('plaza');

	const ways = await waysIn();
	// the table is not empty by mistake
	expect(ways.length).toBeGreaterThan(90);
	for (const path of ['/staff/people?/invite', '/api/sync', '/my-need/es', '/es/needs/new?/send'])
		expect(ways.map((way) => way.path)).toContain(path);
	const before = await everything(db);
	const wrong: string[] = [];
	for (const way of ways) {
		const contents = way.path.startsWith('/api/') ? [...bodies, ...ofPrograms] : bodies;
		const tries = senders.flatMap((sender) =>
			contents.map(async ([type, body]) => {
				const headers = { cookie, ...sender, ...(type && { 'content-type': type }) };
				const { status, text } = await ask(way, headers, body);
				if (status === 403 && text.includes('cross-origin')) return;
				wrong.push(`${way.method} ${way.path} ${JSON.stringify(sender)} ${type}: ${status}`);
			})
		);
		await Promise.all(tries);
	}
	expect(wrong).toEqual([]);
	expect(await everything(db)).toEqual(before);

	// and each of them is there, and not shut to everybody
	for (const way of ways) {
		const { status, text } = await ask(way, own);
		expect(`${way.path} ${status} ${text}`).not.toContain('cross-origin');
		expect(status, way.path).not.toBe(405);
	}
});

/** As node sends it: nothing is added, as `fetch` would. */
function send(url: string, method: string, headers: Record<string, string>, body: string) {
	return new Promise<{ status: number; text: string; cookies: string[] }>((done, failed) => {
		const length = String(Buffer.byteLength(body));
		const asking = request(url, { method, headers: { ...headers, 'content-length': length } });
		asking.on('error', failed).on('response', (response) => {
			let text = '';
			response.setEncoding('utf8').on('data', (piece: string) => (text += piece));
			response.on('end', () =>
				done({
					status: response.statusCode ?? 0,
					text,
					cookies: response.headers['set-cookie'] ?? []
				})
			);
		});
		asking.end(body);
	});
}

/** All rows of all tables, but for the counts that a city makes by itself. */
async function everything(db: Database): Promise<Record<string, string[]>> {
	const tables = (await tablesOf(db)).filter((table) => !table.startsWith('heard_'));
	const all = await Promise.all(
		tables.map(async (table) => {
			const { rows } = await sql<{ row: string }>`
				select t::text as row from ${sql.table(table)} t order by 1`.execute(db);
			return [table, rows.map(({ row }) => row)];
		})
	);
	return Object.fromEntries(all);
}
