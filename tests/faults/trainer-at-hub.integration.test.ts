/** A trainer at a lab's hub: let in through it by the city while there is internet, at work there without, shut out by the city. */
import { connect, newPhone, restart } from './phone.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { lockTrainer, readTrainer, trainerStands } from '../../src/lib/device/trainer.ts';
import {
	askInvitation,
	enrolTrainer,
	openByPin,
	renewTrainer
} from '../../src/lib/device/trainer-at-city.ts';
import { findTrainer, shutOutDevice } from '../../src/lib/server/trainers.ts';
import { invited, newSecret } from '../integration/trainers-city.ts';
import { foundCity, openLab, type Server } from './lab.ts';

const pin = '480213';
let city: Server;
let hub: Server;

beforeEach(async () => {
	await newPhone();
	city = await foundCity();
	hub = await openLab(city);
	connect(hub.address);
});

describe('A trainer at a hub', () => {
	it('is let in by the city, works without internet, and is shut out by the city; the hub keeps nothing of it', async () => {
		const { db } = city.database;
		const { id, token } = await invited(db, 'Carla');
		expect(await askInvitation(token)).toMatchObject({ trainer: { id }, device: 'free' });
		expect(await enrolTrainer(token, 'Tablet', pin)).toBeUndefined();
		const trainer = await readTrainer();
		expect(trainer).toMatchObject({ id, labs: [{ name: 'Lab of Carla' }] });
		expect((await findTrainer(db, id))?.devices).toMatchObject([{ id: trainer?.device }]);

		await city.stop();
		expect(await renewTrainer()).toBe('no-answer');
		await lockTrainer();
		await restart();
		expect(await openByPin(pin)).toBeUndefined();
		expect((await readTrainer())?.name).toBe('Carla');

		await city.start();
		expect(await renewTrainer()).toBeUndefined();
		await shutOutDevice(db, id, trainer?.device ?? '');
		expect(await renewTrainer()).toBe('device-shut-out');
		expect(await trainerStands()).toEqual({ stands: 'gone', why: 'device-shut-out' });

		const kept = await hub.database.db.selectFrom('settings').selectAll().execute();
		expect(JSON.stringify(kept)).not.toContain(token);
		const tables = ['trainers', 'trainer_devices', 'trainer_invitations'] as const;
		for (const table of tables) {
			expect(await hub.database.db.selectFrom(table).selectAll().execute()).toEqual([]);
		}
	});

	it('who guesses is stopped by the hub, and whoever is not Plaza’s own page is refused', async () => {
		const guess = (body: object, headers = {}) =>
			fetch(`${hub.address}/api/trainer/renew`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', ...headers },
				body: JSON.stringify(body)
			});
		const asked = { v: 1, secret: newSecret() };
		expect((await guess(asked, { origin: 'https://evil.example' })).status).toBe(403);
		expect((await guess({ ...asked, more: 'x' })).status).toBe(400);
		for (let n = 0; n < 10; n++) expect((await guess(asked)).status).toBe(404);
		expect((await guess(asked)).status).toBe(429);
	});
});
