/** The files of an answer to many that is spoken stay as long as somebody hears them, and no longer. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readBatch } from '../../src/lib/server/answers.ts';
import { makeBackup } from '../../src/lib/server/backup.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { runTimers } from '../../src/lib/server/retention.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { ana, city, tell } from './answering-city.ts';
import { openEmptyDatabase } from './database.ts';
import { aWithdrawal } from './invented.ts';
import { hashOf } from './media-made.ts';
import {
	openSpeakingCity,
	recording,
	send,
	speak,
	spoken,
	sweep,
	words
} from './spoken-answers.ts';

openSpeakingCity();

describe('On the disk', () => {
	it('a prepared voice outlives a sweep; one that was taken away or replaced does not', async () => {
		const { batch, file } = await spoken();
		await sweep();
		expect(existsSync(file)).toBe(true);
		const next = recording();
		await speak(batch, 'es', next);
		await sweep();
		expect(existsSync(file)).toBe(false);
		const there = pathOf(city.dataFolder, hashOf(next));
		expect(existsSync(there)).toBe(true);
		expect((await ana.post(`/staff/answers/${batch}?/unvoice`, { lang: 'es' })).status).toBe(303);
		await sweep();
		expect(existsSync(there)).toBe(false);
	});

	it('a voice that was sent goes when the last person who hears it takes her need back', async () => {
		const { batch, file, people } = await spoken([await tell(), await tell()]);
		await send(batch);
		for (const [at, { secrets }] of people.entries()) {
			await sweep();
			expect([at, existsSync(file)]).toEqual([at, true]);
			await receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date());
			await cleaningEnded();
		}
		await sweep();
		expect(existsSync(file)).toBe(false);
	});

	it('what was prepared and not sent for a week leaves no file, whoever prepared it', async () => {
		const { batch, file } = await spoken();
		const days = (count: number) => new Date(Date.now() + count * 24 * 60 * 60 * 1000);
		await runTimers(city.db, days(6));
		expect(await readBatch(city.db, batch)).toBeDefined();
		await runTimers(city.db, days(8));
		await sweep();
		expect(await readBatch(city.db, batch)).toBeUndefined();
		expect(existsSync(file)).toBe(false);
	});

	it('a backup holds a prepared voice; one whose file is lost leaves the words alone', async () => {
		const { batch, bytes } = await spoken([await tell('es'), await tell('ar')]);
		const lost = recording();
		await speak(batch, 'ar', lost);
		const other = await spoken();
		rmSync(pathOf(city.dataFolder, hashOf(lost)));
		const folder = mkdtempSync(join(tmpdir(), 'plaza-said-'));
		const [file, home] = [join(folder, 'city.plaza'), join(folder, 'home')];
		await makeBackup(city.db, city.dataFolder, file, 'correct horse battery staple');
		const { db, close } = await openEmptyDatabase();
		await restoreBackup(db, home, file, 'correct horse battery staple', { replace: false });
		await sweepMedia(db, home);
		const { voices, texts } = (await readBatch(db, batch)) ?? {};
		expect(Object.keys(voices ?? {})).toEqual(['es']);
		expect(texts?.ar).toBe(words['words-ar']);
		expect(await readBatch(db, other.batch)).toMatchObject({
			voices: { es: { file: hashOf(other.bytes) } }
		});
		expect(existsSync(pathOf(home, hashOf(bytes)))).toBe(true);
		await close();
		rmSync(folder, { recursive: true });
	});
});
