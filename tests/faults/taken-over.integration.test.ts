/** What a trainer's phone takes over comes whole or not at all, whatever became of the lines of the file. */
import './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { resultsToBring } from '../../src/lib/device/carry/results.ts';
import { device } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { pieceLength } from '../../src/lib/domain/carry-file.ts';
import {
	citizenAndTrainer,
	crypt,
	exchange,
	handOver,
	need,
	over,
	states,
	track,
	withInternet
} from './carrying.ts';
import { withFull } from './full-memory.ts';

const city = cityWithDoor();
const phones = citizenAndTrainer(city);

/** Two recordings, each longer than two lines of the file. */
const long = () => new Uint8Array(randomBytes(2 * pieceLength + 5000));

/** A file's lines: its beginning, and those of its two recordings. */
type Lines = { before: string[]; first: string[]; second: string[]; end: string };

let lines: Lines;
let id: string;

beforeEach(async () => {
	for (const bytes of [long(), long()]) await keepMedia('photo', 'image/jpeg', bytes);
	id = await keepNeed(need, 'es');
	const all = (await (await handOver()).text()).trimEnd().split('\n');
	const hashOf = (line: string) => (JSON.parse(line) as { media?: string }).media;
	const media = all.filter((line) => hashOf(line) !== undefined);
	const [one] = media.map(hashOf);
	lines = {
		before: all.slice(0, 2),
		first: media.filter((line) => hashOf(line) === one),
		second: media.filter((line) => hashOf(line) !== one),
		end: all.at(-1) ?? ''
	};
});

const fileOf = ({ before, first, second, end }: Lines) =>
	new Blob([`${[...before, ...first, ...second, end].join('\n')}\n`]);

describe('a file of many lines', () => {
	it('brings recordings that are longer than what is read of it at once', async () => {
		expect(lines.first).toHaveLength(3);
		await exchange(phones.trainer);
		expect(await over(fileOf(lines))).toMatchObject({ media: 2, problem: undefined });
		expect(await device.media.count()).toBe(2);
	});

	it('with each line of a medium twice brings it once', async () => {
		await exchange(phones.trainer);
		const stuttering = lines.first.flatMap((line) => [line, line]);
		const taken = await over(fileOf({ ...lines, first: stuttering }));
		expect(taken).toMatchObject({ media: 2, problem: 'edited' });
		expect(await device.media.count()).toBe(2);
	});

	it('with a medium twice brings it once', async () => {
		await exchange(phones.trainer);
		const taken = await over(fileOf({ ...lines, first: [...lines.first, ...lines.first] }));
		expect(taken).toMatchObject({ media: 2, problem: 'edited' });
		expect(await device.media.count()).toBe(2);
	});

	it('with lines of one medium among those of the other brings the one that is in order', async () => {
		await exchange(phones.trainer);
		const [start = '', ...rest] = lines.first;
		const first = [start, lines.second[1] ?? '', ...rest];
		const taken = await over(fileOf({ ...lines, first, second: lines.second.slice(2) }));
		expect(taken).toMatchObject({ media: 1, problem: 'edited' });
		const [kept] = await device.media.toArray();
		expect(kept?.sha256).toBe((JSON.parse(start) as { media: string }).media);
	});

	it('without the beginning of its media brings the words', async () => {
		await exchange(phones.trainer);
		const first = lines.first.slice(1);
		const taken = await over(fileOf({ ...lines, first, second: [] }));
		expect(taken).toMatchObject({ letters: [{ outcome: 'taken' }], media: 0, problem: 'edited' });
	});
});

describe('a trainer', () => {
	it('is told when there is room for the words only, and takes the rest over later', async () => {
		await exchange(phones.trainer);
		const noRoom = () => Object.assign(new Error('no room'), { name: 'QuotaExceededError' });
		const { hook } = device.pieces;
		const refuse = () => {
			throw noRoom();
		};
		hook('creating', refuse);
		expect(await over(fileOf(lines))).toMatchObject({ media: 0, problem: 'no-room' });
		hook('creating').unsubscribe(refuse);
		expect(await states()).toEqual(['waits']);
		expect(await device.media.count()).toBe(0);
		expect(await over(fileOf(lines))).toMatchObject({ media: 2, problem: undefined });
	});

	it('who got half of a file takes the rest of it over later, and nothing twice', async () => {
		await exchange(phones.trainer);
		expect(await over(fileOf({ ...lines, second: [] }))).toMatchObject({ media: 1 });
		expect(await over(fileOf(lines))).toMatchObject({ media: 1, problem: undefined });
		const here = (await device.media.toArray()).map(({ sha256 }) => sha256);
		const told = [lines.first, lines.second].map(
			([line = '']) => (JSON.parse(line) as { media: string }).media
		);
		expect(here).toEqual(told);
	});

	it('who is finished on a shared phone leaves there what was carried, recordings too', async () => {
		const citizen = await exchange(phones.trainer);
		await over(fileOf(lines));
		expect(await leave(crypt)).toBe('left');
		expect(await device.media.count()).toBe(2);
		await withInternet(city);
		expect(await device.media.count()).toBe(0);
		expect(await resultsToBring()).toMatchObject([{ id }]);
		await exchange(citizen);
	});
});

describe('what is sealed on a phone', () => {
	it('is the same for all who carry it, and is given to nobody before it is kept', async () => {
		expect(await (await handOver()).text()).toContain(lines.before[1]);
		const told = await keepNeed(need, 'es');
		await withFull(device.outbox, 'updating', () => expect(handOver()).rejects.toThrow('full'));
		const [one, other] = [await (await handOver()).text(), await (await handOver()).text()];
		expect(one).toContain(told);
		expect(one).toBe(other);
		expect(await track(told)).toBe('phone');
	});
});
