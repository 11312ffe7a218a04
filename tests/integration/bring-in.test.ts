import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { openDoor, type Door } from './door.ts';
import { temporaryFolder } from './temporary-folder.ts';

const script = join(import.meta.dirname, '../../scripts/bring-in.ts');
const texts = process.env['PLAZA_TEXTS'];

let test: TestDatabase;
let door: Door;

beforeAll(async () => {
	test = await openTestDatabase();
	door = await openDoor(test.url);
});
afterEach(() => sql`truncate submissions, conflicts cascade`.execute(test.db));
afterAll(async () => {
	await door.close();
	await test.close();
});

async function bringIn(file: string, ...options: string[]) {
	return run(file, '--url', door.url, ...options);
}

async function run(...args: string[]) {
	const child = spawn(process.execPath, [script, ...args]);
	let output = '';
	let complaints = '';
	child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
	child.stderr.setEncoding('utf8').on('data', (text: string) => (complaints += text));
	const [code] = (await once(child, 'close')) as [number];
	return { code, output, complaints };
}

function fileOf(content: string | Uint8Array): string {
	const file = join(temporaryFolder(), 'texts.csv');
	writeFileSync(file, content);
	return file;
}

async function needs() {
	return test.db
		.selectFrom('needs')
		.innerJoin('submissions', 'submissions.id', 'needs.id')
		.select(['needs.words', 'needs.lang', 'needs.topic', 'needs.place', 'submissions.made_at'])
		.orderBy('needs.number')
		.execute();
}

const polis =
	'comment_id,date,agrees,lang,text\n0,2022-04-26,5,de,"Mehr Bänke, bitte"\n1,2022-04-27,6,fr,Un banc à l’ombre\n';

describe('bringing in a CSV file', () => {
	it('makes each row a need, in its language and with its date', async () => {
		const { code, output, complaints } = await bringIn(fileOf(`\ufeff${polis}`));
		expect({ code, complaints }).toEqual({ code: 0, complaints: '' });
		expect(output).toContain('2 rows: 2 accepted.');
		const none = { topic: 'other', place: null };
		expect(await needs()).toEqual([
			{ ...none, words: 'Mehr Bänke, bitte', lang: 'de', made_at: '2022-04-26T00:00:00Z' },
			{ ...none, words: 'Un banc à l’ombre', lang: 'fr', made_at: '2022-04-27T00:00:00Z' }
		]);
	});

	it('takes any columns by options', async () => {
		const file = fileOf('who;said;when;what;where\n1;Hola;1519862400;safety;centro\n');
		const { output } = await bringIn(
			...([file, '--delimiter', ';', '--text', 'said', '--lang', 'es-MX'] as const),
			...(['--date-column', 'when', '--topic', 'what', '--place-column', 'where'] as const)
		);
		expect(output).toContain('1 rows: 1 accepted.');
		expect(await needs()).toEqual([
			{
				words: 'Hola',
				lang: 'es-MX',
				topic: 'safety',
				place: 'centro',
				made_at: '2018-03-01T00:00:00.000Z'
			}
		]);
	});

	it('twice changes nothing; only rows that are new are added, equal ones counted apart', async () => {
		const file = fileOf(polis);
		await bringIn(file);
		expect((await bringIn(file)).output).toContain('2 rows: 0 accepted, 2 already there.');
		const longer = fileOf(
			`${polis.replace(',5,', ',99,')}2,2022-04-28,0,fr,Oui\n2,2022-04-28,0,fr,Oui\n`
		);
		expect((await bringIn(longer)).output).toContain('4 rows: 2 accepted, 2 already there.');
		expect(await needs()).toHaveLength(4);
	});

	it('reports what is refused with its row and reason, and the others arrive', async () => {
		const file = fileOf(
			`text,lang,date\nUno,es,\n"  ",es,\n${'a'.repeat(2001)},es,\nDos,es,yesterday\nTres,Spanish!,\nCuatro,es,\n`
		);
		const { code, output } = await bringIn(file, '--report');
		expect(code).toBe(0);
		expect(output).toContain('6 rows: 2 accepted, 4 refused.');
		expect(output).toContain('row 3: blank (body.words)');
		expect(output).toContain('row 4: too-long (body.words)');
		expect(output).toContain('row 5: instant (madeAt)');
		expect(output).toContain('row 6: lang (lang)');
		const report = readFileSync(`${file}.report.csv`, 'utf8').split('\r\n');
		expect(report).toHaveLength(8);
		expect(report[2]).toBe('3,rejected,blank,body.words');
		expect((await needs()).map(({ words }) => words)).toEqual(['Uno', 'Cuatro']);
	});

	it('writes no report that nobody asked for', async () => {
		const file = fileOf(polis);
		await bringIn(file);
		expect(existsSync(`${file}.report.csv`)).toBe(false);
	});

	const rows = Array.from({ length: 1200 }, (_, n) => `Fila ${n},es\n`).join('');
	const broken: [string, string | Uint8Array, RegExp][] = [
		[
			'a broken quote at its end',
			`text,lang\n${rows}"Sin fin,es\n`,
			/opened and never closed.*1202/
		],
		['a broken quote in the middle', `text,lang\n${rows}"A"b,es\nC,es\n`, /line 1202/],
		[
			'a wrong encoding',
			Buffer.concat([Buffer.from(`text,lang\n${rows}`), Buffer.from('Baños,es\n', 'latin1')]),
			/line 1202: this is not UTF-8/
		],
		['UTF-16', Buffer.from(`\ufefftext,lang\n${rows}`, 'utf16le'), /line 1: this is not UTF-8/],
		['a row with more columns', `text,lang\n${rows}a,b,c\n`, /line 1202: .* not as many columns/],
		['no rows', 'text,lang\n', /has no rows/],
		['nothing in it', '', /has no rows/],
		['no column with words', `a,lang\n${rows}`, /--text <column> \(its columns: a, lang\)/],
		['no language', `text,b\n${rows}`, /--lang es/]
	];

	it.each(broken)(
		'with %s says so in one line, and nothing is stored',
		async (_, content, said) => {
			const { code, complaints } = await bringIn(fileOf(content));
			expect(code).toBe(1);
			expect(complaints).toMatch(/^Plaza: [^\n]+\n$/);
			expect(complaints).toMatch(said);
			expect(await needs()).toEqual([]);
		}
	);

	it('without a file, or without a city, says so', async () => {
		expect((await run()).complaints).toContain('npm run bring-in -- <file.csv>');
		expect((await run('x.csv', '--colour', 'red')).complaints).toContain('--colour');
		expect((await bringIn('/nowhere.csv')).complaints).toMatch(/^Plaza: nowhere.csv: ENOENT/);
		const file = fileOf(polis);
		expect((await run(file, '--url', 'http://127.0.0.1:9')).complaints).toContain(
			'Nothing answers'
		);
		const portal = createServer((_, answer) => answer.end('<h1>Welcome to the Wi-Fi</h1>'));
		portal.listen(0, '127.0.0.1');
		await once(portal, 'listening');
		onTestFinished(() => void portal.close());
		const { port } = portal.address() as AddressInfo;
		const { complaints } = await run(file, '--url', `http://127.0.0.1:${port}`);
		expect(complaints).toContain('is not a Plaza');
	});
});

const realComments = texts ? 'real comments' : 'real comments: skipped, PLAZA_TEXTS is not set';
describe.skipIf(!texts)(realComments, () => {
	it('all go in: 5,571 in Spanish and 896 in English', async () => {
		for (const [name, count] of [
			['madrid-decide-comments-2015-2019.csv', 5571],
			['polis-bowling-green-2018.comments.csv', 896]
		] as const) {
			const file = join(texts ?? '', name);
			const first = await bringIn(file);
			expect(first.output).toContain(`${count} rows: ${count} accepted.`);
			expect((await bringIn(file)).output).toContain(`0 accepted, ${count} already there.`);
		}
		const { rows: counts } = await sql`
			select lang, count(*)::int as n from needs group by lang order by lang`.execute(test.db);
		expect(counts).toEqual([
			{ lang: 'en', n: 896 },
			{ lang: 'es', n: 5571 }
		]);
	});
});
