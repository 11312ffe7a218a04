import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import words from '../../src/lib/i18n/staff/en.json' with { type: 'json' };
import { listProblems } from '../../src/lib/server/neighbourhood-list.ts';
import { listNeighbourhoods } from '../../src/lib/server/neighbourhoods.ts';
import { readSettings } from '../../src/lib/server/settings.ts';
import { countStaff, listStaff } from '../../src/lib/server/staff.ts';
import { firstForm, firstPage, good } from './setup-forms.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;

/** Each test has a city of its own. */
function aCityForEach(): void {
	beforeEach(async () => {
		city = await openStaffCity();
	});
	afterEach(() => city.close());
}

/** The tests of this block share a city, because none of them changes it. */
function oneCity(): void {
	beforeAll(async () => {
		city = await openStaffCity();
	});
	afterAll(() => city.close());
}

describe('The first run', () => {
	aCityForEach();

	test('one form opens the city: account, name, languages and neighbourhoods, and one is signed in', async () => {
		const page = await firstPage(city);
		const browser = openBrowser();
		expect((await browser.open(page)).data).toMatchObject({ purpose: 'first' });
		const answer = await browser.post(`${page}?/city&lang=ca`, firstForm());
		expect(answer).toMatchObject({ status: 303, location: '/staff' });
		expect((await browser.open('/staff')).status).toBe(200);
		expect(await listStaff(city.db)).toMatchObject([
			{ name: 'Ana', email: 'ana@city.example', role: 'admin', lang: 'ca' }
		]);
		expect(await readSettings(city.db)).toMatchObject({
			city: 'Sant Mosaic',
			languages: ['ca', 'ar'],
			demonstration: false
		});
		expect(await listNeighbourhoods(city.db)).toEqual([
			{ id: 'el-port', name: 'El Port' },
			{ id: 'sant-roc', name: 'Sant Roc' }
		]);
	});

	test.each([
		['a CSV file', new File(['codi;nom\n01;Nord\n02;Sud\n'], 'barris.csv'), ['01', '02']],
		[
			'a GeoJSON file',
			new File(
				[
					JSON.stringify({
						type: 'FeatureCollection',
						features: [
							{
								type: 'Feature',
								properties: { name: 'Nord' },
								geometry: {
									type: 'Polygon',
									coordinates: [
										[
											[2, 41],
											[2.1, 41],
											[2.1, 41.1],
											[2, 41]
										]
									]
								}
							}
						]
					})
				],
				'barris.geojson'
			),
			['nord']
		]
	])('%s takes the place of typed names', async (_, file, ids) => {
		await openBrowser().post(`${await firstPage(city)}?/city`, firstForm({}, file));
		expect((await listNeighbourhoods(city.db)).map(({ id }) => id)).toEqual(ids);
	});

	test('two who send the same link at once: one gets the city, the other a closed link', async () => {
		const page = await firstPage(city);
		const answers = await Promise.all(
			['a', 'b'].map((name) =>
				openBrowser().post(`${page}?/city`, firstForm({ email: `${name}@city.example` }))
			)
		);
		expect(answers.map(({ status }) => status).sort()).toEqual([303, 410]);
		expect(await countStaff(city.db)).toBe(1);
	});
});

describe('A first form that is not right yet', () => {
	oneCity();

	test.each([
		['no name', { name: '  ' }, 'name', 'name'],
		['no e-mail', { email: 'ana at city' }, 'email', 'email'],
		['a short password', { password: 'eleven char' }, 'password', 'password-short'],
		['a very long password', { password: 'x'.repeat(129) }, 'password', 'password-long'],
		['no city', { city: '' }, 'city', 'city-name'],
		['no language', { languages: [] }, 'languages', 'languages'],
		['a language that Plaza has not', { languages: ['es', 'xx'] }, 'languages', 'languages'],
		['no neighbourhood', { neighbourhoods: ' \n ' }, 'neighbourhoods', 'neighbourhoods.empty'],
		[
			'a neighbourhood twice',
			{ neighbourhoods: 'A\nB\nA' },
			'neighbourhoods',
			'neighbourhoods.same-name'
		]
	])(
		'%s: the field gets its problem, the rest stays typed, nothing is kept',
		async (_, change, field, code) => {
			const page = await firstPage(city);
			const { status, data } = await openBrowser().post(`${page}?/city`, firstForm(change));
			expect(status).toBe(400);
			expect(Object.keys(data.problems)).toEqual([field]);
			expect(data.problems[field].code).toBe(code);
			const { name, email, city: cityName, languages, neighbourhoods } = { ...good, ...change };
			expect(data.account).toEqual({ name, email });
			expect(data.city).toEqual({
				city: cityName,
				languages,
				// browsers post line ends as CRLF
				neighbourhoods: neighbourhoods.replaceAll('\n', '\r\n')
			});
			expect(await countStaff(city.db)).toBe(0);
			expect((await readSettings(city.db)).city).toBe('');
			expect((await openBrowser().open(page)).status).toBe(200);
		}
	);

	test('all problems of a form come at once', async () => {
		const empty = {
			name: '',
			email: '',
			password: '',
			city: '',
			languages: [],
			neighbourhoods: ''
		};
		const { data } = await openBrowser().post(`${await firstPage(city)}?/city`, firstForm(empty));
		expect(Object.keys(data.problems)).toEqual([
			'name',
			'email',
			'password',
			'city',
			'languages',
			'neighbourhoods'
		]);
	});

	test('a file that can be read is not lost when something else is missing', async () => {
		const file = new File(['nom\nNord\n'], 'barris.csv');
		const { data } = await openBrowser().post(
			`${await firstPage(city)}?/city`,
			firstForm({ name: '' }, file)
		);
		expect(data.city.neighbourhoods).toBe('nom\nNord\n');
	});

	test('a file over 8 MB and one in another encoding are refused in words', async () => {
		const large = new File(['x'.repeat(8 * 1024 * 1024 + 1)], 'large.csv');
		const latin = new File([Buffer.from('nom\nGràcia', 'latin1')], 'latin.csv');
		const codes = await Promise.all(
			[large, latin].map(async (file) => {
				const answer = await openBrowser().post(
					`${await firstPage(city)}?/city`,
					firstForm({}, file)
				);
				return answer.data.problems.neighbourhoods.code;
			})
		);
		expect(codes).toEqual(['neighbourhoods.too-large', 'neighbourhoods.encoding']);
	});

	test('each problem that a list can have has its sentence', () => {
		expect(Object.keys(words.problems.neighbourhoods)).toEqual(
			expect.arrayContaining([...listProblems])
		);
	});
});

describe('The settings, later', () => {
	aCityForEach();

	test('an admin changes them; a neighbourhood that keeps its name keeps its id, its shape and its needs', async () => {
		await city.addMember('ana@city.example', 'admin');
		await city.db
			.insertInto('neighbourhoods')
			.values([
				{ id: '01', name: 'Nord', position: 0, shape: '{"type":"Point","coordinates":[2,41]}' },
				{ id: 'sud', name: 'Districte Sud', position: 1, shape: null }
			])
			.execute();
		const browser = openBrowser();
		await browser.signIn('ana@city.example', password);
		const { data } = await browser.open('/staff/settings');
		expect(data.settings.neighbourhoods).toBe('Nord\nDistricte Sud');
		const answer = await browser.save(
			'/staff/settings',
			firstForm({ city: 'New name', languages: ['en'], neighbourhoods: 'Sud\nNord' })
		);
		expect(answer).toMatchObject({ status: 303, location: '/staff/settings?saved' });
		expect(await readSettings(city.db)).toMatchObject({ city: 'New name', languages: ['en'] });
		const rows = await city.db
			.selectFrom('neighbourhoods')
			.select(['id', 'name', 'retired', 'shape'])
			.orderBy('id')
			.execute();
		expect(rows).toEqual([
			{ id: '01', name: 'Nord', retired: false, shape: { type: 'Point', coordinates: [2, 41] } },
			{ id: 'sud', name: 'Districte Sud', retired: true, shape: null },
			{ id: 'sud-2', name: 'Sud', retired: false, shape: null }
		]);
	});

	test('a mistake changes nothing', async () => {
		await city.addMember('ana@city.example', 'admin');
		const browser = openBrowser();
		await browser.signIn('ana@city.example', password);
		const form = firstForm({ city: 'Other', neighbourhoods: 'A\nA' });
		expect((await browser.post('/staff/settings', form)).status).toBe(400);
		expect((await readSettings(city.db)).city).toBe('');
	});
});
