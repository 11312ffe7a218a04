/** A recording over a weak line: pieces that grow while they are quick, go on where it broke, and end where it is hopeless. */
import { expect, it } from 'vitest';
import { bringBytes, type PieceAnswer } from '../../src/lib/domain/bring-bytes.ts';

const K = 1024;
const silence = { noAnswer: true } as const;
const refused = (code: string) => ({ refused: code });

/** Brings so many KB to a side that answers in this order; gives how it ended, and what was asked (-1) or sent, from where. */
async function bring(size: number, answers: (PieceAnswer | number)[], took = 0) {
	const bytes = Uint8Array.from({ length: size * K }, (_, at) => at >> 10);
	const asked: number[][] = [];
	let clock = 0;
	const next = () => {
		clock += took;
		const answer = answers.shift();
		if (answer === undefined) throw new Error('nothing more was expected');
		return Promise.resolve(typeof answer === 'number' ? { offset: answer * K } : answer);
	};
	const other = {
		ask() {
			asked.push([-1]);
			return next();
		},
		send(offset: number, piece: Uint8Array<ArrayBuffer>) {
			expect(piece).toEqual(bytes.slice(offset, offset + piece.length));
			asked.push([offset / K, piece.length / K]);
			return next();
		},
		now: () => clock
	};
	const brought = await bringBytes(other, bytes);
	expect(answers).toEqual([]);
	return { brought, asked };
}

it('goes in pieces that double up to half a megabyte while each takes less than four seconds', async () => {
	const { brought, asked } = await bring(2000, [0, 64, 192, 448, 960, 1472, 1984, 2000], 3999);
	expect(brought).toEqual({ there: true });
	const sent = [
		[0, 64],
		[64, 128],
		[192, 256],
		[448, 512],
		[960, 512],
		[1472, 512],
		[1984, 16]
	];
	expect(asked).toEqual([[-1], ...sent]);
});

it('goes in pieces of the same length where they are slow, from where the other side is', async () => {
	const { asked } = await bring(300, [40, 104, 168, 232, 296, 300], 4000);
	const sent = [40, 104, 168, 232].map((at) => [at, 64]);
	expect(asked).toEqual([[-1], ...sent, [296, 4]]);
});

it('is there only once a piece says so, also where all of it came before', async () => {
	const { brought, asked } = await bring(100, [100, 100]);
	expect(brought).toEqual({ there: true });
	expect(asked).toEqual([[-1], [100, 0]]);
	expect((await bring(100, [900, 100])).asked).toEqual([[-1], [100, 0]]);
});

it('asks anew after silence and goes on with a quarter, no less than 16 KB; three in a row end it', async () => {
	const { brought, asked } = await bring(300, [0, 64, silence, 80, silence, 80, silence]);
	expect(brought).toEqual(silence);
	expect(asked).toEqual([[-1], [0, 64], [64, 128], [-1], [80, 32], [-1], [80, 16]]);
	const again = await bring(300, [0, silence, 0, 16, silence, 16, 32, silence, silence, silence]);
	expect(again.brought).toEqual(silence);
	expect(again.asked.slice(0, 5)).toEqual([[-1], [0, 64], [-1], [0, 16], [16, 32]]);
});

it('gives the other side the time that it asks for', async () => {
	const busy = { noAnswer: true, retryAfter: 30 } as const;
	expect((await bring(300, [0, 64, busy])).brought).toEqual(busy);
});

it('ends where three pieces in a row bring nothing forward', async () => {
	expect((await bring(300, [10, 10, 10, 10])).brought).toEqual(silence);
	expect((await bring(300, [10, 5, 5, 69, 69, 300])).brought).toEqual({ there: true });
	expect((await bring(300, [10, 10, 10, 74, 74, 74, 300])).brought).toEqual({ there: true });
});

it('is unknown where no submission lists it', async () => {
	expect((await bring(300, [refused('not-found')])).brought).toEqual({ unknown: true });
});

it('takes less at once where that is refused, for good, until it is too much by itself', async () => {
	const { asked } = await bring(300, [0, refused('too-large'), 16, 32, 48, 300]);
	expect(asked).toEqual([[-1], [0, 64], [0, 16], [16, 16], [32, 16], [48, 16]]);
	const never = await bring(300, [
		0,
		64,
		refused('too-large'),
		96,
		refused('too-large'),
		refused('too-large')
	]);
	expect(never.brought).toEqual({ problem: 'too-large' });
	expect(never.asked.slice(2)).toEqual([
		[64, 128],
		[64, 32],
		[96, 32],
		[96, 16]
	]);
});

it('begins anew where the line changed the bytes, and says so the third time; another refusal at once', async () => {
	const { brought, asked } = await bring(64, [
		32,
		refused('hash'),
		refused('hash'),
		refused('hash')
	]);
	expect(brought).toEqual({ problem: 'hash' });
	expect(asked.map(([at]) => at)).toEqual([-1, 32, 0, 0]);
	expect((await bring(64, [0, refused('hash'), refused('hash'), 64])).brought).toEqual({
		there: true
	});
	expect((await bring(64, [0, refused('other')])).brought).toEqual({ problem: 'other' });
});
