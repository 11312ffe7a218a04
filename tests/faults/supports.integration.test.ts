/** *Me too* on a phone: no tap is forgotten, and on a shared phone the next person sees nothing of the last one's. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { cityToSealFor, packFile } from '../../src/lib/device/carry/hand-over.ts';
import { device } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { isInUse } from '../../src/lib/device/shared-phone.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { followSupports, saySupport, type OwnSupport } from '../../src/lib/device/supports.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { tokenOf } from '../../src/lib/domain/support-token.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { readSupports } from '../../src/lib/server/supports.ts';
import { newId } from '../integration/invented.ts';

const nowhere = 'http://127.0.0.1:1';
const city = cityWithDoor();
let thing: string;

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	// every phone has met its city once
	await sync();
	thing = newId();
});

/** As the page shows it. */
const shown = () =>
	new Promise<Record<string, OwnSupport>>((done) => {
		const stop = followSupports((own) => {
			done(own);
			queueMicrotask(() => stop());
		});
	});
const many = (of = thing) => readSupports(city.db, of);

describe('whoever says Me too', () => {
	it('to many things with taps at once: each is kept, told, and of one secret', async () => {
		const things = [newId(), newId(), newId()];
		await Promise.all(things.map((each) => saySupport(each, true, 'es')));
		expect(Object.keys(await shown()).sort()).toEqual(things.toSorted());
		const { value } = (await device.facts.get('supports')) as unknown as {
			value: Record<string, { secret: string }>;
		};
		const [secret] = Object.values(value).map((each) => each.secret);
		await sync();
		const rows = await city.db
			.selectFrom('supports')
			.select('token')
			.where('thing', 'in', things)
			.execute();
		expect(rows.map(({ token }) => token).sort()).toEqual(
			things.map((each) => tokenOf(secret ?? '', each)).sort()
		);
	});

	it('and takes it back before the city has heard it, or after, counts once at most', async () => {
		await saySupport(thing, true, 'es', 1_000);
		expect(await shown()).toEqual({ [thing]: { supports: true, sent: false } });
		await saySupport(thing, false, 'es', 500);
		expect(await device.outbox.count()).toBe(1);
		await saySupport(thing, true, 'es', 400);
		await sync();
		expect(await many()).toBe(1);
		expect(await shown()).toEqual({ [thing]: { supports: true, sent: true } });
		await saySupport(thing, false, 'es', 300);
		await sync();
		expect(await many()).toBe(0);
	});
});

describe('the same word', () => {
	it('by a file that somebody carried, online, and carried once more counts once; a second phone is a second word', async () => {
		connect(nowhere);
		await saySupport(thing, true, 'es');
		const sealing = await cityToSealFor(crypt);
		if (!sealing) throw new Error('no key');
		const { file } = await packFile(crypt, sealing);
		const body = new Uint8Array(await (file as Blob).arrayBuffer());
		const carry = () =>
			fetch(`${city.door.url}/api/carry`, {
				method: 'POST',
				headers: { 'content-type': 'application/x-ndjson' },
				body
			});
		expect((await carry()).status).toBe(200);
		expect(await many()).toBe(1);
		connect(city.door.url);
		await sync();
		expect(await device.outbox.count()).toBe(0);
		expect(await many()).toBe(1);
		await saySupport(thing, false, 'es');
		await sync();
		// what she took back does not come again with the file
		expect((await carry()).status).toBe(200);
		expect(await many()).toBe(0);
		await saySupport(thing, true, 'es');
		await sync();
		await newPhone();
		connect(city.door.url);
		await saySupport(thing, true, 'es');
		await sync();
		expect(await many()).toBe(2);
	});
});

describe('on a shared phone', () => {
	it('the next person finds nothing of it, and what waited arrives', async () => {
		await saySupport(thing, true, 'es');
		// a phone that somebody uses asks who is using it now
		expect(await isInUse()).toBe(true);
		expect(await leave(crypt)).toBe('left');
		expect(await shown()).toEqual({});
		expect(JSON.stringify(await device.outbox.toArray())).not.toContain(thing);
		await sync();
		expect(await many()).toBe(1);
		// she can say it herself
		await saySupport(thing, true, 'es');
		await sync();
		expect(await many()).toBe(2);
	});

	it('whoever has a card finds it again, and takes it back instead of saying it twice', async () => {
		const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
		await saySupport(thing, true, 'es');
		await leave(crypt);
		await sync();
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		expect(await shown()).toEqual({ [thing]: { supports: true, sent: true } });
		await saySupport(thing, false, 'es');
		await sync();
		expect(await many()).toBe(0);
	});
});
