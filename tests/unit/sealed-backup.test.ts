/** The sealed file of a backup: its frames stand in their order, and its passphrase can be written down. */
import { expect, it } from 'vitest';
import { makePassphrase } from '../../src/lib/server/backup.ts';
import { seal, unseal } from '../../src/lib/server/backup/sealed-file.ts';

const passphrase = 'correct horse battery staple';

it('notices a frame that was moved or left out', async () => {
	const pieces = (async function* () {
		for (let letter = 0; letter < 4; letter++) yield Buffer.alloc(64 * 1024, letter);
	})();
	const sealed: Buffer[] = [];
	for await (const frame of seal(pieces, passphrase)) sealed.push(frame);
	const [header, first, second, third, last] = sealed;
	for (const frames of [
		[second, first, third, last],
		[first, third, last],
		[first, second, third]
	]) {
		await expect(readAll([header, ...frames])).rejects.toThrow('damaged or not whole');
	}
	expect(await readAll(sealed)).toBe(4 * 64 * 1024);

	async function readAll(frames: (Buffer | undefined)[]): Promise<number> {
		const source = (async function* () {
			for (const frame of frames) if (frame) yield frame;
		})();
		let length = 0;
		for await (const bytes of unseal(source, passphrase)) length += bytes.length;
		return length;
	}
});

it('makes passphrases that differ and can be written down', () => {
	const made = new Set(Array.from({ length: 100 }, makePassphrase));
	expect(made.size).toBe(100);
	for (const each of made)
		expect(each).toMatch(/^([0-9A-HJKMNP-TV-Z]{4}-){5}[0-9A-HJKMNP-TV-Z]{4}$/);
});
