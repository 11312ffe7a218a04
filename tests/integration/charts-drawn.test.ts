/** Bars, lines and the map of who is heard, and of a theme: each says what its table says, and what the file says. */
import { parse } from 'csv-parse/sync';
import { beforeAll, describe, expect, test } from 'vitest';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import { countHeard } from '../../src/lib/server/heard-count.ts';
import { addTheme } from '../../src/lib/server/themes.ts';
import { browser, database, needs, openHeard, send } from './heard-city.ts';
import { drawRoute } from './posted-form.ts';

openHeard();

type Row = Record<string, string>;
let few: string;
let heard: string;
let file: Row[];
let theme: string;
let themeFile: Row[];

beforeAll(async () => {
	few = (await staffWords('en'))('learning.few');
	const told = [
		...needs(12, { body: { topic: 'connection', place: 'norte' } }),
		...needs(4, { lang: 'ar', body: { topic: 'device', place: 'port' } }),
		...needs(6, { lang: 'fr', body: { topic: 'device', place: 'vell' } })
	];
	await send(...told);
	const { db } = database;
	await db
		.updateTable('needs')
		.set({ state: 'answered', changed_at: new Date() })
		.where('place', '=', 'norte')
		.execute();
	const square = (x: number) => [
		...[
			[x, 41],
			[x + 0.1, 41],
			[x + 0.1, 41.1]
		],
		...[
			[x, 41.1],
			[x, 41]
		]
	];
	for (const [at, id] of ['norte', 'port', 'vell'].entries()) {
		const shape = JSON.stringify({ type: 'Polygon', coordinates: [square(2 + at / 10)] });
		await db.updateTable('neighbourhoods').set({ shape }).where('id', '=', id).execute();
	}
	await countHeard(db, new Date());
	const { id: staff } = await db.selectFrom('staff').select('id').executeTakeFirstOrThrow();
	const ids = told.map(({ id }) => id);
	const made = await addTheme(db, { name: 'Luz', rule: null, needs: ids }, staff);
	theme = `/staff/themes/${made === 'full' ? '' : made.id}`;
	heard = await drawn('/staff/heard');
	file = await rowsOf('/staff/heard.csv');
	themeFile = await rowsOf(`${theme}/numbers.csv`);
});

async function drawn(path: string, route = path): Promise<string> {
	const { data } = await browser.open(path);
	return (await drawRoute(route, data)).replace(/<!--.*?-->/gs, '');
}

async function rowsOf(path: string): Promise<Row[]> {
	const { data } = await browser.fetch(path);
	return parse(await (data as Response).text(), { bom: true, columns: true });
}

const textOf = (html: string) =>
	html
		.replace(/<[^>]*>/g, ' ')
		.replace(/\s+/g, ' ')
		.trim();

/** Each table of bars, by its caption: in each row the number that stands there, and how long its bar is. */
function barsIn(html: string) {
	const tables = [...html.matchAll(/<table[^>]*>(?:(?!<\/table>).)*<\/table>/gs)].map(
		([all]) => all
	);
	return new Map(
		tables
			.filter((table) => table.includes('<caption') && table.includes('<rect'))
			.map((table) => {
				const rows = [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)]
					.map(([, row = '']) => row)
					.filter((row) => row.includes('<rect'))
					.map((row) => ({
						number: textOf(/<td[^>]*>(.*?)<\/td>/s.exec(row)?.[1] ?? ''),
						width: Number(/<rect[^>]* width="([^"]*)"/.exec(row)?.[1])
					}));
				return [textOf(/<caption[^>]*>(.*?)<\/caption>/s.exec(table)?.[1] ?? ''), rows] as const;
			})
	);
}

/** As the page writes what a file has. */
const written = (cell: string | undefined) => (cell ? cell : few);

/** The longest number has the whole width, the others theirs of it; what is under five has no bar and no number. */
function expectBars(rows: { number: string; width: number }[] | undefined, cells: string[]): void {
	expect(rows?.map(({ number }) => number)).toEqual(cells.map(written));
	const most = Math.max(...cells.map(Number));
	expect(rows?.map(({ width }) => width)).toEqual(cells.map((cell) => (Number(cell) / most) * 100));
}

describe('On the page of who is heard', () => {
	test.each(['place', 'lang', 'topic', 'channel', 'state'] as const)(
		'the bars by %s are the numbers beside them and in the file',
		async (part) => {
			const t = await staffWords('en');
			const cells = file.filter((row) => row['part'] === part).map((row) => row['needs'] ?? '');
			expect(cells).toContain('');
			expect(Math.max(...cells.map(Number))).toBeGreaterThanOrEqual(5);
			expectBars(barsIn(heard).get(t(`heard.parts.${part}`)), cells);
		}
	);

	test('the lines over the weeks stand as a table too, the newest week on top of the line and in the file', () => {
		const weeks = file.filter((row) => row['part'] === 'week');
		const [, table = ''] = /<details[^>]*>.*?<tbody[^>]*>(.*?)<\/tbody>/s.exec(heard) ?? [];
		const numbers = [...table.matchAll(/<tr[^>]*>(.*?)<\/tr>/gs)].map(([, row = '']) =>
			[...row.matchAll(/<td[^>]*>(.*?)<\/td>/gs)].map(([, cell = '']) => textOf(cell))
		);
		expect(numbers).toEqual(
			weeks.map(({ needs, answered }) => [written(needs), written(answered)])
		);
		expect(numbers.at(-1)).toEqual(['20', '10']);
		const spots = (name: string) => heard.match(new RegExp(`class="${name} spot`, 'g'))?.length;
		expect([spots('needs'), spots('answered')]).toEqual([1, 1]);
	});

	test('the map has each neighbourhood in the shade of its number, and stripes where that is hidden', () => {
		const places = file.filter((row) => row['part'] === 'place');
		const svg = /<svg[^>]*class="map[^]*?<\/svg>/.exec(heard)?.[0] ?? '';
		const shades = [
			...svg.matchAll(/class="place shade(\w+)[^"]*"[^>]*>\s*<title>(.*?)<\/title>/gs)
		];
		const shadeOf = Object.fromEntries(shades.map(([, shade, name = '']) => [name, shade]));
		expect(Object.keys(shadeOf).sort()).toEqual(places.map(({ key }) => nameOf[key ?? '']).sort());
		expect(shadeOf['Port']).toBe('0');
		expect(Number(shadeOf['Norte'])).toBeGreaterThan(Number(shadeOf['=Vell']));
		// the number in each shape is that of its row in the table
		expect([...svg.matchAll(/<text[^>]*>(\d+)<\/text>/g)].map(([, at]) => at).sort()).toEqual(
			places.map((_, at) => String(at + 1))
		);
	});

	test('all of it can be taken along as a file', () => {
		expect(heard).toMatch(/<a[^>]*href="\/staff\/heard\.csv[^"]*"[^>]*download/);
	});
});

const nameOf: Row = { norte: 'Norte', port: 'Port', vell: '=Vell' };

test('a theme’s bars by week, neighbourhood and language are the numbers beside them and in its file', async () => {
	const html = await drawn(theme, '/staff/themes/[id]');
	const t = await staffWords('en');
	const parts = { week: 'themes.weeks', place: 'themes.places', lang: 'themes.langs' } as const;
	for (const [part, caption] of Object.entries(parts)) {
		const cells = themeFile.filter((row) => row['part'] === part).map((row) => row['needs'] ?? '');
		// the page has the newest week first
		if (part === 'week') cells.reverse();
		expect(cells.length).toBeGreaterThan(0);
		expectBars(barsIn(html).get(t(caption)), cells);
	}
	expect(html).toMatch(/<a[^>]*href="[^"]*\/numbers\.csv"[^>]*download/);
});
