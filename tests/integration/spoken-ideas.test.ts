/** Ideas by voice: heard by who moderates and by nobody else, public only in words, and gone with their idea. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { readFeed } from '../../src/lib/server/publications.ts';
import { runTimers } from '../../src/lib/server/retention.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { aWithdrawal } from './invented.ts';
import { city, openJoins } from './joined-needs.ts';
import { hashOf, itemOf, photo, voice } from './media-made.ts';
import { aChallenge, anIdea, publicOf, readIdea, send } from './said-ideas.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

openJoins();

let challenge: string;
let moderator: Browser;
let trainer: Browser;

beforeAll(async () => {
	challenge = await aChallenge();
	await city.addMember('eva@city.example', 'moderator');
	await city.addMember('tom@city.example', 'trainer');
	[moderator, trainer] = [openBrowser(), openBrowser()];
	await moderator.signIn('eva@city.example', password);
	await trainer.signIn('tom@city.example', password);
});

/** An idea that is said aloud, with or without words. */
function spoken(words = '') {
	const bytes = Buffer.concat([voice, randomBytes(8)]);
	const one = anIdea(challenge, words);
	const idea = { ...one.idea, media: [itemOf(bytes)] };
	return { ...one, idea, bytes };
}
const bring = (bytes: Buffer) => receivePiece(city.door.media, hashOf(bytes), 0, bytes);
async function arrived(words?: string) {
	const one = spoken(words);
	await send(one.idea);
	await bring(one.bytes);
	return one;
}
const at = (id: string, of = challenge) => `/staff/challenges/${of}/ideas/${id}`;
const hear = (id: string, browser = moderator, of = challenge) =>
	browser.fetch(`${at(id, of)}/voice`);

describe('an idea by voice', () => {
	it('needs no words, has its receipt once the voice is there, and is heard byte for byte by who moderates', async () => {
		const { idea, id, bytes } = spoken();
		const missing = [hashOf(bytes)];
		expect((await send(idea)).results).toEqual([{ id, result: 'incomplete', missing }]);
		expect((await hear(id)).status).toBe(404);
		await bring(bytes);
		expect((await send(idea)).results[0]).toMatchObject({ result: 'duplicate', receipt: { id } });
		const { data } = await hear(id);
		expect(Buffer.from(await (data as Response).arrayBuffer()).equals(bytes)).toBe(true);
		const page = (await moderator.open(at(id))).data;
		expect(page.recordings).toMatchObject([{ role: 'voice', state: 'shown' }]);
		const list = await moderator.open(`/staff/challenges/${challenge}/ideas?state=waiting`);
		expect(list.data.ideas).toContainEqual(expect.objectContaining({ id, isSpoken: true }));
	});

	it('is heard by nobody else, and only as its own', async () => {
		const [one, other] = [await arrived(), await arrived()];
		const silent = anIdea(challenge);
		await send(silent.idea);
		const elsewhere = await aChallenge();
		expect((await openBrowser().fetch(`${at(one.id)}/voice`)).status).toBe(303);
		expect((await hear(one.id, trainer)).location).toBe('/staff/refused');
		for (const [id, of] of [
			[silent.id, challenge],
			[one.id, elsewhere],
			['x', challenge]
		] as const)
			expect((await hear(id, moderator, of)).status).toBe(404);
		// the door for needs does not lead to ideas
		expect((await moderator.fetch(`/staff/media/${one.id}/0`)).status).toBe(404);
		const { data } = await hear(other.id);
		expect(hashOf(Buffer.from(await (data as Response).arrayBuffer()))).toBe(hashOf(other.bytes));
	});

	it('takes no bytes that it does not list, no photo, no second voice, and is not nothing at all', async () => {
		const { idea, bytes } = spoken();
		expect(await bring(bytes)).toMatchObject({ refused: 'not-found' });
		const wrong = [
			{ ...idea, media: [] },
			{ ...idea, media: [itemOf(await photo(), 'image/jpeg')] },
			{ ...idea, media: [itemOf(bytes), itemOf(voice)] }
		];
		const { results } = await send(...wrong);
		expect(results.map(({ result }) => result)).toEqual(['rejected', 'rejected', 'rejected']);
		expect(results[0]?.problem?.type).toMatch(/blank/);
	});

	it('is public only in words that somebody wrote; the voice never is', async () => {
		const { id, bytes } = await arrived();
		const revision = '1';
		const unwritten = await moderator.post(`${at(id)}?/publish`, { revision });
		expect(unwritten.status).toBe(400);
		expect(await publicOf(id)).toBeUndefined();
		await moderator.post(`${at(id)}?/publish`, { revision, 'text-es': 'Un banco' });
		expect(await publicOf(id)).toMatchObject({ texts: { es: 'Un banco' } });
		const feed = await readFeed(city.db, 'epoch', { lang: undefined, since: undefined });
		expect(JSON.stringify(feed)).toContain('Un banco');
		expect(JSON.stringify(feed)).not.toContain(hashOf(bytes));
	});

	it('is gone with its idea, also in the middle of its way, and never comes back', async () => {
		const [there, coming] = [await arrived(), spoken()];
		await send(coming.idea);
		await send(aWithdrawal(there.secrets), aWithdrawal(coming.secrets));
		expect((await hear(there.id)).status).toBe(404);
		expect(await bring(coming.bytes)).toMatchObject({ refused: 'not-found' });
		expect((await send(coming.idea)).results[0]?.result).toBe('deleted');
		expect(await bring(coming.bytes)).toMatchObject({ refused: 'not-found' });
		await cleaningEnded();
		await sweepMedia(city.db, city.dataFolder);
		const ids = [there.id, coming.id];
		const left = city.db.selectFrom('media').select('sha256').where('submission', 'in', ids);
		expect(await left.execute()).toEqual([]);
	});

	it('is kept as long as voices are once staff decided, and for ever while it waits', async () => {
		const [waits, decided] = [await arrived('Luz'), await arrived('Sombra')];
		await moderator.post(`${at(decided.id)}?/publish`, { revision: '1', 'text-es': 'Sombra' });
		const inYears = new Date(Date.now() + 400 * 86_400_000);
		await runTimers(city.db, inYears);
		expect((await hear(decided.id)).status).toBe(404);
		expect((await hear(waits.id)).status).toBe(200);
		expect(await readIdea(decided.id)).toMatchObject({ words: 'Sombra' });
		});
});
