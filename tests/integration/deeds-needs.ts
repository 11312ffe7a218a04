// What staff do with needs, one by one and many at once.
import { deriveSecrets, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { prepareAnswers } from '../../src/lib/server/answers.ts';
import { doBulk } from '../../src/lib/server/bulk.ts';
import { coverWords } from '../../src/lib/server/covering.ts';
import { hideNeed } from '../../src/lib/server/hiding.ts';
import { joinNeeds } from '../../src/lib/server/joins.ts';
import { coverPhoto } from '../../src/lib/server/media/cover.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { addNote } from '../../src/lib/server/notes.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { bulkForm } from './bulk-form.ts';
import { admin, by, city, on, seenOf, type Deed } from './deeds.ts';
import { aNeed, newSecrets } from './invented.ts';
import { hashOf, itemOf, photo } from './media-made.ts';
import type { Things } from './others-things.ts';

const page = '/staff/needs/[id]';
const nextYear = `${new Date().getFullYear() + 1}-01-31`;
const seenDate = async (need: string) => new Date(Number(await seenOf(need)));

/** A need that nobody has answered or joined. */
export async function tell(words = 'Falta una rampa', more: Parameters<typeof aNeed>[1] = {}) {
	const need = aNeed(words, { secrets: newSecrets(), ...more });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	return need.id;
}

/** On a need that is new, with when it was changed last. */
const onNew = (
	form: string,
	did: Deed['did'],
	fields: (need: string, seen: string) => Record<string, string> | Promise<Record<string, string>>
) =>
	by(form, did, async () => {
		const need = await tell();
		const made = await fields(need, await seenOf(need));
		return { ids: [need], fields: { seen: await seenOf(need), ...made } };
	});

export async function tellWithPhoto() {
	const picture = await photo('#0B6E6E', 320, 240);
	const need = await tell('Mire la foto', { media: [itemOf(picture, 'image/jpeg')] });
	await receivePiece(city.door.media, hashOf(picture), 0, picture);
	return need;
}

export const box = { x: 25, y: 25, width: 50, height: 50 };

async function joined() {
	const [need, to] = [await tell(), await tell()];
	const marks = { seen: await seenDate(need), seenTo: await seenDate(to) };
	const result = await joinNeeds(city.db, { need, to, staff: admin.id, ...marks });
	return { need, to, join: 'join' in result ? result.join : '' };
}

const bulk = (act: string, did: Deed['did']) =>
	by('/staff/bulk?/do', did, async () => ({ fields: bulkForm(act, [await tell()]) }));

const draft = { unlogged: 'it is only prepared: nobody is told anything before it is sent' };
const shown = { changesNothing: 'it shows how the words read' };
const batchOf = ({ batch }: Things) => ({ ids: [batch] });

const looked = { apart: 'it is told that she looked: nothing is changed' };

export const deedsWithNeeds: Deed[] = [
	by(
		'/staff?/find',
		['need.found'],
		async () => {
			const code = makeReceiptCode(crypto.getRandomValues(new Uint8Array(10)));
			await tell('Con recibo', { secrets: deriveSecrets(code) });
			return { fields: { code } };
		},
		looked
	),
	onNew(`${page}?/state`, ['need.moved'], () => ({ to: 'in work' })),
	onNew(`${page}?/reply`, ['need.answered'], () => ({ kind: 'answered', words: 'Hecho.' })),
	on(`${page}?/check`, [], ({ need }) => ({ ids: [need], fields: { words: 'Hecho.' } }), shown),
	on(`${page}?/template`, [], ({ need }) => ({ ids: [need] }), shown),
	onNew(`${page}?/undo`, ['need.step-undone'], async (need, seen) => {
		const step = { need, staff: admin.id, to: 'in work', seen: new Date(Number(seen)) } as const;
		await takeStep(city.db, step);
		return {};
	}),
	onNew(`${page}?/promise`, ['need.promised'], () => ({ date: nextYear, was: '' })),
	onNew(`${page}?/promise`, ['need.unpromised'], async (need) => {
		const promised = { promised_on: nextYear };
		await city.db.updateTable('needs').set(promised).where('id', '=', need).execute();
		return { none: 'yes', was: nextYear };
	}),
	onNew(`${page}?/assign`, ['need.assigned'], () => ({ was: '', to: admin.id })),
	onNew(`${page}?/pass`, ['need.assigned', 'need.passed'], () => ({
		was: '',
		to: 'parks',
		why: 'Es de ellas'
	})),
	onNew(`${page}?/note`, ['need.noted'], () => ({ note: 'Visto.' })),
	onNew(`${page}?/hide`, ['need.hidden'], () => ({})),
	onNew(`${page}?/show`, ['need.shown'], async (need, seen) => {
		await hideNeed(city.db, { need, staff: admin.id, seen: new Date(Number(seen)) });
		return {};
	}),
	onNew(`${page}?/cover`, ['need.covered'], () => ({ was: '', further: 'rampa' })),
	by(`${page}?/unnote`, ['need.note-deleted'], async () => {
		const need = await tell();
		await addNote(city.db, { need, staff: admin.id, words: 'Visto.' });
		const row = city.db.selectFrom('need_notes').select('id').where('need', '=', need);
		return { ids: [need], fields: { id: (await row.executeTakeFirstOrThrow()).id } };
	}),
	by(`${page}?/uncover`, ['need.uncovered'], async () => {
		const need = await tell();
		const cover = { need, staff: admin.id, was: null, marks: [], further: ['rampa'] };
		await coverWords(city.db, cover);
		const row = city.db.selectFrom('needs').select('covered_at').where('id', '=', need);
		const { covered_at: was } = await row.executeTakeFirstOrThrow();
		return { ids: [need], fields: { was: String(was?.getTime()) } };
	}),
	by(`${page}/photos/[position]`, ['need.photo-covered'], async () => {
		const typed = Object.entries(box).map(([name, value]) => [`${name}-0`, String(value)]);
		return {
			ids: [await tellWithPhoto(), '0'],
			fields: { was: '[]', ...(Object.fromEntries(typed) as Record<string, string>) }
		};
	}),
	by(`${page}/photos/[position]`, ['need.photo-uncovered'], async () => {
		const need = await tellWithPhoto();
		const cover = { need, position: 0, staff: admin.id, was: [], boxes: [box] };
		await coverPhoto(city.db, city.dataFolder, cover);
		return { ids: [need, '0'], fields: { none: 'yes', was: JSON.stringify([box]) } };
	}),
	onNew(`${page}/join?/join`, ['need.joined'], async () => {
		const other = await tell();
		return { other, lead: other, 'root-other': await seenOf(other) };
	}),
	by(`${page}/join?/undo`, ['need.unjoined'], async () => {
		const { need, join } = await joined();
		return { ids: [need], fields: { join } };
	}),
	by(`${page}/join?/split`, ['need.split'], async () => {
		const { need } = await joined();
		return { ids: [need], fields: { seen: await seenOf(need), back: need } };
	}),
	by('/staff/bulk?/look', [], async () => ({ fields: bulkForm('read', [await tell()]) }), {
		changesNothing: 'it says what would happen'
	}),
	bulk('read', ['bulk.read']),
	bulk('hide', ['bulk.hide']),
	bulk('assign:me', ['bulk.assign']),
	bulk('department:parks', ['bulk.department']),
	bulk('label:in-study', ['bulk.label']),
	by('/staff/bulk?/undo', ['bulk.undone'], async () => {
		const done = await doBulk(city.db, { act: 'read' }, [await tell()], { staff: admin.id });
		return { fields: { bulk: done.id ?? '' } };
	}),
	by('/staff/answers/new?/template', [], () => ({}), shown),
	by('/staff/answers/new?/check', [], () => ({}), shown),
	by('/staff/answers/new?/prepare', [], () => ({}), draft),
	on('/staff/answers/[id]?/voice', [], batchOf, draft),
	on('/staff/answers/[id]?/unvoice', [], batchOf, draft),
	by('/staff/answers/[id]?/send', ['answers.begun', 'need.answered', 'answers.sent'], async () => {
		const need = await tell();
		const row = city.db.selectFrom('needs').select(['number', 'changed_at as changedAt']);
		const seen = await row.where('id', '=', need).executeTakeFirstOrThrow();
		const said = { kind: 'answered' as const, label: null, texts: { es: 'Hecho.' } };
		const target = { id: need, lang: 'es', ...seen };
		const form = { ...said, fallback: 'es' as const };
		const batch = await prepareAnswers(city.db, form, [target], { staff: admin.id }, new Date());
		return { ids: [batch ?? ''] };
	})
];
