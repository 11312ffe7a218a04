import { describe, expect, it } from 'vitest';
import { readNeighbourhoods } from '../../src/lib/server/neighbourhood-list.ts';

function read(given: string | Uint8Array) {
	const result = readNeighbourhoods(given);
	return 'problems' in result ? result.problems : result.neighbourhoods;
}

const polygon = {
	type: 'Polygon',
	coordinates: [
		[
			[0, 0],
			[0, 1],
			[1, 1],
			[0, 0]
		]
	]
};
const feature = (properties: unknown, more: object = {}) => ({
	type: 'Feature',
	properties,
	geometry: polygon,
	...more
});
const collection = (...features: unknown[]) =>
	JSON.stringify({ type: 'FeatureCollection', features });

describe('a list of neighbourhoods', () => {
	it('may be typed, one name on a line', () => {
		expect(read("L'Eixample\r\n\n  Barri Gòtic \nSalamanca, Goya\n")).toEqual([
			{ id: 'l-eixample', name: "L'Eixample" },
			{ id: 'barri-gotic', name: 'Barri Gòtic' },
			{ id: 'salamanca-goya', name: 'Salamanca, Goya' }
		]);
		expect(read('حي الزيتون\nרמה')).toEqual([
			{ id: 'place-1', name: 'حي الزيتون' },
			{ id: 'place-2', name: 'רמה' }
		]);
	});

	it('may be CSV with a header, in whatever order and with whatever delimiter', () => {
		const expected = [
			{ id: 'n1', name: 'Centre, old' },
			{ id: 'n2', name: 'Port' }
		];
		expect(read('code,Nom,people\nn1,"Centre, old",5\nn2,Port,6\n')).toEqual(expected);
		expect(read('\ufeffNOMBRE;id\n"Centre, old";n1\nPort;n2')).toEqual(expected);
	});

	it('may be CSV without a header: the first column has the names', () => {
		expect(read('"Centre, old",5\nPort,6')).toEqual([
			{ id: 'centre-old', name: 'Centre, old' },
			{ id: 'port', name: 'Port' }
		]);
		expect(read('Centre;5\nPort;6')).toMatchObject([{ name: 'Centre' }, { name: 'Port' }]);
	});

	it('may be GeoJSON, and keeps the shapes', () => {
		const text = collection(
			feature({ NOM: 'Port', other: 1 }),
			feature({ nombre: 'Centro' }, { id: 7 }),
			feature({ Name: 'Norte', codigo: 'N-9' }, { geometry: null })
		);
		expect(read(text)).toEqual([
			{ id: 'port', name: 'Port', shape: polygon },
			{ id: '7', name: 'Centro', shape: polygon },
			{ id: 'n-9', name: 'Norte' }
		]);
	});

	it('may call the column as cities do, and no first name is taken for a heading', () => {
		expect(read('CODI_BARRI,NOM_BARRI\n1,Port\n')).toEqual([{ id: 'port', name: 'Port' }]);
		expect(read(collection(feature({ OBJECTID: 1, NOM_BARRI: 'Port' })))).toMatchObject([
			{ id: 'port', name: 'Port' }
		]);
		expect(read('Barrio del Pilar\nBarri-Nord')).toMatchObject([
			{ name: 'Barrio del Pilar' },
			{ name: 'Barri-Nord' }
		]);
	});

	it('gives the same ids when it comes again', () => {
		const text = 'Río\nRio\nRÍO';
		expect(read(text)).toEqual(read(text));
		expect(read(text)).toMatchObject([{ id: 'rio' }, { id: 'rio-2' }, { id: 'rio-3' }]);
	});

	const tooMany = Array.from({ length: 10_000 }, (_, index) => `Barrio ${index}`).join('\n');
	const bad: [string, string | Uint8Array, unknown][] = [
		['nothing in it', '', { code: 'empty' }],
		['only spaces', ' \n\t\n', { code: 'empty' }],
		['a header only', 'id,name', { code: 'empty' }],
		['no feature', collection(), { code: 'empty' }],
		['Latin-1 letters', Buffer.from('Gràcia', 'latin1'), { code: 'encoding' }],
		['UTF-16 letters', Buffer.from('Gracia', 'utf16le'), { code: 'encoding' }],
		['letters that a wrong reading lost', 'Gr\ufffdcia', { code: 'encoding' }],
		['broken JSON', '{"type":"FeatureCollection",', { code: 'broken-json' }],
		['other JSON', '[1,2]', { code: 'no-features' }],
		[
			'a shape that is none',
			collection(feature({ name: 'A' }, { geometry: 5 })),
			{ code: 'no-features' }
		],
		['a feature without a name', collection(feature({ size: 5 })), { code: 'no-name', row: 1 }],
		['a row without a name', 'id,name\na,A\nb,\n', { code: 'no-name', row: 3 }],
		['a broken quote', 'name,id\nA,a\n"B,b\n', { code: 'broken-quote' }],
		['a long name', `A\n${'b'.repeat(81)}`, { code: 'long-name', row: 2 }],
		['a name twice', 'A\nB\nA', { code: 'same-name', row: 3 }],
		['10,000 rows', tooMany, { code: 'too-many' }]
	];

	it.each(bad)('with %s is a problem that says where, and gives nothing', (_, given, problem) => {
		const result = readNeighbourhoods(given);
		expect(result).toMatchObject({ problems: [problem] });
		expect(result).not.toHaveProperty('neighbourhoods');
	});

	it('tells all its problems at once', () => {
		expect(read('name,x\nA,1\n,2\nA,3\n')).toEqual([
			{ code: 'no-name', row: 3 },
			{ code: 'same-name', row: 4 }
		]);
	});
});
