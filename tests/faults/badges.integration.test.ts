/** A badge on its way: over a shared phone, and to a city that came back from a backup. */
import { connect, newPhone } from './phone.ts';
import { sql } from 'kysely';
import { describe, beforeEach, expect, it } from 'vitest';
import { checkHere } from '../../src/lib/device/badge-check.ts';
import { askForBadge } from '../../src/lib/device/badges.ts';
import { device } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { readOutbox } from '../../src/lib/device/my-outbox.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { badgeNumber } from '../../src/lib/domain/badge-number.ts';
import { readBadge, writeBadge, type HeldBadge } from '../../src/lib/domain/held-badge.ts';
import { confirmBadge } from '../../src/lib/server/badge-confirmations.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';

const name = 'Hortensia Canario';

beforeEach(() => newPhone());

async function mine() {
	const [badge] = await device.badges.toArray();
	return badge;
}

async function held(): Promise<HeldBadge> {
	const badge = await mine();
	if (!badge?.issued) throw new Error('no badge came');
	const { envelope, issued, salt } = badge;
	return readBadge(writeBadge({ ...envelope.body, ...issued, name, salt })) as HeldBadge;
}

async function everythingHere(): Promise<string> {
	const rows = await Promise.all(device.tables.map((table) => table.toArray()));
	return JSON.stringify(rows);
}

describe('a badge at the city', () => {
	const city = cityWithDoor();

	it('comes with the sending that asks for it, and is good on this phone without internet', async () => {
		connect(city.door.url);
		expect(await askForBadge('scam-messages', ` ${name} `, 'es')).toBe(true);
		await askForBadge('scam-messages', 'Otra', 'es');
		expect(await sync()).toEqual({ outcome: 'done' });
		expect((await mine())?.name).toBe(name);
		expect((await readOutbox()).all).toBe(0);
		globalThis.fetch = () => Promise.reject(new Error('no internet'));
		expect((await checkHere(await held(), true)).verdict).toBe('good');
	});

	it('that was confirmed replaces the one on the phone, and is not forgotten where the city forgets it', async () => {
		connect(city.door.url);
		await askForBadge('scam-messages', name, 'es');
		await sync();
		const first = await held();
		const { db, keys } = city.door.city;
		const ana = { id: 'ana', name: 'Ana Pérez' };
		expect(await confirmBadge(db, badgeNumber(first), ana, { keys })).toBeUndefined();
		await sync();
		const second = await held();
		expect(second.confirmed?.by).toMatch(/^Ana Pérez/);
		for (const each of [first, second]) expect((await checkHere(each, true)).verdict).toBe('good');
		await sql`truncate badge_confirmations`.execute(db);
		await setEpoch(db);
		await sync();
		expect((await held()).confirmed).toEqual(second.confirmed);
	});

	it('leaves nothing readable on a shared phone, and is there again for whoever has the card', async () => {
		connect(city.door.url);
		await sync();
		const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
		await askForBadge('scam-messages', name, 'es');
		const salt = (await mine())?.salt ?? '';
		await leave(crypt);
		expect(await everythingHere()).not.toMatch(new RegExp(`${name}|${salt}|scam-messages`));
		await sync();
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		await sync();
		expect((await mine())?.salt).toBe(salt);
		expect((await checkHere(await held(), false)).verdict).toBe('good');
	});

	it('that a restored city forgot is asked for once more by itself', async () => {
		connect(city.door.url);
		await askForBadge('scam-messages', name, 'es');
		await sync();
		const { db } = city.door.city;
		await sql`truncate submissions cascade`.execute(db);
		await setEpoch(db);
		await sync();
		await sync();
		expect(await db.selectFrom('badges').select('id').execute()).toHaveLength(1);
		expect((await checkHere(await held(), true)).verdict).toBe('good');
	});
});
