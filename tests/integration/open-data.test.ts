/** Anybody may take the results of a round or a prioritising along: the same numbers as CSV and as JSON, and of nobody. */
import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import * as priorityCsv from '../../src/routes/[lang=lang]/neighbourhood/[challenge=id]/priority/[priority=id]/numbers.csv/+server.ts';
import * as priorityJson from '../../src/routes/[lang=lang]/neighbourhood/[challenge=id]/priority/[priority=id]/numbers.json/+server.ts';
import * as roundCsv from '../../src/routes/[lang=lang]/neighbourhood/[challenge=id]/round/[round=id]/numbers.csv/+server.ts';
import * as roundJson from '../../src/routes/[lang=lang]/neighbourhood/[challenge=id]/round/[round=id]/numbers.json/+server.ts';
import {
	askedPrioritising,
	chosen,
	publishedPrioritising,
	sendChosen
} from './asked-priorities.ts';
import { askedRound, opinionOf, publishedRound, secret, send } from './asked-rounds.ts';
import { documentedColumns } from './documented-columns.ts';
import { newId } from './invented.ts';
import { openJoins } from './joined-needs.ts';

openJoins();

/** What everybody is answered at this door. */
async function read(door: { GET: unknown }, params: Record<string, string>): Promise<Response> {
	const get = door.GET as (event: object) => Promise<Response>;
	return get({ params: { lang: 'es', ...params } });
}
const cells = async (response: Response): Promise<string[][]> =>
	parse(await response.text(), { bom: true });
const asText = (value: unknown) => String(value ?? '');

/** Six devices agree with the first statement, one of them says something to the second, too. */
async function aRound() {
	const round = await askedRound(['s1', 's2', 's3']);
	const devices = Array.from({ length: 6 }, secret);
	await send(...devices.map((by) => opinionOf(round, by, 's1', 'agree')));
	await send(opinionOf(round, devices[0] ?? '', 's2', 'disagree'));
	const { challenge } = await publishedRound(round);
	return { round, challenge, devices };
}

/** Seven devices give their points, two of them to what nobody else wants. */
async function aPrioritising() {
	const priority = await askedPrioritising('points', 5);
	const devices = Array.from({ length: 7 }, secret);
	const choices = devices.map((by, at) =>
		chosen(priority, by, at < 2 ? { t1: 3, t2: 2 } : { t1: 4 })
	);
	await sendChosen(...choices);
	const { challenge } = await publishedPrioritising(priority);
	return { priority, challenge, devices };
}

const cases = [
	['round', aRound, roundCsv, roundJson],
	['prioritising', aPrioritising, priorityCsv, priorityJson]
] as const;

it.each(cases)(
	'the numbers of a %s are the same in both files, each under the column that is documented',
	async (kind, make, csv, json) => {
		const { devices, ...params } = await make();
		const file = await read(json, params);
		expect(file.headers.get('content-type')).toBe('application/json');
		expect(file.headers.get('content-disposition')).toMatch(
			/^attachment; filename="plaza-.*\.json"$/
		);
		const text = await file.text();
		const { rows, ...about } = JSON.parse(text) as { rows: object[]; people: number };
		const [columns = [], ...lines] = await cells(await read(csv, params));
		expect(rows.map((row) => Object.keys(row))).toEqual(lines.map(() => columns));
		expect(rows.map((row) => Object.values(row).map(asText))).toEqual(lines);
		expect(about.people).toBe(5);
		const documented = documentedColumns.get(kind) ?? [];
		const plain = columns.map((name) => name.replace(/^group\d+_/, 'group1_'));
		expect(documented).toEqual(expect.arrayContaining(plain));
		const open = documentedColumns.get(`${kind}, beside the rows`);
		expect(Object.keys(about).toSorted()).toEqual(open?.toSorted());
		// who said it is in no file, and no number under five is
		for (const by of devices) expect(text).not.toContain(by);
		const numbers = rows.flatMap((row) =>
			Object.entries(row).filter(([name]) => name !== 'consensus')
		);
		for (const [name, value] of numbers)
			if (typeof value === 'number') expect([name, value % 5, value >= 5]).toEqual([name, 0, true]);
	}
);

it.each(cases)('a %s that nobody can read has no file', async (_, make, csv, json) => {
	const { devices, ...params } = await make();
	expect(devices.length).toBeGreaterThan(4);
	const none = expect.objectContaining({ status: 404 });
	for (const door of [csv, json])
		await expect(read(door, { ...params, challenge: newId() })).rejects.toEqual(none);
});
