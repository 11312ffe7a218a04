import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { receive } from '../../src/lib/server/receive.ts';
import { plainText, searchCondition } from '../../src/lib/server/search-text.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { aNeed, newHome } from './invented.ts';

const texts = process.env['PLAZA_TEXTS'];
const home = newHome();
let test: TestDatabase;

beforeAll(async () => {
	test = await openTestDatabase();
});
afterAll(() => test.close());

async function tell(needs: [lang: string, words: string][]): Promise<void> {
	for (let start = 0; start < needs.length; start += 500) {
		const submissions = needs
			.slice(start, start + 500)
			.map(([lang, words]) => aNeed(words, { lang }));
		await receive({ db: test.db, ...home }, { v: 1, submissions }, new Date());
		await makeSearchable(test.db);
	}
}

async function find(query: string): Promise<string[]> {
	const rows = await test.db
		.selectFrom('needs')
		.select('words')
		.where(searchCondition(query))
		.orderBy('number')
		.execute();
	return rows.map(({ words }) => words);
}

describe('searching in invented needs', () => {
	const needs: [string, string][] = [
		['es', 'Necesito una educación digital básica para mayores'],
		['es', 'Los autobuses nocturnos no llegan al barrio'],
		['ca', 'Voldria aprendre a col·laborar amb les veïnes'],
		['it', 'Mancano panchine nei giardini pubblici'],
		['fr', 'Les élèves ont besoin d’ordinateurs à l’école'],
		['nl', 'De fietspaden zijn gevaarlijk in de winter'],
		['en', 'The libraries are closing too early'],
		['pt', 'Não consigo marcar consultas pela internet'],
		['ar', 'أريد أن أتعلّم استعمال الهاتف في المكتبةِ'],
		['de', 'Die Wohnungen sind zu teuer für Familien'],
		['xx', 'Qwertz zuiop 2024'],
		['it', 'La città è piena di spazzatura'],
		['nl', 'Er zijn geen cafés met internet'],
		['ar', 'أحتاج إلى مدرّسين للحواسيب قرب المدارس']
	];

	beforeEach(() => tell(needs));
	afterEach(() => sql`truncate submissions cascade`.execute(test.db));

	const asked: [what: string, query: string, found: number[]][] = [
		['a word as it stands', 'autobuses', [1]],
		['another form of a Spanish word', 'autobús nocturno', [1]],
		['a word without its accent', 'educacion', [0]],
		['an accent that was not written', 'autobúses', [1]],
		['capitals', 'EDUCACIÓN', [0]],
		['another form of a Catalan word', 'col·laboració veïna', [2]],
		['a Catalan word as it is typed in a hurry', 'collaborar', [2]],
		['another form of an Italian word', 'panchina giardino', [3]],
		['another form of a French word', 'élève', [4]],
		['a French word without accents', 'eleves ecole', [4]],
		['another form of a Dutch word', 'fietspad', [5]],
		['another form of an English word', 'library closed', [6]],
		['another form of a Portuguese word', 'consulta', [7]],
		['a Portuguese word without its tilde', 'nao consigo', [7]],
		['an Arabic word without its signs', 'اتعلم', [8]],
		['an Arabic word with another ta', 'مكتبه', [8]],
		['another form of a word in a ninth language', 'Wohnung', [9]],
		['a word of no language', 'qwertz', [10]],
		['a number', '2024', [10]],
		['a missing letter', 'atobuses', [1]],
		['a letter too many', 'autobbuses', [1]],
		['a wrong letter', 'nocturmos', [1]],
		['two changed letters', 'educaicon', [0]],
		['a misspelt English word', 'libarries', [6]],
		['a misspelt Arabic word', 'استعمل', [8]],
		['a misspelt Catalan word', 'aprndre', [2]],
		['a Catalan word without its diaeresis', 'veines', [2]],
		['another form of a Catalan verb', 'aprenem', [2]],
		['a misspelt Italian word', 'giardinni', [3]],
		['an Italian word without its accent', 'citta', [11]],
		['an Italian word in the plural', 'spazzature', [11]],
		['a misspelt French word', 'ordinatuers', [4]],
		['a French word in the singular', 'ordinateur', [4]],
		['a misspelt Dutch word', 'fietspadne', [5]],
		['a Dutch word without its accent', 'cafes', [12]],
		['another form of a Dutch adjective', 'gevaarlijke', [5]],
		['a misspelt Portuguese word', 'consutlas', [7]],
		['another form of a Portuguese verb', 'marcando', [7]],
		['an Arabic word with its article', 'الهاتف', [8]],
		['an Arabic word without its article', 'هاتف', [8]],
		['an Arabic word with its article that was told without', 'المدرسين', [13]],
		['an Arabic word whose article was told with "for"', 'حواسيب', [13]],
		['an Arabic sound plural in the singular', 'مدرس', [13]],
		['an Arabic broken plural in the singular', 'مدرسة', [13]],
		['words that are nowhere together', 'autobuses giardini', []],
		['one of two words', 'fietspad or library', [5, 6]],
		['a phrase', '"educación digital"', [0]],
		['a phrase that is none', '"digital educación"', []],
		['a word without another', 'educación -digital', []],
		['a word that is nowhere', 'helicóptero', []],
		['signs only', '\' " & | ! ( ) : * \\ % _ <->', []],
		['nothing', '', []],
		['half a quote', '"autobuses', [1]],
		['SQL', "'; drop table needs; --", []],
		['a null character', 'auto\u0000buses', [1]]
	];

	it.each(asked)('finds %s', async (_, query, found) => {
		expect(await find(query)).toEqual(found.map((index) => needs[index]?.[1]));
	});

	it('takes a word of one language for no word of another', async () => {
		// the Italian dictionary has one stem for "vivenda" and "vivir"
		await tell([['es', 'Quiero vivir tranquila']]);
		expect(await find('vivenda')).toEqual([]);
	});

	it('looks at the beginning of a very long query only', async () => {
		expect(await find(`autobuses ${'autobuses '.repeat(10_000)}`)).toHaveLength(1);
	});
});

describe('the plain form of a text', () => {
	it('is what people type in a hurry', () => {
		expect(plainText('¿Educación Über ÇA? Œuvre, Straße, Łódź, Ελλάδα')).toBe(
			'¿educacion uber ca? oeuvre, strasse, lodz, ελλαδα'
		);
		expect(plainText('أُحِبُّ القراءةَ في المكتبـــة إلى ٢٠٢٤')).toBe('احب القراءه في المكتبه الي 2024');
		expect(plainText('paral·lel cafe\u0301 ﬁn')).toBe('parallel cafe fin');
	});
});

const realTexts = texts ? 'searching in real texts' : 'real texts: skipped, PLAZA_TEXTS is not set';
describe.skipIf(!texts)(realTexts, () => {
	const all: { lang: string; words: string; plain: string }[] = [];

	beforeAll(async () => {
		for (const name of ['madrid-decide-comments-2015-2019', 'polis-bowling-green-2018.comments']) {
			const rows = parse(readFileSync(join(texts ?? '', `${name}.csv`)), {
				bom: true,
				columns: true
			}) as { lang: string; text: string }[];
			for (const { lang, text: words } of rows) {
				all.push({ lang, words, plain: ` ${plainText(words).replace(/[^\p{L}\p{N}]+/gu, ' ')} ` });
			}
		}
		await tell(all.map(({ lang, words }) => [lang, words]));
		await sql`vacuum analyze needs`.execute(test.db);
	});

	const queries: [what: string, query: string, meant: RegExp][] = [
		['word forms', 'bicicleta', / bicicletas? /],
		['word forms', 'viviendas', / viviendas? /],
		['word forms', 'sidewalk', / sidewalks? /],
		['accents that are missing', 'educacion', / educacion /],
		['accents that are missing', 'autobus', / autobus(es)? /],
		['a missing letter', 'bicileta', / bicicletas? /],
		['a missing letter', 'ayuntamieto', / ayuntamiento /],
		['letters in the wrong order', 'contaminacoin', / contaminacion /],
		['a letter too many', 'viviennda', / vivienda /],
		['a missing letter', 'sidwalks', / sidewalks /],
		['another letter', 'comnunity', / community /]
	];

	it.each(queries)('finds everything by %s: %s', async (_, query, meant) => {
		const wanted = all.filter(({ plain }) => meant.test(plain)).map(({ words }) => words);
		const found = new Set(await find(query));
		expect(wanted.length).toBeGreaterThan(4);
		expect(wanted.filter((words) => !found.has(words))).toEqual([]);
		expect(found.size).toBeLessThan(wanted.length * 3 + 30);
	});
});
