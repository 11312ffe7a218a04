/** Numbers leave the city without a reason because they tell of nobody: no count under five, and nothing that somebody said. */
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { roles } from '../../src/lib/domain/rights.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { draw } from './drawn-pages.ts';
import { documentedAddresses, documentedColumns } from './documented-columns.ts';
import { fillWithFew, theirWords } from './few-people.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let addresses: Record<string, string>;
/** Of what was sent, of sessions and of who was there. */
let ids: string[];
let browsers: ReturnType<typeof openBrowser>[];

beforeAll(async () => {
	city = await openStaffCity();
	const members = await Promise.all(
		roles.map((role) => city.addMember(`${role}@city.example`, role))
	);
	browsers = await Promise.all(
		members.map(async ({ email }) => {
			const browser = openBrowser();
			await browser.signIn(email, password);
			return browser;
		})
	);
	const [staff] = members;
	addresses = await fillWithFew(city.db, staff?.id ?? '', async (submissions) => {
		const { results } = await receive(city, { v: 1, submissions } as never, new Date());
		expect(results.filter(({ result }) => result !== 'accepted')).toEqual([]);
	});
	const sent = await city.db.selectFrom('submissions').select('id').execute();
	const there = await city.db.selectFrom('attendance').select(['session', 'person']).execute();
	ids = [...sent.map(({ id }) => id), ...there.flatMap(({ session, person }) => [session, person])];
});
afterAll(() => city.close());

/** What is counted in each list; its other numbers are no counts of people, needs or tries. */
const counts: Record<string, string[]> = {
	heard: ['needs', 'answered'],
	learning: ['tries', 'alone', 'helped', 'left', 'stopped', 'needs'],
	theme: ['needs'],
	survey: ['people'],
	held: ['people'],
	confidence: ['people'],
	workshops: ['people', 'yes', 'not', 'neither', 'dots', 'needs']
};
const files = documentedAddresses.filter((address) => /^\/staff\/.*\.csv$/.test(address));
const nameOf = (address: string) =>
	/(\w+?)s\/\[id\]|(\w+)\.csv/.exec(address)?.slice(1).find(Boolean) ?? '';

test('every list of numbers is looked at here', () => {
	expect(files.map(nameOf).toSorted()).toEqual(Object.keys(counts).toSorted());
});

test.each(files)(
	'%s has the columns that are documented, no count under five, and nobody’s words',
	async (address) => {
		const list = nameOf(address);
		const answers = await Promise.all(
			browsers.map((browser) => browser.fetch(addresses[address] ?? address))
		);
		const opened = answers.filter(({ status }) => status === 200);
		expect(opened.length).toBeGreaterThan(0);
		for (const { data } of opened) {
			const response = data as Response;
			expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="plaza-/);
			const text = await response.text();
			expect(text).not.toContain(theirWords);
			const rows: Record<string, string>[] = parse(text, { bom: true, columns: true });
			expect(Object.keys(rows[0] ?? {}).toSorted()).toEqual(
				documentedColumns.get(list)?.toSorted()
			);
			const cells = rows.flatMap((row) => counts[list]?.map((name) => row[name]) ?? []);
			// seven are shown as five and three are not: nothing else can stand here but sums of both
			expect(cells).toContain('5');
			expect(
				cells.filter((cell) => cell !== '' && (Number(cell) < 5 || Number(cell) % 5 > 0))
			).toEqual([]);
			for (const id of ids) expect(text).not.toContain(id);
		}
	}
);

test('a room of under five people has no row, and a session has no code', async () => {
	const read = async (list: string): Promise<Record<string, string>[]> => {
		const { data } = (await browsers[0]?.fetch(`/staff/${list}.csv`)) ?? {};
		return parse(await (data as Response).text(), { bom: true, columns: true });
	};
	const day = '2026-03-01';
	expect(await read('workshops')).toEqual([
		expect.objectContaining({
			workshop: '1',
			held_on: day,
			people: '5',
			yes: '5',
			not: '',
			needs: '5'
		})
	]);
	const held = await read('held');
	expect(held.map(({ begun_on, people }) => [begun_on, people]).toSorted()).toEqual([
		[day, ''],
		[day, '5']
	]);
	expect(held[0]?.['modules']).toBe('scam-messages book-appointment');
	const sure = (await read('confidence')).map(({ moment, level, people }) => [
		moment,
		level,
		people
	]);
	expect(sure).toEqual([
		...[
			['before', '1', '5'],
			['before', '2', ''],
			['before', '3', '']
		],
		...[
			['after', '1', ''],
			['after', '2', ''],
			['after', '3', '']
		]
	]);
});

/** The lists of each page; and how many of their rows have a number to draw a bar of. */
const charts = [
	['learning', ['learning', 'held', 'confidence'], 3],
	['workshops', ['workshops'], 1]
] as const;

test.each(charts)(
	'on the page "%s" each list stands as bars, beside its numbers and its file, also without script',
	async (page, lists, bars) => {
		const { data } = (await browsers[0]?.open(`/staff/${page}`)) ?? {};
		const html = await draw(page, data);
		const rows = html.match(/<tr.*?<\/tr>/gs) ?? [];
		const drawn = rows.filter((row) => row.includes('<svg'));
		// what is under five has no bar: it would say that there is nobody
		expect(drawn.filter((row) => /<rect[^>]* width="(?!0")/.test(row))).toHaveLength(bars);
		for (const list of lists)
			expect(html).toMatch(new RegExp(`href="/staff/${list}\\.csv[^"]*" download`));
	}
);
