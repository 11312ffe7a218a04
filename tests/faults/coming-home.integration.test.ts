/** What a person takes back is away, what the city says comes home to her, and what she learns is kept once. */
import { city, need, openNewPhones, track } from './delivering.ts';
import { answerNeed } from './answered.ts';
import { newPhone, restart } from './phone.ts';
import { describe, expect, it } from 'vitest';
import { askByCode } from '../../src/lib/device/by-code.ts';
import { device } from '../../src/lib/device/database.ts';
import { keepNeed, newNeedIdentity, withdrawNeed } from '../../src/lib/device/needs.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import {
	endOpenTries,
	keepStep,
	openTry,
	stepsDone,
	triesMade
} from '../../src/lib/device/progress.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';

openNewPhones();

describe('taking back', () => {
	it('erases the words at the city and then on the phone', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		await withdrawNeed(id, 'es');
		expect(await track(id)).toBe('withdrawn');
		await sync();
		expect(await city.needs(id)).toMatchObject([{ state: 'withdrawn', words: '' }]);
		expect((await listNeeds())[0]?.body).toBeUndefined();
	});

	it('before anything was sent leaves no words anywhere', async () => {
		const id = await keepNeed(need, 'es');
		await withdrawNeed(id, 'es');
		await sync();
		expect(await city.needs(id)).toEqual([]);
		expect(await device.outbox.count()).toBe(0);
		expect((await listNeeds())[0]?.body).toBeUndefined();
	});
});

describe('what the city says', () => {
	it('comes home to the phone that holds the code, and to any phone that types it', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		await city.db.updateTable('needs').set({ state: 'answered' }).where('id', '=', id).execute();
		await city.db
			.insertInto('need_messages')
			.values({
				id: newNeedIdentity().id,
				need: id,
				said_at: new Date(),
				lang: 'es',
				words: 'Ya hay internet.',
				staff: null
			})
			.execute();
		await sync();
		const [mine] = await listNeeds();
		expect(mine).toMatchObject({ track: 'answered', messages: [{ words: 'Ya hay internet.' }] });
		await newPhone();
		expect(await askByCode(mine?.code ?? '')).toMatchObject({
			found: { state: 'answered', messages: [{ words: 'Ya hay internet.' }] }
		});
		expect(await listNeeds()).toEqual([]);
	});

	it('after a backup was put back brings the phone to offer its needs again', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		for (const table of ['needs', 'submissions'] as const) {
			await city.db.deleteFrom(table).where('id', '=', id).execute();
		}
		await setEpoch(city.db);
		await sync();
		await sync();
		expect(await city.needs(id)).toHaveLength(1);
		expect(await track(id)).toBe('sent');
	});

	it('stays on the phone when the city came back from a backup of before it', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		await answerNeed(city.db, id, 'Lo miramos.');
		await sync();
		const forgotten = await answerNeed(city.db, id, 'Ya hay internet.');
		await sync();
		await city.db.deleteFrom('need_messages').where('id', '=', forgotten).execute();
		await setEpoch(city.db);
		await answerNeed(city.db, id, '¿Va bien?');
		await sync();
		const words = (await listNeeds())[0]?.messages.map((said) => said.words);
		expect(words).toEqual(['Lo miramos.', 'Ya hay internet.', '¿Va bien?']);
	});

	it('after a backup was put back does not bring words back that were taken back', async () => {
		const id = await keepNeed(need, 'es');
		await sync();
		const rowsOf = (table: 'needs' | 'submissions') =>
			city.db.selectFrom(table).selectAll().where('id', '=', id).executeTakeFirstOrThrow();
		const [row, submission] = [await rowsOf('needs'), await rowsOf('submissions')];
		await withdrawNeed(id, 'es');
		await sync();
		// what a backup from before the withdrawal puts back
		await city.db.deleteFrom('withdrawn').execute();
		await city.db
			.updateTable('needs')
			.set(row as never)
			.where('id', '=', id)
			.execute();
		const envelope = JSON.stringify((submission as { envelope: unknown }).envelope);
		await city.db.updateTable('submissions').set({ envelope }).where('id', '=', id).execute();
		await setEpoch(city.db);
		await keepNeed(need, 'es');
		await sync();
		await sync();
		expect(await city.needs(id)).toMatchObject([{ state: 'withdrawn', words: '' }]);
	});
});

describe('progress', () => {
	it('is a fact that is kept once, there after a restart, and sent without a name', async () => {
		const attempt = { misses: 1, hints: 0, seconds: 40, dontKnow: 0 };
		await keepStep('scam-messages/parcel-fee', { step: 'look', attempt }, 'es');
		await keepStep('scam-messages/parcel-fee', { step: 'look' }, 'es');
		await restart();
		expect(await stepsDone()).toEqual({ 'scam-messages/parcel-fee': ['look'] });
		await sync();
		const rows = await city.db.selectFrom('progress').selectAll().execute();
		expect(rows).toMatchObject([{ lesson: 'scam-messages/parcel-fee', step: 'look', attempt }]);
	});

	it('of a skill is each of its tries, on this phone and at the city; one that was left is not done', async () => {
		const tried = { misses: 1, hints: 0, seconds: 40, dontKnow: 0 };
		const rule = 'safety';
		const left = { step: 'try', attempt: { ...tried, result: 'left' as const }, rule } as const;
		const reached = {
			step: 'try',
			attempt: { ...tried, result: 'reached' as const },
			rule
		} as const;
		await openTry('scam-messages/parcel-fee', left, 'es', 1000);
		await restart();
		await endOpenTries(1000);
		expect(await triesMade()).toEqual({});
		await Promise.all([endOpenTries(1001), endOpenTries(1001)]);
		expect(await stepsDone()).toEqual({});
		await openTry('scam-messages/parcel-fee', left, 'es', 2000);
		await keepStep('scam-messages/parcel-fee', reached, 'es');
		await endOpenTries(Date.now());
		await keepStep('scam-messages/parcel-fee', reached, 'es');
		await restart();
		expect(await stepsDone()).toEqual({ 'scam-messages/parcel-fee': ['try'] });
		const { 'scam-messages/parcel-fee': made } = await triesMade();
		expect(made?.['try']).toMatchObject([left.attempt, reached.attempt, reached.attempt]);
		expect(made?.['try']).toMatchObject([{ rule }, { rule }, { rule }]);
		await sync();
		const rows = await city.db
			.selectFrom('progress')
			.select('attempt')
			.where('step', '=', 'try')
			.execute();
		const results = rows.map(({ attempt }) => attempt?.result);
		expect(results.sort()).toEqual(['left', 'reached', 'reached']);
	});
});
