import { randomUUID } from 'node:crypto';
import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { makeBackup } from '../../src/lib/server/backup.ts';
import { checkBackup } from '../../src/lib/server/backup/reading.ts';
import type { Database } from '../../src/lib/server/database.ts';
import { loadKeys } from '../../src/lib/server/keys.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { readSettings, writeSettings } from '../../src/lib/server/settings.ts';
import {
	enrolDevice,
	inviteTrainer,
	readInvitation,
	renewDevice
} from '../../src/lib/server/trainer-devices.ts';
import { addTrainer } from '../../src/lib/server/trainers.ts';
import { addLab, newSecret } from './trainers-city.ts';
import { openEmptyDatabase, openTestDatabase } from './database.ts';
import { opened, passphrase } from './backing-up.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A city with one need in it, and the file of its backup. */
async function backedUpCity(words = 'A bench, please') {
	const db = await opened(openTestDatabase());
	const dataFolder = temporaryFolder();
	loadKeys(dataFolder);
	await writeSettings(db, { city: 'Quito' });
	const { epoch } = await readSettings(db);
	const id = await addNeed(db, words);
	const file = join(temporaryFolder(), 'city.plaza');
	await makeBackup(db, dataFolder, file, passphrase);
	return { db, dataFolder, epoch, id, file };
}

async function addNeed(db: Database, words: string): Promise<string> {
	const id = randomUUID();
	const envelope = JSON.stringify({ id, body: { words } });
	await sql`
		insert into submissions (id, sha256, kind, lang, made_at, received_at, receipt, envelope)
		values (${id}, 'x', 'need', 'es', '2999-01-01', '2026-11-23T09:00:00.123456Z', '{}', ${envelope})`.execute(
		db
	);
	await sql`
		insert into needs
			(id, received_at, changed_at, state, topic, lang, publish, words, plain, search)
		values (${id}, now(), now(), 'received', 'other', 'es', true, ${words}, 'x', to_tsvector('simple', ${words}))`.execute(
		db
	);
	return id;
}

const allOf = async (db: Database, table: string) =>
	(await sql`select to_jsonb(t)::text as row from ${sql.table(table)} t order by 1`.execute(db))
		.rows;

it('brings back every need, the settings and the keys, to the last digit', async () => {
	const separators = 'one\u2028two\r\nthree\ttab "quoted" \\ العربية 👩🏽‍🦽';
	const city = await backedUpCity(separators);
	const db = await opened(openEmptyDatabase());
	const dataFolder = temporaryFolder();
	await restoreBackup(db, dataFolder, city.file, passphrase, { replace: false });
	for (const table of ['submissions', 'needs']) {
		expect(await allOf(db, table)).toEqual(await allOf(city.db, table));
	}
	expect((await readSettings(db)).city).toBe('Quito');
	expect(loadKeys(dataFolder).root.public).toEqual(loadKeys(city.dataFolder).root.public);
});

it('gives the city a new epoch, so that phones offer again what the backup lacks', async () => {
	const city = await backedUpCity();
	const db = await opened(openEmptyDatabase());
	await restoreBackup(db, temporaryFolder(), city.file, passphrase, { replace: false });
	expect((await readSettings(db)).epoch).not.toBe(city.epoch);
});

it('goes on counting needs where the city had stopped, even if the last one was erased', async () => {
	const db = await opened(openTestDatabase());
	const erased = await addNeed(db, 'first');
	await sql`delete from needs where id = ${erased}`.execute(db);
	const file = join(temporaryFolder(), 'city.plaza');
	await makeBackup(db, temporaryFolder(), file, passphrase);
	const restored = await opened(openEmptyDatabase());
	await restoreBackup(restored, temporaryFolder(), file, passphrase, { replace: false });
	await addNeed(restored, 'second');
	expect((await sql`select number from needs`.execute(restored)).rows).toEqual([{ number: '2' }]);
});

it('keeps the database guarded: a reply to no need is refused after a restore too', async () => {
	const city = await backedUpCity();
	const db = await opened(openEmptyDatabase());
	await restoreBackup(db, temporaryFolder(), city.file, passphrase, { replace: false });
	const orphan = sql`insert into need_messages (id, need, said_at, lang, words)
		values (${randomUUID()}, ${randomUUID()}, now(), 'es', 'x')`.execute(db);
	await expect(orphan).rejects.toThrow('foreign key');
});

it('leaves out who was signed in and who was invited', async () => {
	const db = await opened(openTestDatabase());
	await sql`insert into setup_links values ('hash', 'join', 'a@b.c', 'coordinator', now(), now(), null)`.execute(
		db
	);
	const trainer = await addTrainer(db, { name: 'Carla', labs: [await addLab(db, 'Biblioteca')] });
	const [joined = '', asked] = [
		await inviteTrainer(db, trainer),
		{ v: 1, name: 'Tablet' } as const
	];
	const [secret, spare] = [newSecret(), newSecret()];
	await enrolDevice(db, { ...asked, token: joined, secret, spare });
	const open = (await inviteTrainer(db, trainer)) ?? '';
	const file = join(temporaryFolder(), 'city.plaza');
	await makeBackup(db, temporaryFolder(), file, passphrase);
	const restored = await opened(openEmptyDatabase());
	await restoreBackup(restored, temporaryFolder(), file, passphrase, { replace: false });
	expect(await allOf(restored, 'setup_links')).toEqual([]);
	expect(await readInvitation(restored, { token: open })).toBeUndefined();
	// who has joined is still known
	expect(await renewDevice(restored, secret)).toMatchObject({ trainer: { name: 'Carla' } });
});

it('is of one moment: a need that comes during the backup is wholly in it or not at all', async () => {
	const { db, dataFolder } = await backedUpCity();
	const file = join(temporaryFolder(), 'later.plaza');
	const busy = (async () => {
		for (let count = 0; count < 50; count++) {
			await db.transaction().execute((trx) => addNeed(trx, 'meanwhile'));
		}
	})();
	const { tables } = await makeBackup(db, dataFolder, file, passphrase);
	await busy;
	expect(tables['needs']).toBe(tables['submissions']);
	expect(await checkBackup(file, passphrase)).toMatchObject({ tables });
});

it('shows nothing of its words to who has no passphrase, and only its owner may read the file', async () => {
	const { file } = await backedUpCity('a very secret word');
	expect(readFileSync(file).includes('secret')).toBe(false);
	expect(statSync(file).mode & 0o777).toBe(0o600);
});

it('never replaces a file, and leaves none behind when it cannot finish', async () => {
	const { db, dataFolder, file } = await backedUpCity();
	await expect(makeBackup(db, dataFolder, file, passphrase)).rejects.toThrow('There is a file');
	const nowhere = join(temporaryFolder(), 'no/such/folder');
	await expect(makeBackup(db, dataFolder, nowhere, passphrase)).rejects.toThrow(
		'cannot be written'
	);
	// the list of what was erased is no half backup: it stands beside each
	expect(readdirSync(join(file, '..')).sort()).toEqual(['city.plaza', 'plaza-erased.txt']);
});

it('changes nothing when the passphrase is wrong or the file is damaged, cut, or something else', async () => {
	const { file } = await backedUpCity('x'.repeat(2_000));
	const whole = readFileSync(file);
	const flipped = Buffer.from(whole);
	flipped.writeUInt8(whole.readUInt8(whole.length - 40) ^ 1, whole.length - 40);
	const bad: [string, Buffer, string, string][] = [
		['wrong passphrase', whole, 'another passphrase', 'passphrase does not open'],
		['one bit flipped', flipped, passphrase, 'damaged or not whole'],
		['one byte short', whole.subarray(0, -1), passphrase, 'damaged or not whole'],
		['one byte more', Buffer.concat([whole, Buffer.of(0)]), passphrase, 'damaged or not whole'],
		['only its beginning', whole.subarray(0, 47), passphrase, 'damaged or not whole'],
		['empty', Buffer.alloc(0), passphrase, 'not a backup'],
		['a picture', Buffer.alloc(100_000, 7), passphrase, 'not a backup'],
		['of a newer format', Buffer.from('plaza backup 2\n...'.padEnd(99)), passphrase, 'newer Plaza']
	];
	const db = await opened(openTestDatabase());
	const dataFolder = temporaryFolder();
	const before = await addNeed(db, 'still here');
	for (const [what, bytes, tried, sentence] of bad) {
		const copy = join(temporaryFolder(), 'bad.plaza');
		writeFileSync(copy, bytes);
		const restoring = restoreBackup(db, dataFolder, copy, tried, { replace: true });
		await expect(restoring, what).rejects.toThrow(sentence);
	}
	expect(await sql`select id from needs`.execute(db)).toMatchObject({ rows: [{ id: before }] });
	expect(readdirSync(dataFolder)).toEqual([]);
});

it('loses what is there only when told to, and then keeps the former keys aside', async () => {
	const city = await backedUpCity();
	const db = await opened(openTestDatabase());
	const dataFolder = temporaryFolder();
	loadKeys(dataFolder);
	await addNeed(db, 'would be lost');
	const restore = (replace: boolean) =>
		restoreBackup(db, dataFolder, city.file, passphrase, { replace });
	await expect(restore(false)).rejects.toThrow('not empty');
	await restore(true);
	expect(await sql`select id from needs`.execute(db)).toMatchObject({ rows: [{ id: city.id }] });
	expect(readdirSync(dataFolder).toSorted()).toEqual([
		'keys.json',
		expect.stringMatching(/^keys\.json\.before-/),
		'keys.lock'
	]);
});

it('refuses a database that is not Plaza’s, and a backup of a newer Plaza', async () => {
	const city = await backedUpCity();
	const foreign = await opened(openEmptyDatabase());
	await sql`create table somebody_elses ()`.execute(foreign);
	const folder = temporaryFolder();
	await expect(
		restoreBackup(foreign, folder, city.file, passphrase, { replace: true })
	).rejects.toThrow("not Plaza's");

	await sql`insert into kysely_migration values ('9999-later', 'x')`.execute(city.db);
	const file = join(temporaryFolder(), 'newer.plaza');
	await makeBackup(city.db, city.dataFolder, file, passphrase);
	const db = await opened(openEmptyDatabase());
	await expect(restoreBackup(db, folder, file, passphrase, { replace: false })).rejects.toThrow(
		'newer Plaza (its database has 9999-later)'
	);
});
