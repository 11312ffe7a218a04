/**
 * `npm run soak`: 30 phones, a hub and a city as real processes for some minutes, with a bad line, and servers that are
 * killed at any moment; then quiet. Nothing that was told is lost, nothing is there twice, every phone has its receipts.
 */
import { connect, faults, newPhone, restart, takePhone } from './phone.ts';
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { readDraft } from '../../src/lib/device/drafts.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { keepStep } from '../../src/lib/device/progress.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { voice } from '../integration/media-made.ts';
import { foundCity, meetCity, openLab, type Server } from './lab.ts';

const minutes = Number(process.env['PLAZA_SOAK_MINUTES'] ?? 1);
const seed = Number(process.env['PLAZA_SEED'] ?? Date.now() % 1_000_000);
const phones = Array.from({ length: 30 }, (_, n) => `phone ${n}`);
/** Phones that several people use; the others are somebody's own. */
const sharedPhones = 6;

/** What was told, by id; `taken` when it was taken back. */
type Told = { phone: number; sha256: string; words: string; voice?: Buffer; taken?: true };

it(
	`${minutes} minutes of 30 phones, one hub and one city, then quiet (PLAZA_SEED=${seed})`,
	async () => {
		const random = randomFrom(seed);
		const below = (n: number) => Math.floor(random() * n);
		const told = new Map<string, Told>();
		const count = { turns: 0, sendings: 0, faults: 0, kills: 0, learnt: 0, left: 0 };
		const city = await foundCity();
		const hub = await openLab(city);
		for (const name of phones) {
			await takePhone(name);
			await newPhone();
			connect(city.address);
			await sync(crypt);
		}

		const until = Date.now() + minutes * 60_000;
		const killing = killAtTimes({ city, hub }, until, random, count);
		while (Date.now() < until) {
			const phone = below(phones.length);
			await takePhone(phones[phone] ?? '');
			await readDraft();
			count.turns++;
			const what = below(10);
			if (what < 5) await tell(phone, told, what === 0 ? 60_000 + below(250_000) : 0);
			else if (what === 5)
				await keepStep('scam-messages/parcel-fee', { step: `s-${count.learnt++}` }, 'es');
			else if (what === 6) await takeBack(told, below);
			else if (what === 7 && phone < sharedPhones) {
				if ((await leave(crypt)) === 'left') count.left++;
			} else if (what === 8) await restart();
			const planned = Array.from(
				{ length: below(5) },
				() => faults[below(faults.length)] ?? 'none'
			);
			count.faults += planned.filter((fault) => fault !== 'none').length;
			// two in three are at the lab; now and then somebody goes home, or comes
			const atLab = phone % 3 > 0 !== (below(20) === 0);
			connect(atLab ? hub.address : city.address, planned);
			count.sendings++;
			await sync(crypt);
		}
		await killing;

		const rounds = await heal({ city, hub });
		await checkCity(city, told);
		await checkPhones(told);
		const voices = [...told.values()].filter((each) => each.voice).length;
		const taken = [...told.values()].filter((each) => each.taken).length;
		console.log(
			JSON.stringify({ seed, minutes, told: told.size, voices, taken, ...count, rounds })
		);
	},
	(minutes + 15) * 60_000
);

async function tell(phone: number, told: Map<string, Told>, length: number): Promise<void> {
	const words = `Palabras ${told.size} de ${phone}`;
	const bytes = length > 0 ? Buffer.concat([voice, Buffer.alloc(length, words)]) : undefined;
	if (bytes) await keepMedia('voice', 'audio/webm', new Uint8Array(bytes), { seconds: 60 });
	const id = await keepNeed({ topic: 'other', words, place: null, publish: false }, 'es');
	const sha256 = (await device.needs.get(id))?.sha256 ?? '';
	told.set(id, { phone, sha256, words, ...(bytes && { voice: bytes }) });
}

async function takeBack(told: Map<string, Told>, below: (n: number) => number): Promise<void> {
	const mine = await device.needs.filter(({ withdrawnAt }) => !withdrawnAt).primaryKeys();
	const id = mine[below(Math.max(1, mine.length))];
	const found = id && told.get(id);
	if (!found) return;
	await withdrawNeed(id, 'es');
	found.taken = true;
}

type Servers = { city: Server; hub: Server };

async function killAtTimes(
	{ city, hub }: Servers,
	until: number,
	random: () => number,
	count: { kills: number }
): Promise<void> {
	while (Date.now() < until - 5_000) {
		await new Promise((done) => setTimeout(done, 2_000 + random() * 10_000));
		const server = random() < 0.5 ? city : hub;
		await server.stop('SIGKILL');
		count.kills++;
		await new Promise((done) => setTimeout(done, random() * 3_000));
		await server.start();
	}
}

/** Quiet: how many rounds of everybody it takes until no phone has anything left to bring. */
async function heal({ city, hub }: Servers): Promise<number> {
	for (let round = 1; ; round++) {
		expect(round, 'something never arrives').toBeLessThan(40);
		await meetCity(hub);
		let waiting = 0;
		for (const [at, name] of phones.entries()) {
			await takePhone(name);
			connect(at % 3 > 0 ? hub.address : city.address);
			await sync(crypt);
			expect(await device.outbox.filter(({ problem }) => problem !== undefined).toArray()).toEqual(
				[]
			);
			waiting += await device.outbox.count();
		}
		if (waiting === 0) return round;
	}
}

async function checkCity({ database: { db }, folder }: Server, told: Map<string, Told>) {
	const needs = await db.selectFrom('needs').select(['id', 'words', 'state']).execute();
	const submissions = await db.selectFrom('submissions').select(['id', 'sha256']).execute();
	const media = await db.selectFrom('media').selectAll().execute();
	expect(await db.selectFrom('conflicts').selectAll().execute()).toEqual([]);
	expect(needs.filter(({ id }) => !told.has(id))).toEqual([]);
	for (const [id, { words, sha256, taken, voice }] of told) {
		const rows = needs.filter((need) => need.id === id);
		if (taken) {
			expect(rows.every((need) => need.words === '' && need.state === 'withdrawn')).toBe(true);
			continue;
		}
		expect(rows, `${id} is lost`).toMatchObject([{ words }]);
		expect(submissions.find((each) => each.id === id)?.sha256).toBe(sha256);
		const [heard, ...more] = media.filter(({ submission }) => submission === id);
		expect(more).toEqual([]);
		expect(heard !== undefined).toBe(voice !== undefined);
		if (voice) expect(readFileSync(pathOf(folder, heard?.shown ?? '')).equals(voice)).toBe(true);
	}
}

/** On a phone of one's own each need has its receipt, with the fingerprint that it was told with. */
async function checkPhones(told: Map<string, Told>): Promise<void> {
	for (const [at, name] of phones.entries()) {
		if (at < sharedPhones) continue;
		await takePhone(name);
		const tracks = new Map((await listNeeds()).map(({ id, track }) => [id, track]));
		for (const [id, { phone, sha256, taken }] of told) {
			if (phone !== at) continue;
			expect(tracks.get(id)).toBe(taken ? 'withdrawn' : 'sent');
			if (!taken) expect((await device.receipts.get(id))?.sha256).toBe(sha256);
		}
	}
}

/** Numbers between 0 and 1, the same for the same seed (mulberry32). */
function randomFrom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state + 0x6d2b79f5) | 0;
		let t = Math.imul(state ^ (state >>> 15), 1 | state);
		t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
		return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
	};
}
