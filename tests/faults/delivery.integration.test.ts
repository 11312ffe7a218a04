/** Nothing that a person tells is lost on the way, and nothing arrives twice: the real phone, the real city, a bad network. */
import { connect, newPhone, restart, type Fault } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import fc from 'fast-check';
import { beforeEach, describe, expect, it } from 'vitest';
import { askByCode } from '../../src/lib/device/by-code.ts';
import { device } from '../../src/lib/device/database.ts';
import { keepDraft, readDraft } from '../../src/lib/device/drafts.ts';
import { keepNeed, mendNeed, newNeedIdentity, withdrawNeed } from '../../src/lib/device/needs.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import {
	endOpenTries,
	keepStep,
	openTry,
	stepsDone,
	triesMade
} from '../../src/lib/device/progress.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';

const need: NeedForm = {
	topic: 'connection',
	words: 'No hay internet en la biblioteca.',
	place: null,
	publish: false
};

const city = cityWithDoor();

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
});

const track = async (id: string) => (await listNeeds()).find((each) => each.id === id)?.track;

describe('a need on its way', () => {
	it('is on the phone before it is anywhere else, and "sent" only with the receipt', async () => {
		const id = await keepNeed(need, 'es');
		expect(await track(id)).toBe('phone');
		expect(await sync()).toEqual({ outcome: 'done' });
		expect(await track(id)).toBe('sent');
		expect(await city.needs(id)).toMatchObject([{ words: need.words, lang: 'es' }]);
	});

	it('survives a restart of the phone', async () => {
		const id = await keepNeed(need, 'es');
		await restart();
		expect(await track(id)).toBe('phone');
		await sync();
		expect(await city.needs(id)).toHaveLength(1);
	});

	it.each<Fault>(['login page', 'empty 200', 'busy', 'half an answer', 'forged receipts'])(
		'is not called sent by this answer: %s',
		async (fault) => {
			const id = await keepNeed(need, 'es');
			connect(city.door.url, [fault]);
			expect(await sync()).toMatchObject({ outcome: 'no-answer' });
			expect(await track(id)).toBe('phone');
			await sync();
			expect(await track(id)).toBe('sent');
			expect(await city.needs(id)).toHaveLength(1);
		}
	);

	it('arrives exactly once, whatever the network does in whatever order', async () => {
		const fault = fc.constantFrom<Fault>(
			'none',
			'cut before the city heard',
			'cut after the city kept it',
			'delivered twice',
			'login page',
			'busy',
			'half an answer',
			'forged receipts'
		);
		const history = fc.array(
			fc.oneof(fault, fc.constant('tell' as const), fc.constant('restart' as const)),
			{
				maxLength: 12
			}
		);
		await fc.assert(
			fc.asyncProperty(history, async (events) => {
				await newPhone();
				const told = [await keepNeed(need, 'es')];
				for (const event of events) {
					if (event === 'tell') told.push(await keepNeed(need, 'es'));
					else if (event === 'restart') await restart();
					else {
						connect(city.door.url, [event]);
						await sync();
					}
				}
				connect(city.door.url);
				expect(await sync()).toMatchObject({ outcome: expect.stringMatching('done|nothing') });
				for (const id of told) {
					expect(await city.needs(id)).toHaveLength(1);
					expect(await track(id)).toBe('sent');
				}
				expect(await device.outbox.count()).toBe(0);
			}),
			{ numRuns: 25 }
		);
	});

	it('is one need when the same tap comes twice', async () => {
		const identity = newNeedIdentity();
		await keepNeed(need, 'es', identity);
		await keepNeed(need, 'es', identity);
		expect(await listNeeds()).toHaveLength(1);
		expect(await device.outbox.count()).toBe(1);
	});

	it('goes with a thousand others in few exchanges', async () => {
		for (let index = 0; index < 600; index++) await keepNeed(need, 'es');
		const network = connect(city.door.url);
		expect(await sync()).toEqual({ outcome: 'done' });
		expect(await device.outbox.count()).toBe(0);
		expect(network.exchanges).toBeLessThanOrEqual(3);
	});

	it('is sent by one tab only when two try at once', async () => {
		await keepNeed(need, 'es');
		const network = connect(city.door.url);
		const outcomes = (await Promise.all([sync(), sync()])).map(({ outcome }) => outcome);
		expect(outcomes.sort()).toEqual(['done', 'elsewhere']);
		expect(network.exchanges).toBe(1);
	});

	it.each(['1970-01-01T00:00:05Z', '2999-12-31T23:59:00Z'])(
		'is heard like any other when the phone believes that it is %s',
		async (clock) => {
			const id = await keepNeed(need, 'es', newNeedIdentity(Date.parse(clock)), Date.parse(clock));
			await sync();
			expect(await track(id)).toBe('sent');
			const [row] = await city.needs(id);
			expect(Math.abs(Date.now() - Number(row?.received_at))).toBeLessThan(60_000);
		}
	);
});

describe('a submission that the city refuses', () => {
	it('holds up nobody, says why, and can be mended with its words', async () => {
		const refused = await keepNeed({ ...need, words: 'a'.repeat(2001) }, 'es');
		const healthy = await keepNeed(need, 'es');
		await sync();
		expect(await track(healthy)).toBe('sent');
		expect(await track(refused)).toBe('needs-you');
		expect((await listNeeds()).find(({ id }) => id === refused)?.problem).toBe('too-long');
		await mendNeed(refused);
		expect((await readDraft())?.words).toBe('a'.repeat(2001));
		expect(await listNeeds()).toHaveLength(1);
	});

	it('does not push aside what the person has begun since', async () => {
		const refused = await keepNeed({ ...need, words: 'a'.repeat(2001) }, 'es');
		await sync();
		await keepDraft({
			topic: 'other',
			words: 'Begun since.',
			place: '',
			publish: false,
			lesson: '',
			step: ''
		});
		await mendNeed(refused);
		expect((await readDraft())?.words).toContain('Begun since.');
		expect((await readDraft())?.words).toContain('aaaa');
	});

	it('is not sent as good when its bytes changed on the phone', async () => {
		const id = await keepNeed(need, 'es');
		await device.outbox
			.where('id')
			.equals(id)
			.modify((entry) => {
				if (entry.envelope?.kind === 'need') entry.envelope.body.words = 'changed by a broken disk';
			});
		const other = await keepNeed(need, 'es');
		await sync();
		expect(await city.needs(id)).toEqual([]);
		expect(await track(id)).toBe('needs-you');
		expect(await track(other)).toBe('sent');
	});
});

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
