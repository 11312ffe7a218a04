import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readNeighbourhoods } from '../../src/lib/server/neighbourhood-list.ts';
import {
	listNeighbourhoods,
	neighbourhoodNames,
	replaceNeighbourhoods
} from '../../src/lib/server/neighbourhoods.ts';
import {
	cityNameIn,
	readSettings,
	setEpoch,
	writeSettings
} from '../../src/lib/server/settings.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';

let test: TestDatabase;

beforeAll(async () => {
	test = await openTestDatabase();
});
afterAll(() => test.close());

describe('the city’s settings', () => {
	it('have defaults, and names of the city’s own that stay', async () => {
		const many = await Promise.all(Array.from({ length: 8 }, () => readSettings(test.db)));
		expect(new Set(many.map(({ node, epoch }) => `${node} ${epoch}`)).size).toBe(1);
		expect(many[0]).toMatchObject({ city: '', demonstration: false });
		expect(many[0]?.languages).toHaveLength(8);
	});

	it('change where they are given, and only there', async () => {
		const before = await readSettings(test.db);
		await writeSettings(test.db, { city: { ca: 'Vila', es: 'Villa' }, languages: ['es', 'ca'] });
		await writeSettings(test.db, { demonstration: true });
		const after = await readSettings(test.db);
		expect(after).toEqual({
			...before,
			city: { ca: 'Vila', es: 'Villa' },
			languages: ['es', 'ca'],
			demonstration: true
		});
		expect(cityNameIn(after, 'es')).toBe('Villa');
		expect(cityNameIn(after, 'ar')).toBe('Vila');
		expect(cityNameIn({ ...after, city: 'Rivamar' }, 'ar')).toBe('Rivamar');
	});

	it('refuse what makes no sense, and then nothing is changed', async () => {
		const before = await readSettings(test.db);
		for (const wrong of [
			{ languages: [] },
			{ languages: ['xx'] },
			{ city: 'x'.repeat(81) },
			{ demonstration: 'yes' },
			{ nobody: 1 }
		]) {
			const changes = { demonstration: false, ...wrong } as Parameters<typeof writeSettings>[1];
			await expect(writeSettings(test.db, changes)).rejects.toThrow();
		}
		expect(await readSettings(test.db)).toEqual(before);
	});

	it('have another epoch after a backup was put back', async () => {
		const before = await readSettings(test.db);
		const epoch = await setEpoch(test.db);
		expect(epoch).not.toBe(before.epoch);
		expect(await readSettings(test.db)).toEqual({ ...before, epoch });
	});
});

describe('the city’s neighbourhoods', () => {
	it('are replaced as a whole; those that go are retired, because needs name them', async () => {
		const save = async (text: string) => {
			const read = readNeighbourhoods(text);
			if ('problems' in read) throw new Error('unreadable');
			await replaceNeighbourhoods(test.db, read.neighbourhoods);
		};
		await save('Puerto Viejo\nMolinos\nLas Eras');
		await save('Las Eras\nPuerto Viejo\nAlameda');
		expect(await listNeighbourhoods(test.db)).toEqual([
			{ id: 'las-eras', name: 'Las Eras' },
			{ id: 'puerto-viejo', name: 'Puerto Viejo' },
			{ id: 'alameda', name: 'Alameda' }
		]);
		expect((await neighbourhoodNames(test.db)).get('molinos')).toBe('Molinos');
		await save('Molinos');
		expect(await listNeighbourhoods(test.db)).toEqual([{ id: 'molinos', name: 'Molinos' }]);
		await replaceNeighbourhoods(test.db, []);
		expect(await listNeighbourhoods(test.db)).toEqual([]);
	});
});
