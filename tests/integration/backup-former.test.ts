/** Backups of former Plazas, and of a city that is not up to date: they are made and restored like any other. */
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { isReceiptFor } from '../../src/lib/domain/receipt.ts';
import { deriveSecrets } from '../../src/lib/domain/receipt-code.ts';
import { keySet } from '../../src/lib/server/keys.ts';
import { migrate } from '../../src/lib/server/migrations/index.ts';
import { readSettings } from '../../src/lib/server/settings.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import { readOneWatched } from '../../src/lib/server/watched.ts';
import { openEmptyDatabase } from './database.ts';
import { temporaryFolder } from './temporary-folder.ts';
import { opened, backUp, restored } from './backing-up.ts';

it('restores a backup that a Plaza without media made, with its keys, words and withdrawals', async () => {
	// made by Plaza at its first migration, on 24 November 2026
	const file = join(import.meta.dirname, '../fixtures/backup-0001.plaza');
	const { db, keys, found } = await restored(file);
	expect(found).toMatchObject({ migrations: ['0001-first'], media: 0, lost: 0 });
	expect((await readSettings(db)).city).toBe('Quito');
	const needs = await db
		.selectFrom('needs')
		.select(['words', 'state', 'number'])
		.orderBy('number')
		.execute();
	expect(needs).toEqual([
		{ words: 'Falta una rampa\u2028en la «biblioteca» 👩🏽‍🦽', state: 'answered', number: '1' },
		{ words: '', state: 'withdrawn', number: '2' }
	]);
	const said = await readOneWatched(db, deriveSecrets('7ZJ4Q0M2RWTC9XKB').watch);
	expect(said?.messages).toMatchObject([{ words: 'La rampa se hace en mayo.' }]);
	const { receipt } = await db
		.selectFrom('submissions')
		.select('receipt')
		.where('id', '=', said?.id ?? '')
		.executeTakeFirstOrThrow();
	expect(await isReceiptFor(receipt, receipt, keySet(keys).keys, checkSignature)).toBe(true);
	expect(await db.selectFrom('changes').selectAll().execute()).toEqual([{ last: '0' }]);
});

it('backs up a city that was not brought up to date yet', async () => {
	const db = await opened(openEmptyDatabase());
	await migrate(db, '0001-first');
	await readSettings(db);
	const { found } = await restored(await backUp({ db, dataFolder: temporaryFolder() }));
	expect(found).toMatchObject({ migrations: ['0001-first'], media: 0, lost: 0 });
});
