/** What was written on a form of paper reaches the city once, whoever enters it, and its torn-off receipt is valid. */
import {
	city,
	opener,
	aSession,
	tell,
	answer,
	takeAnother,
	openTelling
} from './telling-for-others.ts';
import { describe, expect, it } from 'vitest';
import { askByCode } from '../../src/lib/device/by-code.ts';
import { readOutbox } from '../../src/lib/device/my-outbox.ts';
import { endSession } from '../../src/lib/device/session/lead.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { letGoOfTwice, readWaits } from '../../src/lib/device/trainer-close.ts';
import { findPaper, makePapers, readPaper } from '../../src/lib/device/trainer-paper.ts';
import { forgetHanded, type For } from '../../src/lib/device/trainer-told.ts';
import { needOfPaper, paperFormOf, writePaperCode } from '../../src/lib/domain/paper.ts';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { viewNeed } from '../../src/lib/server/need-view.ts';

openTelling();

describe('A form on paper', () => {
	const paper = (given: Awaited<ReturnType<typeof makePapers>>[number]): For => ({
		how: 'paper',
		lang: given.form.lang,
		paper: given.form,
		writtenOn: '2026-02-28'
	});

	it('makes the receipt valid that was torn off, with the day of its writing', async () => {
		const session = await aSession();
		const [given] = await makePapers(opener, 1, 'es');
		if (!given) throw new Error('no paper');
		const read = await readPaper(opener, writePaperCode(given.form));
		expect(read).toEqual({ form: given.form, number: given.number });
		const id = await tell(session, paper(given));
		await sync();
		expect((await viewNeed(city.db, id))?.told).toEqual({ how: 'paper', writtenOn: '2026-02-28' });
		await answer(id, 'Ya está.');
		await takeAnother();
		await sync();
		expect(await askByCode(given.code)).toMatchObject({
			found: { messages: [{ words: 'Ya está.' }] }
		});
	});

	it('that is entered again is noticed, by its picture and by its number', async () => {
		const session = await aSession();
		const [given] = await makePapers(opener, 2, 'es');
		if (!given) throw new Error('no paper');
		expect(await findPaper(opener, given.number.toLowerCase())).toMatchObject({
			number: given.number
		});
		await tell(session, paper(given));
		await endSession(session.id);
		await forgetHanded(opener, session.id);
		for (const read of [
			await readPaper(opener, writePaperCode(given.form)),
			await findPaper(opener, given.number)
		]) {
			expect(read).toMatchObject({ not: 'entered' });
		}
	});

	it('of another trainer is entered by its picture; entered at two devices it is one need', async () => {
		const [given] = await makePapers(opener, 1, 'ar');
		if (!given) throw new Error('no paper');
		const id = await tell(await aSession(), paper(given), 'Como lo leí yo');
		await sync();
		await takeAnother();
		await sync();
		expect(await findPaper(opener, given.number)).toEqual({ not: 'unknown-number' });
		expect(await readPaper(opener, writePaperCode(given.form))).toMatchObject({
			form: given.form
		});
		const session = await aSession();
		expect(await tell(session, paper(given), 'Como lo leyó ella')).toBe(id);
		await sync();
		const rows = await city.db.selectFrom('needs').select('words').where('id', '=', id).execute();
		expect(rows).toEqual([{ words: 'Como lo leí yo' }]);
		const { twice } = await readWaits();
		expect(twice).toEqual([id]);
		await letGoOfTwice(id);
		expect((await readOutbox()).all).toBe(0);
		const both = await city.db.selectFrom('conflicts').select('id').where('id', '=', id).execute();
		expect(both).toHaveLength(1);
	});

	it('of another city, torn, or no form at all is told apart', async () => {
		const strange = paperFormOf(makeReceiptCode(new Uint8Array(10).fill(3)), 'es', 'AAAAAAAB');
		expect(await readPaper(opener, writePaperCode(strange))).toEqual({ not: 'other-city' });
		expect(await readPaper(opener, writePaperCode(strange).slice(0, 100))).toEqual({ not: 'torn' });
		expect(await readPaper(opener, 'PLZA2.AAAA')).toEqual({ not: 'other' });
		expect(await findPaper(opener, 'hola')).toEqual({ not: 'unknown-number' });
		expect(needOfPaper(strange)).toMatch(/^[0-9a-f-]{14}8/);
	});
});
