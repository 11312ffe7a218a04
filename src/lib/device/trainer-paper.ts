/** Forms on paper that were printed or entered on this trainer's device; the receipt codes on them are not kept. */
import type { Language } from '../domain/language.ts';
import {
	isOfCity,
	needOfPaper,
	numberOfPaper,
	paperFormOf,
	readPaperCode,
	readPaperNumber,
	type PaperForm
} from '../domain/paper.ts';
import { makeReceiptCode } from '../domain/receipt-code.ts';
import { rootInCode } from '../domain/room-code.ts';
import { randomBytes } from './chance.ts';
import { device, type TrainerRow } from './database.ts';
import { cityRoot } from './sync/city-keys.ts';
import { readThings, sealThing, type Opener } from './trainer-rows.ts';

type Paper = { form: PaperForm; number: string; enteredAt?: number };

/** A form to print, with the code on the part that is torn off. */
export interface NewPaper {
	code: string;
	number: string;
	form: PaperForm;
}

const kind = 'paper';
const rowOf = (form: PaperForm) => `paper ${needOfPaper(form)}`;

/** Makes forms to print, and remembers their short numbers. */
export async function makePapers(
	opener: Opener,
	many: number,
	lang: Language
): Promise<NewPaper[]> {
	const root = rootInCode(await cityRoot());
	const papers = Array.from({ length: many }, () => {
		const code = makeReceiptCode(randomBytes(10));
		const form = paperFormOf(code, lang, root);
		return { code, form, number: numberOfPaper(form) };
	});
	const rows = await Promise.all(
		papers.map(({ form, number }) =>
			sealThing<Paper>(opener, kind, { id: rowOf(form), session: '', value: { form, number } })
		)
	);
	await device.trainerRows.bulkPut(rows);
	return papers;
}

/**
 * What a form that was scanned, or whose number was typed, is: one to enter, or why not. It was `entered` here; it is not
 * whole, of another city, or no form; or its number was given on another device.
 */
export type PaperRead =
	| { form: PaperForm; number: string }
	| { not: 'torn' | 'other' | 'other-city' | 'unknown-number' }
	| { not: 'entered'; at: number };

/** Reads a form by its picture. */
export async function readPaper(opener: Opener, text: string): Promise<PaperRead> {
	const form = readPaperCode(text);
	if (typeof form === 'string') return { not: form };
	if (!isOfCity(form, await cityRoot())) return { not: 'other-city' };
	return unlessEntered(opener, form);
}

/** Reads a form by its short number. */
export async function findPaper(opener: Opener, typed: string): Promise<PaperRead> {
	const number = readPaperNumber(typed);
	const known = (await readThings<Paper>(opener, kind)).find(
		({ value }) => value.number === number
	);
	return known ? unlessEntered(opener, known.value.form) : { not: 'unknown-number' };
}

async function unlessEntered(opener: Opener, form: PaperForm): Promise<PaperRead> {
	const papers = await readThings<Paper>(opener, kind);
	const at = papers.find(({ id }) => id === rowOf(form))?.value.enteredAt;
	return at === undefined ? { form, number: numberOfPaper(form) } : { not: 'entered', at };
}

/** The row that says that a form was entered here. */
export function paperEntered(opener: Opener, form: PaperForm, now: number): Promise<TrainerRow> {
	const value: Paper = { form, number: numberOfPaper(form), enteredAt: now };
	return sealThing(opener, kind, { id: rowOf(form), session: '', value });
}
