/** What she puts first, on a phone: no tap is forgotten, and on a shared phone the next person sees nothing of the last one's. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import {
	changeChoice,
	followPriority,
	tellChoice,
	type OwnPriority
} from '../../src/lib/device/priorities.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { Rules } from '../../src/lib/domain/priority-rules.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { readPriorities } from '../../src/lib/server/priorities.ts';
import { newId } from '../integration/invented.ts';

const city = cityWithDoor();
let asked: string;

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	// every phone has met its city once
	await sync();
	asked = newId();
});

const rules = (way: Rules['way'] = 'points') => ({
	...{ id: asked, way, amount: 5 },
	things: ['t1', 't2', 't3'].map((id) => ({ id, cost: way === 'points' ? null : 3 }))
});
const tap = (thing: string, by: 1 | -1 = 1, of = rules()) => changeChoice(of, thing, by);
const tell = (now?: number) => tellChoice(asked, 'es', now);
/** As the page shows it. */
const shown = () =>
	new Promise<OwnPriority>((done) => {
		const stop = followPriority(asked, (own) => {
			done(own);
			queueMicrotask(() => stop());
		});
	});
const counted = () => readPriorities(city.db, asked);

describe('whoever chooses', () => {
	it('loses none of many taps at once, and nobody hears of it before she sends it', async () => {
		await Promise.all([tap('t1'), tap('t1'), tap('t2'), tap('t1', -1), tap('t3')]);
		expect(await shown()).toMatchObject({ choice: { t1: 1, t2: 1, t3: 1 }, said: undefined });
		expect(await device.outbox.count()).toBe(0);
		await tell();
		await tap('t1');
		await sync();
		expect(await counted()).toEqual([{ t1: 1, t2: 1, t3: 1 }]);
		expect(await shown()).toEqual({
			...{ choice: { t1: 2, t2: 1, t3: 1 }, sent: true },
			said: { t1: 1, t2: 1, t3: 1 }
		});
	});

	it('never has more than there is, however fast she taps', async () => {
		const enough = await Promise.all(Array.from({ length: 8 }, () => tap('t1')));
		expect(enough.filter(Boolean)).toHaveLength(5);
		expect((await shown()).choice).toEqual({ t1: 5 });
		asked = newId();
		const sum = rules('budget');
		// the second tap on one thing is too fast to see that it is chosen
		expect(await Promise.all([tap('t1', 1, sum), tap('t1', 1, sum)])).toEqual([true, true]);
		expect(await tap('t2', 1, sum)).toBe(false);
		expect((await shown()).choice).toEqual({ t1: 1 });
	});

	it('otherwise, before the city has heard it or after, counts once, though the clock goes back', async () => {
		await tap('t1');
		await tell(1_000);
		await tap('t1', -1);
		await tap('t2');
		await tell(500);
		expect(await device.outbox.count()).toBe(1);
		expect((await shown()).sent).toBe(false);
		await sync();
		await tap('t3');
		await tell(400);
		await sync();
		expect(await counted()).toEqual([{ t2: 1, t3: 1 }]);
	});
});

describe('on a shared phone', () => {
	it('the next person finds nothing of it, what waited arrives, and she counts as another one', async () => {
		await tap('t1');
		await tell();
		expect(await leave(crypt)).toBe('left');
		expect((await shown()).choice).toEqual({});
		expect(JSON.stringify(await device.outbox.toArray())).not.toContain(asked);
		await tap('t2');
		await tell();
		await sync();
		expect((await counted()).map((choice) => Object.keys(choice)[0]).sort()).toEqual(['t1', 't2']);
	});

	it('whoever has a card finds it again, and goes on as the same person', async () => {
		const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
		await tap('t1');
		await tell();
		await leave(crypt);
		await sync();
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		expect(await shown()).toEqual({ choice: { t1: 1 }, said: { t1: 1 }, sent: true });
		await tap('t2');
		await tell();
		await sync();
		expect(await counted()).toEqual([{ t1: 1, t2: 1 }]);
	});
});
