/** The recording of an answer goes wherever the words go: away with them, into a backup, to whoever may see them. */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { hashSecret } from '../../src/lib/domain/receipt-code.ts';
import { openMedia } from '../../src/lib/domain/seal.ts';
import { readAccess, readEverything } from '../../src/lib/server/access.ts';
import { makeBackup } from '../../src/lib/server/backup.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { hashOf } from './media-made.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { sealedVoice } from '../../src/lib/server/reply-voices.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { runTimers } from '../../src/lib/server/retention.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { GET as plainDoor } from '../../src/routes/said/[message]/[key]/+server.ts';
import { openEmptyDatabase } from './database.ts';
import { aWithdrawal } from './invented.ts';
import {
	city,
	staff,
	tell,
	recording,
	answer,
	spoken,
	ask,
	sealed,
	heardBy,
	openSpeaking
} from './speaking.ts';

openSpeaking();

const fileOf = (bytes: Buffer) => pathOf(city.dataFolder, hashOf(bytes));

describe('The voice goes with its words', () => {
	it('when the person takes her need back: from the doors and from the disk', async () => {
		const { told, bytes, message } = await spoken();
		await sweepMedia(city.db, city.dataFolder);
		expect(existsSync(fileOf(bytes))).toBe(true);
		await receive(city, { v: 1, submissions: [aWithdrawal(told.secrets)] }, new Date());
		await cleaningEnded();
		await sweepMedia(city.db, city.dataFolder);
		expect((await ask(plainDoor, message.id, message.key)).status).toBe(404);
		expect((await ask(sealed, message.id, hashSecret(message.key))).status).toBe(404);
		expect((await heardBy(told.id, message.id)).status).toBe(404);
		expect(existsSync(fileOf(bytes))).toBe(false);
	});

	it('but stays on the disk while another answer speaks with the same', async () => {
		const bytes = recording();
		const [one, other] = [await spoken(bytes), await spoken(bytes)];
		expect(one.message.key).not.toBe(other.message.key);
		await receive(city, { v: 1, submissions: [aWithdrawal(one.told.secrets)] }, new Date());
		await cleaningEnded();
		expect((await ask(plainDoor, other.message.id, other.message.key)).status).toBe(200);
	});

	it('when the time is over for which the city keeps words', async () => {
		const { message } = await spoken();
		await runTimers(city.db, new Date(Date.now() + 61 * 31 * 24 * 60 * 60 * 1000));
		expect((await ask(plainDoor, message.id, message.key)).status).toBe(404);
	});

	it('into a backup and back; one whose file is lost leaves its words alone', async () => {
		const [{ bytes, message }, lost] = [await spoken(), await spoken()];
		rmSync(fileOf(lost.bytes));
		const folder = mkdtempSync(join(tmpdir(), 'plaza-said-'));
		const file = join(folder, 'city.plaza');
		await makeBackup(city.db, city.dataFolder, file, 'correct horse battery staple');
		const { db, close } = await openEmptyDatabase();
		const home = join(folder, 'home');
		await restoreBackup(db, home, file, 'correct horse battery staple', { replace: false });
		await sweepMedia(db, home);
		const given = await sealedVoice(db, home, message.id, hashSecret(message.key));
		const opened = given && (await openMedia(cryptography, message.key, 0, given));
		expect(Buffer.from(opened ?? [])).toEqual(bytes);
		const row = await db
			.selectFrom('need_messages')
			.selectAll()
			.where('id', '=', lost.message.id)
			.executeTakeFirstOrThrow();
		expect(row).toMatchObject({ words: lost.message.words, voice_file: null, voice_key: null });
		await close();
		rmSync(folder, { recursive: true });
	});

	it('into what its person gets to see of all that the city has', async () => {
		const { told, bytes, message } = await spoken();
		const access = await readAccess(city.db, told.id);
		expect(access['need_messages']).toMatchObject([
			{ words: message.words, voice_type: 'audio/webm', voice_size: bytes.length }
		]);
		expect((await readEverything(city.db, city.dataFolder, told.id)).files).toEqual([
			{ type: 'audio/webm', base64: bytes.toString('base64') }
		]);
	});

	it('also to whoever reads the answer because her need is joined to another one', async () => {
		const [root, mine] = [await tell(), await tell()];
		const seenOf = async (id: string) =>
			String((await staff.open(`/staff/needs/${id}`)).data.need.changedAt.getTime());
		const join = await staff.post(`/staff/needs/${mine.id}/join?/join`, {
			...{ other: root.id, lead: root.id, seen: await seenOf(mine.id) },
			'root-other': await seenOf(root.id)
		});
		expect(join.location).toContain('thread=joined');
		const bytes = recording();
		expect((await answer(root, bytes)).status).toBe(303);
		const { access, files } = await readEverything(city.db, city.dataFolder, mine.id);
		expect(access['need_messages']).toMatchObject([
			{ voice_type: 'audio/webm', voice_size: bytes.length }
		]);
		expect(files).toEqual([{ type: 'audio/webm', base64: bytes.toString('base64') }]);
	});
});
