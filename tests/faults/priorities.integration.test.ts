/** What she puts first, on a phone: no tap is forgotten, and on a shared phone the next person sees nothing of the last one's. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import {
	followPriority,
	keepChoice,
	tellChoice,
	type OwnPriority
} from '../../src/lib/device/priorities.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { Choice } from '../../src/lib/domain/priority.ts';
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

const keep = (choice: Choice) => keepChoice(asked, choice);
const tell = (choice: Choice, now?: number) =>
	tellChoice({ prioritising: asked, choice }, 'es', now);
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
	it('finds what she began, with taps at once, and nobody hears of it before she sends it', async () => {
		await Promise.all([keep({ t1: 1 }), keep({ t1: 2 }), keep({ t1: 2, t2: 1 })]);
		expect(await shown()).toMatchObject({ choice: { t1: 2, t2: 1 }, said: undefined });
		expect(await device.outbox.count()).toBe(0);
		await tell({ t1: 2, t2: 1 });
		await keep({ t1: 3 });
		await sync();
		expect(await counted()).toEqual([{ t1: 2, t2: 1 }]);
		expect(await shown()).toEqual({ choice: { t1: 3 }, said: { t1: 2, t2: 1 }, sent: true });
	});

	it('otherwise, before the city has heard it or after, counts once, though the clock goes back', async () => {
		await tell({ t1: 1 }, 1_000);
		await tell({ t2: 1 }, 500);
		expect(await device.outbox.count()).toBe(1);
		expect((await shown()).sent).toBe(false);
		await sync();
		await tell({ t3: 1 }, 400);
		await sync();
		expect(await counted()).toEqual([{ t3: 1 }]);
	});
});

describe('on a shared phone', () => {
	it('the next person finds nothing of it, what waited arrives, and she counts as another one', async () => {
		await tell({ t1: 5 });
		expect(await leave(crypt)).toBe('left');
		expect((await shown()).choice).toEqual({});
		expect(JSON.stringify(await device.outbox.toArray())).not.toContain(asked);
		await tell({ t2: 5 });
		await sync();
		expect((await counted()).map((choice) => Object.keys(choice)[0]).sort()).toEqual(['t1', 't2']);
	});

	it('whoever has a card finds it again, and goes on as the same person', async () => {
		const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
		await tell({ t1: 5 });
		await leave(crypt);
		await sync();
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		expect(await shown()).toEqual({ choice: { t1: 5 }, said: { t1: 5 }, sent: true });
		await tell({ t1: 4, t2: 1 });
		await sync();
		expect(await counted()).toEqual([{ t1: 4, t2: 1 }]);
	});
});
