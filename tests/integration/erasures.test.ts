/** What is erased is gone everywhere and stays gone; staff erase only by four eyes. */
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { randomBytes } from 'node:crypto';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { deriveSecrets, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { readAccess } from '../../src/lib/server/access.ts';
import { makeBackup } from '../../src/lib/server/backup.ts';
import { tablesOf } from '../../src/lib/server/backup/tables.ts';
import { boundByHash, boundTables } from '../../src/lib/server/bound-tables.ts';
import { erasedList } from '../../src/lib/server/erased.ts';
import { askLasts, eraseByCommand } from '../../src/lib/server/four-eyes.ts';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { restoreBackup } from '../../src/lib/server/restore.ts';
import { makeSearchable } from '../../src/lib/server/searchable.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { POST } from '../../src/routes/my-need/[lang=lang]/+server.ts';
import { openEmptyDatabase } from './database.ts';
import { aNeed, aWithdrawal, newSecrets } from './invented.ts';
import { hashOf, itemOf, photo } from './media-made.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const reason = 'A neighbour is named who does not want it';
const words = 'Hortensia needs a ramp at number seven';
const trace = /hortensi|ramp|number seven/i;
let city: StaffCity;
let ana: Browser;
let bea: Browser;

beforeAll(async () => {
	city = await openStaffCity();
	for (const name of ['ana', 'bea']) await city.addMember(`${name}@city.example`);
	await city.addMember('carla@city.example', 'moderator');
	[ana, bea] = [openBrowser(), openBrowser()];
	await ana.signIn('ana@city.example', password);
	await bea.signIn('bea@city.example', password);
});
afterAll(async () => {
	await cleaningEnded();
	await city.close();
});

/** A need with a photo, an answer, a conflict and a public reply: all the places where words of it lie. */
async function tellNeed(said = words) {
	const code = makeReceiptCode(randomBytes(10));
	const secrets = deriveSecrets(code);
	const picture = await photo('#0B6E6E', 320, 240);
	const need = aNeed(said, { secrets, media: [itemOf(picture, 'image/jpeg')] as never });
	const send = async (submissions: unknown[]) =>
		(await receive(city, { v: 1, submissions }, new Date())).results;
	await send([need]);
	await receivePiece(city.door.media, hashOf(picture), 0, picture);
	await send([need, aNeed(`${words} too`, { id: need.id, secrets: newSecrets() })]);
	await makeSearchable(city.db);
	const page = `/staff/needs/${need.id}`;
	const { data } = await ana.open(page);
	const seen = String(data.need.changedAt.getTime());
	const reply = { seen, kind: 'answered', words: 'Hortensia gets her ramp', lang: 'en' };
	expect((await ana.post(`${page}?/reply`, reply)).status).toBe(303);
	return { need, code, secrets, send, number: String(data.need.number), file: fileOf(need.id) };
}

async function fileOf(id: string): Promise<string> {
	const row = await city.db
		.selectFrom('media')
		.select('shown')
		.where('submission', '=', id)
		.executeTakeFirstOrThrow();
	return pathOf(city.dataFolder, row.shown ?? '');
}

/** Everything that a dump of a database would hold. */
async function everything(db = city.db): Promise<string> {
	const rows = await Promise.all(
		(await tablesOf(db)).map((table) => sql`select t::text from ${sql.table(table)} t`.execute(db))
	);
	return JSON.stringify(rows.map((result) => result.rows));
}

async function ask(number: string, browser = ana) {
	return browser.post('/staff/erasures?/ask', { number, reason });
}

async function openErasure(number: string, browser = bea) {
	const { data } = await browser.open('/staff/erasures');
	return data.erasures.find(
		(each: { number: string; isOpen: boolean }) => each.number === number && each.isOpen
	);
}

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

describe('with her receipt code a person', () => {
	const post = async (form: Record<string, string>) => {
		const request = new Request('https://plaza.test/my-need/en', {
			method: 'POST',
			body: new URLSearchParams(form)
		});
		return (await POST({ params: { lang: 'en' }, request } as never)) as Response;
	};

	it('sees all that the city has, saves it, and erases it, without a script', async () => {
		const { need, number, code } = await tellNeed('<img src=x onerror=alert(1)> Hortensia');
		const page = await (await post({ code, act: 'show' })).text();
		expect(page).toContain('&lt;img src=x');
		expect(page).not.toContain('<img src=x');
		expect(page).toContain('data:image/jpeg;base64,');
		const file = (await (await post({ code, act: 'json' })).json()) as Record<string, unknown[]>;
		expect(file).toMatchObject({
			needs: [{ number, topic: 'information' }],
			need_messages: [{ words: 'Hortensia gets her ramp' }],
			submissions: [{ id: need.id, envelope: { body: { words: need.body.words } } }]
		});
		expect(Object.keys(file)).toEqual(expect.arrayContaining(['media', 'need_events', 'files']));
		expect(JSON.stringify(file)).not.toContain('Name of ana');
		expect((await post({ code, act: 'ask' })).status).toBe(200);
		expect(await everything()).toMatch(trace);
		expect(await (await post({ code, act: 'erase' })).text()).toContain('is erased');
		await cleaningEnded();
		const left = await readAccess(city.db, need.id);
		expect(JSON.stringify(left)).not.toMatch(trace);
		expect(left).toMatchObject({ need_messages: [{ words: '' }], erased: [{}] });
	});

	it('reads too what was answered to the need that hers is joined to, and keeps it when they are split', async () => {
		const tell = async (said: string) => {
			const code = makeReceiptCode(randomBytes(10));
			const need = aNeed(said, { secrets: deriveSecrets(code) });
			await receive(city, { v: 1, submissions: [need] }, new Date());
			return { id: need.id, code };
		};
		const [root, mine, other] = [await tell('Shade'), await tell('A tree'), await tell('A bench')];
		const seenOf = async (id: string) =>
			String((await ana.open(`/staff/needs/${id}`)).data.need.changedAt.getTime());
		const answer = async (id: string, said: string) => {
			const form = { seen: await seenOf(id), kind: 'answered', words: said, lang: 'en' };
			expect((await ana.post(`/staff/needs/${id}?/reply`, form)).status).toBe(303);
		};
		const told = async (code: string) => {
			const file = (await (await post({ code, act: 'json' })).json()) as Record<string, unknown>;
			const messages = (file['need_messages'] ?? []) as { words: string }[];
			return messages.map((message) => message.words);
		};
		await answer(root.id, 'First');
		const join = await ana.post(`/staff/needs/${mine.id}/join?/join`, {
			...{ other: root.id, lead: root.id, seen: await seenOf(mine.id) },
			'seen-other': await seenOf(root.id)
		});
		expect(join.location).toContain('thread=joined');
		await answer(root.id, 'Second');
		expect(await told(mine.code)).toEqual(['First', 'Second']);
		expect(await (await post({ code: mine.code, act: 'show' })).text()).toContain(
			'<blockquote dir="auto">Second</blockquote>'
		);
		await ana.post(`/staff/needs/${mine.id}/join?/split`, { seen: await seenOf(mine.id) });
		await answer(root.id, 'Only for the shade');
		await answer(mine.id, 'Third');
		expect(await told(mine.code)).toEqual(['First', 'Second', 'Third']);
		expect(await told(root.code)).toEqual(['First', 'Second', 'Only for the shade']);
		expect(await told(other.code)).toEqual([]);
		// who wrote it, and whose need it was said to, she does not see
		const file = await (await post({ code: mine.code, act: 'json' })).text();
		expect(file).not.toMatch(/Name of ana|Shade/);
	});

	it('gets nothing with a wrong one, and nobody a script', async () => {
		for (const wrong of ['', 'x', '7ZJ4Q0M2RWTC9XKB', '<script>']) {
			const answer = await post({ code: wrong, act: 'json' });
			expect(answer.status).toBe(404);
			expect(answer.headers.get('content-security-policy')).not.toContain('script');
			expect(await answer.text()).not.toContain('<script');
		}
	});

	it('is shown the same at the desk, and that is logged', async () => {
		const { need } = await tellNeed();
		const { data } = await ana.fetch(`/staff/needs/${need.id}/everything?as=json`);
		expect(await (data as Response).json()).toMatchObject({ needs: [{ words }] });
		const entry = await city.db
			.selectFrom('activity')
			.selectAll()
			.where('action', '=', 'need.access')
			.where('subject', '=', `need:${need.id}`)
			.execute();
		expect(entry).toHaveLength(1);
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
