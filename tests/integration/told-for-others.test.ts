/** A trainer tells for others, and the city has each need once, with how it was told; the codes open the answers. */
import {
	city,
	opener,
	form,
	typed,
	voice,
	aSession,
	tell,
	codeOf,
	group,
	behalf,
	answer,
	takeAnother,
	openTelling
} from './telling-for-others.ts';
import { withFull } from '../faults/full-memory.ts';
import { restart } from '../faults/phone.ts';
import { describe, expect, it } from 'vitest';
import { askByCode } from '../../src/lib/device/by-code.ts';
import { device } from '../../src/lib/device/database.ts';
import { keepDraft, readDraft } from '../../src/lib/device/drafts.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { beginRecording, keepMedia, listMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { readOutbox } from '../../src/lib/device/my-outbox.ts';
import { newNeedIdentity } from '../../src/lib/device/needs.ts';
import { endSession } from '../../src/lib/device/session/lead.ts';
import { addByNickname, countPerson } from '../../src/lib/device/session/list.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { readClosing, readStillWaiting } from '../../src/lib/device/trainer-close.ts';
import {
	begin,
	dropBegun,
	forgetHanded,
	handOver,
	keepBegun,
	listTold,
	readBegun,
	tellForOthers,
	together,
	type For
} from '../../src/lib/device/trainer-told.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { viewNeed } from '../../src/lib/server/need-view.ts';

openTelling();

describe('A need that a trainer tells for others', () => {
	it('is told by a group, in its language, without internet; the city hears how and of how many', async () => {
		const session = await aSession();
		const id = await tell(session, group);
		expect((await readOutbox()).others).toContainEqual({ kind: 'together', many: 1 });
		expect(await listNeeds()).toEqual([]);
		await sync();
		expect(await viewNeed(city.db, id)).toMatchObject({
			lang: 'ar',
			words: form.words,
			told: { how: 'group', people: 7 }
		});
		expect((await readOutbox()).all).toBe(0);
	});

	it('is told for a person under her pseudonym, and her name stays here', async () => {
		const session = await aSession();
		const { person } = await addByNickname(opener, session, 'Rosa', 'es');
		const id = await tell(session, { ...behalf, person });
		const { envelope } = (await device.outbox.get(id)) ?? {};
		expect(envelope).toMatchObject({ session: session.id, lab: session.lab, person });
		expect(JSON.stringify(envelope)).not.toContain('Rosa');
		expect(JSON.stringify(await device.trainerRows.toArray())).not.toContain('Rosa');
		await sync();
		expect((await viewNeed(city.db, id))?.told).toEqual({ how: 'behalf' });
	});

	it('is remembered with what the trainer calls its person, the last one first', async () => {
		const session = await aSession();
		const told = async (whom: For, words: string, now: number) => {
			await begin(opener, session.id, whom);
			await tellForOthers(opener, session, { ...form, words }, newNeedIdentity(), now);
		};
		await told(group, 'Una', 2000);
		await told(behalf, 'Dos', 3000);
		await told(group, 'Tres', 1000);
		expect((await listTold(opener)).map(({ words, name }) => [words, name])).toEqual([
			['Dos', 'Rosa'],
			['Una', undefined],
			['Tres', undefined]
		]);
	});

	it('leaves no recording behind that was not whole when it was told', async () => {
		const session = await aSession();
		await begin(opener, session.id, behalf);
		await beginRecording('audio/webm', Date.now(), together);
		await tellForOthers(opener, session, form, newNeedIdentity());
		expect(await listMedia(together)).toEqual([]);
	});

	it('has a receipt code of its own, which opens the answer on any phone', async () => {
		const session = await aSession();
		const [first, second] = [await tell(session, group), await tell(session, behalf, 'Otra cosa')];
		const codes = [await codeOf(first), await codeOf(second)];
		expect(new Set(codes).size).toBe(2);
		await sync();
		await answer(second, 'El martes viene alguien.');
		await takeAnother();
		await sync();
		const said = await askByCode(codes[1] ?? '');
		expect(said).toMatchObject({ found: { messages: [{ words: 'El martes viene alguien.' }] } });
		expect(await askByCode(codes[0] ?? '')).toMatchObject({ found: { state: 'received' } });
	});

	it('brings its recording to the city, and keeps nothing of it here afterwards', async () => {
		const session = await aSession();
		await begin(opener, session.id, behalf);
		await keepMedia('voice', 'audio/webm', voice, { owner: together });
		const id = await tellForOthers(opener, session, { ...form, words: '' }, newNeedIdentity());
		expect(await listMedia(id)).toHaveLength(1);
		for (let time = 0; time < 3; time++) await sync();
		expect((await viewNeed(city.db, id))?.media).toMatchObject([{ state: 'shown' }]);
		expect([await device.media.count(), await device.pieces.count()]).toEqual([0, 0]);
		expect(await device.receipts.get(id)).toBeUndefined();
	});
});

describe('What is begun for others', () => {
	it('is there again after a flat battery, and neither draft touches the other', async () => {
		const session = await aSession();
		await readDraft();
		await keepDraft({ ...typed, words: 'Mío' });
		await keepMedia('photo', 'image/jpeg', voice);
		await begin(opener, session.id, behalf);
		await keepBegun(opener, { ...behalf, session: session.id, typed });
		await keepMedia('voice', 'audio/webm', voice, { owner: together });
		await restart();
		expect(await readBegun(opener)).toEqual({ ...behalf, session: session.id, typed });
		expect((await readDraft())?.words).toBe('Mío');
		await tellForOthers(opener, session, form, newNeedIdentity());
		expect(await readBegun(opener)).toBeUndefined();
		expect((await readDraft())?.words).toBe('Mío');
		expect(await listMedia('draft')).toMatchObject([{ role: 'photo' }]);
	});

	it('is not pushed aside by another one, and goes only when she says so', async () => {
		const session = await aSession();
		await begin(opener, session.id, behalf);
		await keepBegun(opener, { ...behalf, session: session.id, typed });
		expect(await begin(opener, session.id, group)).toBe(false);
		expect((await readBegun(opener))?.typed).toEqual(typed);
		await keepMedia('voice', 'audio/webm', voice, { owner: together });
		await dropBegun();
		expect([await readBegun(opener), await listMedia(together)]).toEqual([undefined, []]);
		// a page that was still open writes it no more
		await keepBegun(opener, { ...behalf, session: session.id, typed });
		expect(await readBegun(opener)).toBeUndefined();
	});

	it('is said not to be kept where the device has no room', async () => {
		const session = await aSession();
		await begin(opener, session.id, behalf);
		await withFull(device.trainerRows, 'updating', () =>
			expect(keepBegun(opener, { ...behalf, session: session.id, typed })).rejects.toThrow('full')
		);
		expect(await readBegun(opener)).not.toHaveProperty('typed');
	});

	it('cannot be read by another trainer, nor by whoever has the device', async () => {
		const session = await aSession();
		await begin(opener, session.id, behalf);
		const secret = { ...typed, words: 'Un secreto' };
		await keepBegun(opener, { ...behalf, session: session.id, typed: secret });
		const other = { crypt, key: toBase64Url(new Uint8Array(32).fill(6)) };
		expect(await readBegun(other)).toBeUndefined();
		expect(JSON.stringify(await device.trainerRows.toArray())).not.toContain('secreto');
	});
});

describe('A slip', () => {
	it('is there until it is handed over and the session is closed, in whichever order', async () => {
		const session = await aSession();
		const [first, second] = [await tell(session, group), await tell(session, behalf, 'Dos')];
		await handOver(opener, first);
		expect(await codeOf(first)).toBeDefined();
		await endSession(session.id);
		await forgetHanded(opener, session.id);
		expect(await codeOf(first)).toBeUndefined();
		expect(await codeOf(second)).toBeDefined();
		await handOver(opener, second);
		expect(await listTold(opener)).toEqual([]);
	});

	it('outlives that somebody leaves a shared device, and its need goes on its way', async () => {
		const session = await aSession();
		const id = await tell(session, behalf);
		await leave(crypt);
		expect(await codeOf(id)).toBeDefined();
		expect((await device.outbox.get(id))?.envelope).toBeNull();
		await sync();
		expect((await viewNeed(city.db, id))?.told).toEqual({ how: 'behalf' });
	});
});

describe('Before a session is closed', () => {
	it('it shows what was collected and all that waits, and afterwards it is still to be seen until it has arrived', async () => {
		const session = await aSession();
		await addByNickname(opener, session, 'Rosa', 'es');
		const state = { done: 3, needsHelp: false };
		const person = toBase64Url(crypt.random(12));
		await countPerson(opener, session, { person, state }, 'es');
		await tell(session, group);
		await begin(opener, session.id, behalf);
		await keepMedia('voice', 'audio/webm', voice, { owner: together });
		await tellForOthers(opener, session, form, newNeedIdentity());
		await begin(opener, session.id, behalf);
		const closing = await readClosing(opener, session);
		expect(closing).toMatchObject({
			people: 2,
			scanned: 1,
			told: { group: 1, behalf: 1, paper: 0 },
			byHand: 0,
			slips: 2,
			isBegun: true,
			waits: { own: 0, media: 1, bytes: voice.length, twice: [] }
		});
		expect(closing.waits.outbox.others).toEqual([
			{ kind: 'session', many: 3 },
			{ kind: 'together', many: 2 }
		]);
		await endSession(session.id);
		await restart();
		const { closed, others } = await readStillWaiting();
		expect(closed).toMatchObject([{ session: { id: session.id }, many: 5 }]);
		expect(others).toBe(0);
		for (let time = 0; time < 3; time++) await sync();
		expect(await readStillWaiting()).toEqual({ closed: [], others: 0 });
	});
});
