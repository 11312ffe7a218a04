/** The list of what was erased: it outlives a backup, joins with others, and of a damaged one the sound lines count. */
import { appendFileSync, mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';
import {
	erasedAmong,
	erasedList,
	erasedLists,
	noteErased,
	noteListed,
	readErased,
	writeErasedList
} from '../../src/lib/server/erased.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { openTestDatabase, type TestDatabase } from './database.ts';
import { aNeed, aWithdrawal, newHome, newId, newSecrets } from './invented.ts';

const home = newHome();
let test: TestDatabase;

beforeAll(async () => {
	test = await openTestDatabase();
});
afterEach(async () => {
	await cleaningEnded();
	await sql`truncate submissions, withdrawn, erased cascade`.execute(test.db);
});
afterAll(() => test.close());

const folder = () => mkdtempSync(join(tmpdir(), 'plaza-erased-'));
const at = '2026-03-01T10:00:00.000Z';
const hash = (letter: string) => letter.repeat(43);
const row = (letter: string): [string, string, string] => [newId(), hash(letter), at];

async function tell(...needs: ReturnType<typeof aNeed>[]) {
	await receive({ db: test.db, ...home }, { v: 1, submissions: needs }, new Date());
	return needs.map(({ id }) => id);
}

it('knows what was erased, and nothing else, by the day on which it went first', async () => {
	const [gone = '', stays = ''] = await tell(aNeed('Una'), aNeed('Otra'));
	await noteErased(test.db, [gone, newId()], new Date(at));
	await noteErased(test.db, [gone], new Date());
	expect(await erasedAmong(test.db, [gone, stays, newId()])).toEqual(new Set([gone]));
	const { sha256 } = await test.db
		.selectFrom('submissions')
		.select('sha256')
		.where('id', '=', gone)
		.executeTakeFirstOrThrow();
	expect(await readErased(test.db)).toEqual({ gone: [[gone, sha256, at]], takenBack: [] });
});

it('is written beside what a list there says, and read from both folders', async () => {
	const secrets = newSecrets();
	await tell(aNeed('Una', { secrets }));
	const withdrawal = { v: 1, submissions: [aWithdrawal(secrets)] } as const;
	await receive({ db: test.db, ...home }, withdrawal as never, new Date());
	const [first, second] = [row('a'), row('b')];
	await noteListed(test.db, { gone: [first], takenBack: [] });
	const [data, backups] = [folder(), folder()];
	await writeErasedList(test.db, data);
	await sql`truncate erased, withdrawn`.execute(test.db);
	await noteListed(test.db, { gone: [second], takenBack: [] });
	await writeErasedList(test.db, data);
	await writeErasedList(test.db, backups);
	const list = erasedLists(join(backups, 'backup.plaza'), data);
	expect(list.gone).toHaveLength(3);
	expect(list.gone).toEqual(expect.arrayContaining([first, second]));
	expect(list.takenBack).toHaveLength(1);
	expect(erasedLists(join(backups, 'backup.plaza'), backups).gone).toEqual([second]);
	const inData = erasedLists(join(data, 'backup.plaza'), folder());
	expect(inData.gone.toSorted()).toEqual(list.gone.toSorted());
	expect(inData.takenBack).toEqual(list.takenBack);
});

it('of which lines are damaged gives the sound ones', async () => {
	const [one, other] = [row('a'), row('b')];
	await noteListed(test.db, { gone: [one], takenBack: [] });
	const data = folder();
	await writeErasedList(test.db, data);
	const path = join(data, erasedList);
	const lines = ['gone', `gone ${other.join(' ')} more`, `gone x ${hash('c')} ${at}`];
	const taken = [`taken-back ${hash('d')} ${at}`, `taken-back ${hash('e')}`, 'x'];
	appendFileSync(path, [...lines, ...taken].map((line) => `${line}\n`).join(''));
	expect(erasedLists(join(data, 'x'), data)).toEqual({ gone: [one], takenBack: [[hash('d'), at]] });
	expect(readFileSync(path, 'utf8').startsWith(`gone ${one.join(' ')}\n`)).toBe(true);
});

it('that is noted twice is noted once, as it was first', async () => {
	const one = row('a');
	await noteListed(test.db, { gone: [one], takenBack: [] });
	await noteListed(test.db, { gone: [[one[0], hash('b'), at], row('c')], takenBack: [] });
	const { gone } = await readErased(test.db);
	expect(gone).toHaveLength(2);
	expect(gone).toContainEqual(one);
});
