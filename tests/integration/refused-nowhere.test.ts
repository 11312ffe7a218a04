/** What staff refused or hid stands behind no public door, in no feed, and in no file or report of the staff. */
import { beforeAll, expect, it } from 'vitest';
import type { RequestEvent } from '@sveltejs/kit';
import { publishIdea, refuseIdea } from '../../src/lib/server/idea-moderation.ts';
import {
	beginPrioritising,
	changePrioritising,
	openPrioritising
} from '../../src/lib/server/prioritisings.ts';
import { beginRound, changeRound, openRound } from '../../src/lib/server/rounds.ts';
import { aNeed } from './invented.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { aChallenge, anIdea, readIdea, seen, send } from './said-ideas.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

type Door = { load?: (event: RequestEvent) => unknown; GET?: (event: RequestEvent) => unknown };
const doors = import.meta.glob<Door>([
	'../../src/routes/**/+page.server.ts',
	'../../src/routes/**/+layout.server.ts',
	'../../src/routes/**/+server.ts',
	'!../../src/routes/staff/**'
]);
/** All that nobody outside may read. */
const refused = /Xilof|Zarzaparr/;

let browser: Browser;
let params: Record<string, string>;

openJoins();

async function idea(words: string, texts?: Record<string, string>): Promise<string> {
	const { idea, id } = anIdea(params['challenge'] ?? '', words);
	await send(idea);
	if (texts) await publishIdea(city.db, await seen(id), texts, { staff });
	return id;
}

const statement = (id: string, text: string) => ({ id, texts: { es: text }, isHidden: false });
const thing = { idea: null, cost: null };

beforeAll(async () => {
	await city.addMember('eva@city.example', 'admin');
	browser = openBrowser();
	await browser.signIn('eva@city.example', password);
	const challenge = await aChallenge();
	params = { lang: 'es', challenge };
	const never = await idea('Xilofón azul');
	const once = await idea('Xilofón verde', { es: 'Zarzaparrilla para todos' });
	await idea('un banco', { es: 'Un banco verde' });

	const round = (await beginRound(city.db, challenge, staff)) ?? '';
	const asked = ['Frase uno', 'Frase dos', 'Frase tres'].map((text, at) =>
		statement(`s${at}`, text)
	);
	const statements = [...asked, statement('s9', 'Xilofón sospechoso')];
	await changeRound(city.db, { id: round, revision: 1 }, { until: null, statements }, staff);
	expect(await openRound(city.db, { id: round, revision: 2 }, true, staff)).toBeUndefined();

	const priority = (await beginPrioritising(city.db, challenge, staff)) ?? '';
	const { public_id } = await readIdea(once);
	const things = [
		{ id: 't0', idea: public_id, texts: {}, cost: null },
		...['Cosa una', 'Cosa dos', 'Cosa tres'].map((es, at) => ({
			...{ ...thing, id: `t${at + 1}`, texts: { es } }
		}))
	];
	const choice = { way: 'points' as const, amount: 5, until: null, things };
	await changePrioritising(city.db, { id: priority, revision: 1 }, choice, staff);
	const refusal = await openPrioritising(city.db, { id: priority, revision: 2 }, true, staff);
	expect(refusal).toBeUndefined();
	params = { ...params, round, priority };
	// now it stands there: the test would see it
	expect((await behindDoors()).all).toMatch(refused);

	await send(aNeed('Xilofón gris', { body: { consent: { version: 1, publish: true } } } as never));
	await city.db
		.updateTable('needs')
		.set({ state: 'hidden' })
		.where('words', 'like', 'Xilof%')
		.execute();
	for (const id of [never, once])
		await refuseIdea(city.db, await seen(id), 'Xilofón rojo', { staff });
	const hidden = statements.map((each) => ({ ...each, isHidden: each.id === 's9' }));
	const form = { until: null, statements: hidden };
	expect(await changeRound(city.db, { id: round, revision: 3 }, form, staff)).toBeUndefined();
});

/** What every public door gives to whoever asks with these ids; and which ones gave something. */
async function behindDoors() {
	const given: Record<string, string> = {};
	for (const [path, open] of Object.entries(doors)) {
		const { load, GET } = await open();
		const ask = GET ?? load;
		if (!ask) continue;
		const url = new URL(`https://plaza.test${path.replace(/.*routes|\/\+.*/g, '')}`);
		const event = {
			...{ url, params, locals: {}, route: { id: null }, request: new Request(url), fetch },
			cookies: { get: () => undefined, set: () => undefined, delete: () => undefined },
			...{
				setHeaders: () => undefined,
				getClientAddress: () => '192.0.2.1',
				depends: () => undefined
			},
			parent: () => Promise.resolve({}),
			untrack: (read: () => unknown) => read()
		} as unknown as RequestEvent;
		const isLate = new Promise((resolve) => setTimeout(resolve, 3000));
		try {
			const answer = await Promise.race([ask(event), isLate]);
			const text = answer instanceof Response ? Promise.race([answer.text(), isLate]) : answer;
			given[path] = JSON.stringify(await text) ?? '';
		} catch {
			// a door that wants other ids than these
		}
	}
	return { given, all: Object.values(given).join('\n') };
}

it('no public page, news, open data or feed has it, and they have all else', async () => {
	const { given, all } = await behindDoors();
	for (const part of [
		'neighbourhood/+page',
		'idea/+page',
		'round=id]/+page',
		'rss.xml',
		'numbers.csv',
		'numbers.json',
		'sitemap.xml',
		'api/feed'
	])
		expect(
			Object.keys(given).filter((path) => path.includes(part)),
			part
		).not.toEqual([]);
	for (const words of ['Un banco verde', 'Frase uno', 'Cosa una']) expect(all).toContain(words);
	for (const [path, text] of Object.entries(given)) expect(text, path).not.toMatch(refused);
	const sync = JSON.stringify(await send());
	const told = JSON.stringify(await city.db.selectFrom('publications').selectAll().execute());
	expect(told).toContain('Un banco verde');
	expect(sync + told).not.toMatch(refused);
});

it('no export and no report of the staff has it', async () => {
	const files = [];
	for (const kind of ['needs', 'answers', 'joins', 'themes', 'publication'])
		for (const format of ['csv', 'jsonl', 'geojson']) {
			const asked = { kind, format, reason: 'For the yearly report to the council' };
			const { location = '' } = await browser.post('/staff/exports', asked);
			files.push([location, await (await browser.fetch(location)).data.text()]);
		}
	for (const path of ['heard', 'learning', 'held', 'confidence', 'workshops'].map(
		(list) => `/staff/${list}.csv`
	))
		files.push([path, await (await browser.fetch(path)).data.text()]);
	for (const path of ['/staff/heard', '/staff/heard/numbers', '/staff/challenges', '/staff'])
		files.push([path, JSON.stringify((await browser.open(path)).data)]);
	expect(files.map(([, text]) => text).join('')).toContain('biblioteca');
	for (const [path, text] of files) expect(text, path).not.toMatch(refused);
});
