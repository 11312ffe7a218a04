/** Codes on a screen bring words from phone to phone without internet: nothing is lost, nothing doubled. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { describe, expect, it } from 'vitest';
import { resultsToBring } from '../../src/lib/device/carry/results.ts';
import { device } from '../../src/lib/device/database.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { keepStep } from '../../src/lib/device/progress.ts';
import { meetCity } from '../../src/lib/device/sync/city-keys.ts';
import { takeCode, type Assembly } from '../../src/lib/domain/qr-frames.ts';
import {
	citizenAndTrainer,
	crypt,
	exchange,
	need,
	nowhere,
	over,
	showCodes,
	states,
	tellWithMedia,
	track,
	withInternet
} from './carrying.ts';
import { takeUp } from './two-phones.ts';

const city = cityWithDoor();
const phones = citizenAndTrainer(city);

describe('codes on the screen', () => {
	it('bring one message in one code, also beside what was learnt', async () => {
		const id = await keepNeed(need, 'es');
		for (let step = 0; step < 30; step++)
			await keepStep('scam-messages/parcel-fee', { step: `s${step}` }, 'es');
		const { codes, messages } = await showCodes();
		expect([codes?.length, messages]).toEqual([1, 1]);
		await exchange(phones.trainer);
		expect(await over(new Blob(codes))).toMatchObject({ letters: [{ id, outcome: 'taken' }] });
		await withInternet(city);
		expect(await city.needs(id)).toHaveLength(1);
	});

	it('of two people, read in turn, bring all messages of both', async () => {
		const told: string[] = [];
		const shown: string[][] = [];
		for (const words of ['uno', 'dos']) {
			for (let count = 0; count < 4; count++)
				told.push(await keepNeed({ ...need, words: `${words} ${count}` }, 'es'));
			shown.push((await showCodes()).codes ?? []);
			await newPhone();
			connect(city.door.url);
			await meetCity(crypt.checkSignature);
			connect(nowhere);
		}
		await takeUp(phones.trainer);
		let assembly: Assembly = [];
		const longest = Math.max(...shown.map(({ length }) => length));
		expect(longest).toBeGreaterThan(2);
		for (let at = longest - 1; at >= 0; at--) {
			for (const codes of shown) {
				const read = takeCode(assembly, codes[at] ?? '');
				assembly = read.assembly;
				if ('text' in read) await over(new Blob([read.text]));
			}
		}
		await withInternet(city);
		for (const id of told) expect(await city.needs(id)).toHaveLength(1);
	});

	it('bring the words before the photo, which its own phone brings later; then both have the receipt', async () => {
		const id = await tellWithMedia();
		const { codes, mediaLeft } = await showCodes();
		expect(mediaLeft).toBe(2);
		let assembly: Assembly = [];
		let text = '';
		for (const code of codes ?? []) {
			const read = takeCode(assembly, code);
			assembly = read.assembly;
			if ('text' in read) text = read.text;
		}
		const citizen = await exchange(phones.trainer);
		await over(new Blob([text]));
		await withInternet(city);
		expect(await states()).toEqual(['words-arrived']);
		await withInternet(city);
		expect(await states()).toEqual(['words-arrived']);
		expect(await resultsToBring()).toEqual([]);
		expect(await city.needs(id)).toHaveLength(1);
		const carrier = await exchange(citizen);
		await withInternet(city);
		expect(await track(id)).toBe('sent');
		const own = await device.receipts.get(id);
		await exchange(carrier);
		await withInternet(city);
		expect((await resultsToBring())[0]?.receipt).toEqual(own);
	});

	it('that are given again bring what the city could not open the first time', async () => {
		const id = await keepNeed(need, 'es');
		const [whole = ''] = (await showCodes()).codes ?? [];
		const seal = whole.split('..')[1] ?? '';
		await exchange(phones.trainer);
		await over(new Blob([whole.replace(seal, `AAAA${seal.slice(4)}`)]));
		await withInternet(city);
		expect(await states()).toEqual(['refused']);
		connect(nowhere);
		const given = { letters: [{ id, outcome: 'taken' }] };
		expect(await over(new Blob([whole]))).toMatchObject(given);
		expect(await states()).toEqual(['waits']);
		await withInternet(city);
		expect(await states()).toEqual(['arrived']);
		expect(await city.needs(id)).toMatchObject([{ words: need.words }]);
	});

	it('are not made of more than cameras can read', async () => {
		for (let count = 0; count < 16; count++)
			await keepNeed({ ...need, words: 'a'.repeat(500) }, 'es');
		expect((await showCodes()).codes).toBeUndefined();
	});
});
