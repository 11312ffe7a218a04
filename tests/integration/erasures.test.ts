/** What is erased is gone everywhere and stays gone; staff erase only by four eyes. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { makeBackup } from '../../src/lib/server/backup.ts';
import { boundByHash, boundTables } from '../../src/lib/server/bound-tables.ts';
import { erasedList } from '../../src/lib/server/erased.ts';
import { askLasts, eraseByCommand } from '../../src/lib/server/four-eyes.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { openEmptyDatabase } from './database.ts';
import { aWithdrawal } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';
import {
	reason,
	words,
	trace,
	city,
	ana,
	bea,
	tellNeed,
	everything,
	ask,
	openErasure,
	openErasing
} from './erasing.ts';

openErasing();

describe('every table with rows of a need', () => {
	it('is known to the erasure and to the access of its person', async () => {
		const { rows } = await sql<{ table: string; column: string }>`
			select con.conrelid::regclass::text as table, att.attname as column
			from pg_constraint con join pg_attribute att
				on att.attrelid = con.conrelid and att.attnum = any(con.conkey)
			where con.contype = 'f' and con.confrelid in ('needs'::regclass, 'submissions'::regclass)
			union
			select table_name::text, column_name::text from information_schema.columns
			where table_schema = current_schema() and data_type <> 'integer'
				and column_name in ('need', 'needs', 'submission', 'withdraw_hash', 'watch_hash', 'envelope')`.execute(
			city.db
		);
		const known = (table: string, column: string) =>
			boundByHash.includes(table) ||
			boundTables[table]?.column === column ||
			boundTables[table]?.also?.includes(column);
		expect(rows.filter(({ table, column }) => !known(table, column))).toEqual([]);
	});
});

describe('an erasure by staff', () => {
	it('takes two of them: who asks cannot confirm, and then nothing of it is left anywhere', async () => {
		const { need, secrets, send, number, file } = await tellNeed();
		const path = await file;
		expect(existsSync(path)).toBe(true);
		expect((await ask(number)).location).toBe('/staff/erasures?done=asked');
		const { id } = await openErasure(number);
		const own = await ana.post('/staff/erasures?/decide', { id, outcome: 'erased' });
		expect(own).toMatchObject({
			status: 409,
			data: { problems: { [`e-${id}`]: { code: 'erasure-own' } } }
		});
		expect(await everything()).toMatch(trace);
		const done = await bea.post('/staff/erasures?/decide', { id, outcome: 'erased' });
		expect(done.location).toBe('/staff/erasures?done=erased');
		await cleaningEnded();
		expect(await everything()).not.toMatch(trace);
		expect(existsSync(path)).toBe(false);
		// the phone hears it, and what it sends again is the fact alone
		const watch = [secrets.watch];
		const { replies } = await receive(city, { v: 1, submissions: [], watch }, new Date());
		expect(replies).toMatchObject([{ state: 'withdrawn', messages: [] }]);
		expect(await send([need])).toMatchObject([{ result: 'deleted' }]);
		expect(await everything()).not.toMatch(trace);
		const log = await city.db
			.selectFrom('activity')
			.select(['action', 'detail'])
			.where('subject', '=', `need:${need.id}`)
			.where('action', 'like', 'erasure.%')
			.orderBy('seq')
			.execute();
		expect(log).toMatchObject([
			{ action: 'erasure.asked', detail: { reason } },
			{ action: 'erasure.erased' }
		]);
	});

	it('can be refused or taken back, and the need stays', async () => {
		const { need, number } = await tellNeed();
		for (const browser of [bea, ana]) {
			await ask(number);
			const { id } = await openErasure(number, browser);
			expect(
				(await browser.post('/staff/erasures?/decide', { id, outcome: 'refused' })).status
			).toBe(303);
			expect((await bea.post('/staff/erasures?/decide', { id, outcome: 'erased' })).status).toBe(
				409
			);
		}
		expect((await bea.open(`/staff/needs/${need.id}`)).data.need.words).toBe(words);
	});

	it('is over after two weeks, and may be asked for again', async () => {
		const { number } = await tellNeed();
		await ask(number);
		expect(await ask(number, bea)).toMatchObject({
			status: 409,
			data: { problems: { number: { code: 'erasure-open' } } }
		});
		const { id } = await openErasure(number);
		await sql`update erasures set asked_at = asked_at - ${`${askLasts} ms`}::interval where id = ${id}`.execute(
			city.db
		);
		expect((await bea.post('/staff/erasures?/decide', { id, outcome: 'erased' })).status).toBe(409);
		expect((await ask(number, bea)).status).toBe(303);
	});

	it('happens once when two confirm at the same moment', async () => {
		const { need, number } = await tellNeed();
		const carla = openBrowser();
		await city.addMember('dora@city.example', 'admin');
		await carla.signIn('dora@city.example', password);
		await ask(number);
		const { id } = await openErasure(number);
		const confirm = (browser: Browser) =>
			browser.post('/staff/erasures?/decide', { id, outcome: 'erased' });
		const answers = await Promise.all([confirm(bea), confirm(carla)]);
		expect(answers.map(({ status }) => status).sort()).toEqual([303, 409]);
		const events = await city.db
			.selectFrom('need_events')
			.selectAll()
			.where('need', '=', need.id)
			.where('to_state', '=', 'withdrawn')
			.execute();
		expect(events).toHaveLength(1);
	});

	it('needs a number, a reason and the right', async () => {
		const { number } = await tellNeed();
		for (const [wrong, code] of [
			[{ number: '999999' }, 'need-unknown'],
			[{ number: 'x' }, 'need-unknown'],
			[{ reason: 'no' }, 'reason-short']
		] as const) {
			const { status, data } = await ana.post('/staff/erasures?/ask', { number, reason, ...wrong });
			expect(status).toBeGreaterThanOrEqual(400);
			expect(JSON.stringify(data)).toContain(code);
		}
		const carla = openBrowser();
		await carla.signIn('carla@city.example', password);
		expect((await ask(number, carla)).location).toBe('/staff/refused');
	});

	it('is possible by a command where one person works, and logged with the reason', async () => {
		const { need, number } = await tellNeed();
		expect(await eraseByCommand(city.db, '999999', reason, new Date())).toBe('need-unknown');
		expect(await eraseByCommand(city.db, number, reason, new Date())).toBeUndefined();
		expect(await eraseByCommand(city.db, number, reason, new Date())).toBe('need-erased');
		const entry = await city.db
			.selectFrom('activity')
			.selectAll()
			.where('subject', '=', `need:${need.id}`)
			.where('action', '=', 'erasure.erased')
			.executeTakeFirstOrThrow();
		expect(entry).toMatchObject({ staff: null, detail: { by: 'command', reason } });
	});
});

describe('a backup from before an erasure', () => {
	it('is erased again when it is put back, also what it does not hold yet', async () => {
		const told = [await tellNeed(), await tellNeed(), await tellNeed()] as const;
		const folder = mkdtempSync(join(tmpdir(), 'plaza-erased-'));
		const early = join(folder, 'early.plaza');
		await makeBackup(city.db, city.dataFolder, early, 'four words of a passphrase');
		const late = await tellNeed();
		await told[0].send([aWithdrawal(told[0].secrets)]);
		await eraseByCommand(city.db, told[1].number, reason, new Date());
		await eraseByCommand(city.db, late.number, reason, new Date());
		// the next backup brings the list up to date
		await makeBackup(
			city.db,
			city.dataFolder,
			join(folder, 'next.plaza'),
			'four words of a passphrase'
		);
		expect(readdirSync(folder)).toContain(erasedList);
		const other = await openEmptyDatabase();
		const home = mkdtempSync(join(tmpdir(), 'plaza-erased-home-'));
		await restoreBackup(other.db, home, early, 'four words of a passphrase', { replace: false });
		const rows = await other.db.selectFrom('needs').select(['id', 'words']).execute();
		const wordsOf = new Map(rows.map((row) => [row.id, row.words]));
		expect(told.map(({ need }) => wordsOf.get(need.id))).toEqual(['', '', words]);
		// the phone offers again what the backup lacks: of what was erased only the fact comes
		const { keys } = city;
		const again = await receive(
			{ ...city, db: other.db, dataFolder: home, keys } as never,
			{ v: 1, submissions: [late.need] },
			new Date()
		);
		expect(again.results).toMatchObject([{ result: 'deleted' }]);
		await cleaningEnded();
		await other.close();
		for (const each of [folder, home]) rmSync(each, { recursive: true });
	}, 180_000);
});
