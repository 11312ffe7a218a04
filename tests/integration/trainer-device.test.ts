/** A trainer's device: opened by her PIN without internet, closed to who guesses, and forgotten when the city says so. */
import { connect, newPhone, restart } from '../faults/phone.ts';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { device, readFact } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import {
	lockTrainer,
	readTrainer,
	touchTrainer,
	trainerKey,
	trainerOnDevice,
	trainerStands,
	tryPin
} from '../../src/lib/device/trainer.ts';
import {
	askInvitation,
	enrolTrainer,
	openByPin,
	renewTrainer
} from '../../src/lib/device/trainer-at-city.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { inviteTrainer } from '../../src/lib/server/trainer-devices.ts';
import { endTrainer, findTrainer, shutOutDevice } from '../../src/lib/server/trainers.ts';
import { cityWithDoor } from './city-with-door.ts';
import { invited } from './trainers-city.ts';

const minute = 60_000;
const day = 24 * 60 * minute;
const [pin, other] = ['480213', '480214'];
const need = { topic: 'access', words: 'Falta una rampa', place: null, publish: false } as const;

const city = cityWithDoor();
const db = () => city.door.city.db;

/** There is no internet. */
function cutLine(): void {
	globalThis.fetch = () => Promise.reject(new TypeError('fetch failed'));
}

/** A device that a trainer of this name has just joined with. */
async function joined(name = 'Carla'): Promise<{ id: string; device: string }> {
	const { id, token } = await invited(db(), name);
	expect(await enrolTrainer(token, 'Tablet', pin)).toBeUndefined();
	return { id, device: (await readTrainer())?.device ?? '' };
}

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
});
afterEach(() => void vi.useRealTimers());

describe('A trainer’s device', () => {
	it('opens by her PIN without internet, after a restart too, and knows her, her labs and its days', async () => {
		const { id, device: own } = await joined();
		await lockTrainer();
		cutLine();
		await restart();
		expect(await readTrainer()).toBeUndefined();
		expect(await openByPin(pin)).toBeUndefined();
		const trainer = await readTrainer();
		expect(trainer).toMatchObject({ id, name: 'Carla', device: own, deviceName: 'Tablet' });
		expect(trainer?.labs.map(({ name }) => name)).toEqual(['Lab of Carla']);
		expect((trainer?.until ?? 0) - (trainer?.heardAt ?? 0)).toBe(30 * day);
		expect(await renewTrainer()).toBe('no-answer');
		expect(await trainerOnDevice()).toBe(true);
	});

	it('makes who guesses wait, over a restart too, and gives no try back to who cuts it off', async () => {
		await joined();
		await lockTrainer();
		const now = Date.now();
		expect(await tryPin(other, now)).toEqual({ wait: 5000, tooEarly: false });
		await restart();
		expect(await tryPin(pin, now + 1000)).toEqual({ wait: 4000, tooEarly: true });
		expect(await trainerStands(now + 1000)).toEqual({ stands: 'locked', wait: 4000 });
		vi.spyOn(crypto.subtle, 'deriveBits').mockRejectedValueOnce(new Error('no battery'));
		await expect(tryPin(pin, now + 5000)).rejects.toThrow('no battery');
		await restart();
		expect(await tryPin(pin, now + 5000)).toEqual({ wait: 15_000, tooEarly: true });
		// a clock that was set back makes her wait no longer
		await tryPin(pin, now - 400 * day);
		expect(await tryPin(pin, now - 400 * day + 15_000)).toHaveProperty('key');
		expect(await tryPin(other, now + day)).toEqual({ wait: 5000, tooEarly: false });
	});

	it('is closed after ten PINs that do not fit; what waits stays, and an invitation brings back what was hers', async () => {
		const { id, device: own } = await joined();
		const key = await trainerKey();
		await keepNeed(need, 'es');
		for (let n = 0; n < 10; n++) await tryPin(other, Date.now() + n * 2 * 60 * minute);
		expect(await trainerStands()).toEqual({ stands: 'closed' });
		expect(await openByPin(pin)).toEqual({ closed: true });
		expect(await device.outbox.count()).toBe(1);
		const token = (await inviteTrainer(db(), id)) ?? '';
		expect(await askInvitation(token)).toMatchObject({ device: 'hers' });
		expect(await enrolTrainer(token, 'Tablet', '739105')).toBeUndefined();
		expect([await trainerKey(), (await readTrainer())?.device]).toEqual([key, own]);
		await lockTrainer();
		expect(await openByPin('739105')).toBeUndefined();
		expect(await device.outbox.count()).toBe(1);
	});

	it('becomes another trainer’s without anything of the first', async () => {
		await joined('Dora');
		const key = await trainerKey();
		const { token } = await invited(db(), 'Emil');
		expect(await askInvitation(token)).toMatchObject({ device: 'others' });
		expect(await enrolTrainer(token, 'Tablet', pin)).toBeUndefined();
		expect((await readTrainer())?.name).toBe('Emil');
		expect(await trainerKey()).not.toBe(key);
	});

	it('asks for the city after thirty days, and opens again when it has answered', async () => {
		await joined();
		await lockTrainer();
		vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 30 * day + minute });
		cutLine();
		expect(await trainerStands()).toMatchObject({ stands: 'over' });
		expect(await openByPin(pin)).toEqual({ not: 'no-answer' });
		expect(await readTrainer()).toBeUndefined();
		connect(city.door.url);
		expect(await openByPin(pin)).toBeUndefined();
		expect((await readTrainer())?.name).toBe('Carla');
	});

	it('is locked after fifteen quiet minutes, and by who leaves a shared phone', async () => {
		await joined();
		const now = Date.now();
		await touchTrainer(now + 14 * minute);
		expect(await readTrainer(now + 28 * minute)).toBeDefined();
		expect(await readTrainer(now + 30 * minute)).toBeUndefined();
		expect(await readTrainer(now + 15 * minute)).toBeUndefined();
		expect(await openByPin(pin)).toBeUndefined();
		await sync();
		expect(await leave(crypt)).toBe('left');
		expect(await trainerStands()).toEqual({ stands: 'locked', wait: 0 });
	});

	it.each([
		[
			'device-shut-out',
			({ id, device: own }: { id: string; device: string }) => shutOutDevice(db(), id, own)
		],
		['trainer-ended', ({ id }: { id: string }) => endTrainer(db(), id)]
	])(
		'that hears %s forgets her and says so; what was told on it still arrives',
		async (why, end) => {
			const trainer = await joined();
			await keepNeed({ ...need, words: why }, 'es');
			await end(trainer);
			await lockTrainer();
			expect(await openByPin(pin)).toBeUndefined();
			expect(await renewTrainer()).toBe(why);
			expect(await trainerStands()).toEqual({ stands: 'gone', why });
			expect([await readFact('trainer'), await readTrainer()]).toEqual([undefined, undefined]);
			expect(await device.outbox.count()).toBe(1);
			expect((await sync()).outcome).toBe('done');
			const told = db().selectFrom('needs').select('words').where('words', '=', why);
			expect(await told.execute()).toHaveLength(1);
		}
	);

	it('that the city does not know any more, after a restore say, forgets nothing', async () => {
		const { device: own } = await joined();
		await db().updateTable('trainer_invitations').set({ device: null }).execute();
		await db().deleteFrom('trainer_devices').where('id', '=', own).execute();
		expect(await renewTrainer()).toBe('unknown-device');
		expect((await readTrainer())?.name).toBe('Carla');
	});

	it('takes nobody else’s answer for the city’s', async () => {
		const { id } = await joined();
		const before = await readTrainer();
		globalThis.fetch = () => Promise.resolve(new Response('<html>Welcome to the Wi-Fi</html>'));
		expect(await renewTrainer()).toBe('no-answer');
		globalThis.fetch = () => Promise.resolve(new Response('shut out', { status: 403 }));
		expect(await renewTrainer()).toBe('no-answer');
		expect(await readTrainer()).toEqual(before);
		connect(city.door.url, ['half an answer']);
		expect(await renewTrainer()).toBe('no-answer');
		expect(await renewTrainer()).toBeUndefined();
		expect((await findTrainer(db(), id))?.devices).toHaveLength(1);
	});

	it('joins once, also when the answer is lost on the way', async () => {
		const { id, token } = await invited(db(), 'Fina');
		connect(city.door.url, ['cut after the city kept it']);
		expect(await enrolTrainer(token, 'Tablet', pin)).toBe('no-answer');
		expect(await trainerOnDevice()).toBe(false);
		expect(await enrolTrainer(token, 'Tablet', pin)).toBeUndefined();
		expect((await findTrainer(db(), id))?.devices).toHaveLength(1);
		expect(await renewTrainer()).toBeUndefined();
	});
});
