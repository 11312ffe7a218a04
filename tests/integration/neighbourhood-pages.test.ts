/** My neighbourhood in public: a poster for a lab’s door. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openChallenge, writeChallenge } from '../../src/lib/server/challenges.ts';
import { addLab, closeLab } from '../../src/lib/server/labs.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed, newId } from './invented.ts';
import { load } from '../../src/routes/[lang=lang]/neighbourhood/poster/[lab=id]/+page.server.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let lab: string;

beforeAll(async () => {
	city = await openStaffCity();
	const { id: ana } = await city.addMember('ana@city.example', 'admin');
	const now = new Date();
	lab = await addLab(city.db, { name: 'Can Fusta', place: 'nord', address: '' }, now);
	const need = aNeed('Falta sombra en la plaza');
	await receive(city, { v: 1, submissions: [need] }, now);
	for (const [place, what] of [
		['sud', 'bancos en la calle'],
		['nord', 'sombra en la plaza'],
		[null, 'agua en las fuentes']
	] as const) {
		const texts = { es: { who: 'Mayores', what, why: 'poder descansar' } };
		const form = { place, topic: 'other' as const, until: null, texts };
		const made = await writeChallenge(city.db, form, { needs: [need.id], themes: [] }, ana);
		if (made === 'no-needs') throw new Error('no needs');
		await openChallenge(city.db, { id: made.id, revision: 1 }, true, ana);
	}
});
afterAll(() => city.close());

const poster = async (lab: string) => {
	const url = new URL(`https://plaza.test/es/neighbourhood/poster/${lab}`);
	const given = await load({ params: { lang: 'es', lab }, url } as Parameters<typeof load>[0]);
	return given || expect.fail('no poster');
};
const none = expect.objectContaining({ status: 404 });

test('a lab’s poster has what its neighbourhood and the whole city ask for, and the way there as a code', async () => {
	const data = await poster(lab);
	expect(data.lab.name).toBe('Can Fusta');
	const asked = data.challenges.map(({ what }) => what);
	expect(asked).toEqual(['sombra en la plaza', 'agua en las fuentes']);
	expect(data.address).toMatch(/^https?:\/\/[^/]+\/es\/neighbourhood$/);
	expect(data.code.path.length).toBeGreaterThan(100);
});

test('a lab that there is not, or that has closed, has none', async () => {
	await expect(poster(newId())).rejects.toEqual(none);
	const closed = await addLab(city.db, { name: 'X', place: null, address: '' }, new Date());
	await closeLab(city.db, closed, new Date());
	await expect(poster(closed)).rejects.toEqual(none);
});
