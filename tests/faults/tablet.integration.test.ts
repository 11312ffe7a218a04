/** A shared tablet in a session: person after person by her picture card, each told as herself, nothing left for the next. */
import { connect, newPhone, restart } from './phone.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { readJoined } from '../../src/lib/device/joined.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { keepStep } from '../../src/lib/device/progress.ts';
import { sayConfidence } from '../../src/lib/device/session/join-confidence.ts';
import { join, setNickname } from '../../src/lib/device/session/join.ts';
import { readTablet, standIn, takeOut } from '../../src/lib/device/session/join-tablet.ts';
import { isInUse, setShared } from '../../src/lib/device/shared-phone.ts';
import { listCards, makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { HeldSession } from '../../src/lib/domain/held-session.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import { personOf } from '../../src/lib/domain/member.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { newId } from '../integration/invented.ts';
import { readMemory } from './two-phones.ts';

const city = cityWithDoor();
const need: NeedForm = { topic: 'access', words: 'Canario', place: null, publish: false };
const day = 24 * 60 * 60_000;
const aSession = (): HeldSession => ({
	id: makeId(Date.now(), crypt.random(10)),
	lab: newId(),
	labName: 'Raval',
	endsAt: Date.now() + day / 12,
	modules: ['scam-messages'],
	languages: ['es'],
	root: ''
});
const cards = ['A', 'B', 'C'].map((letter) => letter.repeat(16));
const memory = async () => JSON.stringify(await readMemory());

beforeEach(async () => {
	await newPhone();
	await setShared(true);
	connect(city.door.url);
	await sync();
});

describe('A tablet that stands in a session', () => {
	it('takes in one person after the other by her card; each is told as herself, and nothing of her stays', async () => {
		const session = aSession();
		await standIn(session);
		expect(await isInUse()).toBe(false);
		for (const card of cards) {
			const { person } = await join(session, 'es', Date.now(), card);
			await setNickname('Canario');
			await keepNeed(need, 'es');
			await keepStep('scam-messages/parcel-fee', { step: 'look' }, 'es');
			const told = (await device.outbox.toArray()).flatMap(({ envelope }) => envelope ?? []);
			expect(told).toHaveLength(3);
			for (const envelope of told)
				expect(envelope).toMatchObject({ session: session.id, person: personOf(card, session.id) });
			await leave(crypt);
			for (const hers of [card, person, 'Canario']) expect(await memory()).not.toContain(hers);
			expect(await isInUse()).toBe(false);
			expect(await readJoined()).toBeUndefined();
			await restart();
			expect(await readTablet()).toEqual({ session, isOver: false });
		}
		await sync();
		const there = await city.db
			.selectFrom('attendance')
			.select('person')
			.where('session', '=', session.id)
			.execute();
		expect(there.map(({ person }) => person).sort()).toEqual(
			cards.map((card) => personOf(card, session.id)).sort()
		);
		const told = await city.db
			.selectFrom('needs')
			.select('id')
			.where('session', '=', session.id)
			.execute();
		expect(told).toHaveLength(3);
	});

	it('counts who comes back to it, or to another tablet, once', async () => {
		const session = aSession();
		const [card = ''] = cards;
		for (let time = 0; time < 2; time++) {
			await join(session, 'es', Date.now(), card);
			await leave(crypt);
		}
		await sync();
		await newPhone();
		await setShared(true);
		await join(session, 'ar', Date.now(), card);
		await sync();
		const rows = city.db.selectFrom('attendance').selectAll().where('session', '=', session.id);
		expect(await rows.execute()).toHaveLength(1);
	});

	it('says after a month that the session is over; a clock that was set far back lets nobody in', async () => {
		const session = aSession();
		await standIn(session);
		expect(await readTablet(Date.now() + 30 * day)).toEqual({ session, isOver: true });
		expect(await readTablet(Date.now() - 2 * day)).toEqual({ session, isOver: true });
		await takeOut();
		expect(await readTablet()).toBeUndefined();
	});

	it('is one by joining where several people use it, and a phone of one’s own never is', async () => {
		const session = aSession();
		await join(session, 'es');
		expect(await readTablet()).toMatchObject({ session });
		expect(JSON.stringify(await readTablet())).not.toMatch(/person|member|joinedAt/);
		await newPhone();
		await join(session, 'es');
		expect(await readTablet()).toBeUndefined();
	});

	it('still opens her own space to who has the card of it', async () => {
		const card = await makeCard(crypt, ['sun', 'cat', 'key'], '2580');
		await keepNeed(need, 'es');
		await leave(crypt);
		const session = aSession();
		await standIn(session);
		await join(session, 'es', Date.now(), cards[0]);
		await leave(crypt);
		expect(await listCards()).toHaveLength(1);
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		expect(await device.needs.count()).toBe(1);
		expect(await readTablet()).toMatchObject({ isOver: false });
	});
});

describe('Somebody who is in a session', () => {
	it('says how sure she feels once before and once after, with her pseudonym, or says nothing', async () => {
		const session = aSession();
		await sayConfidence('before', 2, 'es');
		expect(await device.outbox.count()).toBe(0);
		const { person } = await join(session, 'es');
		await sayConfidence('before', 2, 'es');
		await sayConfidence('before', 3, 'es');
		await sayConfidence('after', undefined, 'es');
		await sayConfidence('after', 1, 'es');
		const told = (await device.outbox.toArray()).flatMap(({ envelope }) =>
			envelope?.kind === 'confidence' ? [envelope] : []
		);
		expect(told).toMatchObject([
			{ session: session.id, person, body: { moment: 'before', level: 2 } }
		]);
		expect((await readJoined())?.asked).toEqual(['before', 'after']);
		await sync();
		expect(await device.outbox.count()).toBe(0);
	});
});
