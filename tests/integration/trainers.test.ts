/** Trainers: invited by staff, let in once, known for thirty days at a time, shut out for good. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hashText } from '../../src/lib/domain/fingerprint.ts';
import { inviteTrainer, renewDevice } from '../../src/lib/server/trainer-devices.ts';
import { endTrainer, findTrainer, shutOutDevice } from '../../src/lib/server/trainers.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';
import { addLab, ask, enrolled, invited, newId, newSecret } from './trainers-city.ts';

const day = 24 * 60 * 60_000;

let city: StaffCity;
let admin: ReturnType<typeof openBrowser>;
let staff: ReturnType<typeof openBrowser>;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'admin');
	await city.addMember('bea@city.example');
	[admin, staff] = [openBrowser(), openBrowser({ address: '192.0.2.2' })];
	await admin.signIn('ana@city.example', password);
	await staff.signIn('bea@city.example', password);
});
afterAll(() => city.close());

describe('The staff', () => {
	test('add a trainer with her labs, and look again at what is missing', async () => {
		const lab = await addLab(city.db, 'Biblioteca');
		const empty = await admin.post('/staff/trainers?/add', { name: ' ', labs: newId() });
		expect([empty.status, empty.data.problems]).toEqual([
			400,
			{ name: { code: 'name' }, labs: { code: 'labs' } }
		]);
		const added = await admin.post('/staff/trainers?/add', { name: 'Carla', labs: lab });
		expect(added.location).toMatch(/^\/staff\/trainers\/[0-9a-f-]{36}\?added$/);
		const { data } = await staff.open('/staff/trainers');
		expect(data.trainers).toMatchObject([{ name: 'Carla', labs: [{ id: lab }], devices: [] }]);
	});

	test('invite by a link that is shown once: the database has only its hash', async () => {
		const { id, token: earlier } = await invited(city.db, 'Dina');
		const { data } = await admin.post(`/staff/trainers/${id}?/invite`, { lang: 'ca' });
		const [, token = ''] =
			/^https:\/\/plaza\.test\/ca\/trainer\/join#([A-Za-z0-9_-]{43})$/.exec(data.link) ?? [];
		const kept = await city.db
			.selectFrom('trainer_invitations')
			.select('token_hash')
			.where('trainer', '=', id)
			.execute();
		expect(kept).toEqual([{ token_hash: hashText(token) }]);
		// the new one has closed the one before
		expect((await ask('invitation', { v: 1, token: earlier })).code).toBe('invitation-closed');
		expect((await ask('invitation', { v: 1, token })).said.trainer).toEqual({ id, name: 'Dina' });
		const looked = await admin.open(`/staff/trainers/${id}`);
		expect(JSON.stringify(looked.data)).not.toContain(token);
	});

	test('who is no admin may look and shut out, and nothing else', async () => {
		const { id, token } = await invited(city.db, 'Elif');
		const { device } = await enrolled(token);
		const page = `/staff/trainers/${id}`;
		for (const action of ['invite', 'change', 'end']) {
			const { location } = await staff.post(`${page}?/${action}`);
			expect([action, location]).toEqual([action, '/staff/refused']);
		}
		const added = await staff.post('/staff/trainers?/add', { name: 'X' });
		expect(added.location).toBe('/staff/refused');
		expect((await staff.post(`${page}?/shut`, { device })).location).toBe(`${page}?shut`);
		const row = await findTrainer(city.db, id);
		expect(row).toMatchObject({ name: 'Elif', endedAt: null, devices: [{ id: device }] });
		expect(row?.devices[0]?.shutOutAt).not.toBeNull();
	});

	test('change her labs, and her device hears of it', async () => {
		const { id, token } = await invited(city.db, 'Fadi');
		const { secret } = await enrolled(token);
		const lab = await addLab(city.db, 'Centre Cívic');
		await admin.save(`/staff/trainers/${id}?/change`, { name: 'Fadi N.', labs: lab });
		const { said } = await ask('renew', { v: 1, secret });
		expect(said).toMatchObject({ trainer: { id, name: 'Fadi N.' }, labs: [{ id: lab }] });
	});
});

describe('An invitation', () => {
	test('lets one device in, once, for thirty days', async () => {
		const { id, token } = await invited(city.db, 'Gemma');
		const { secret, said } = await enrolled(token);
		expect(said.trainer).toEqual({ id, name: 'Gemma' });
		expect(said.labs).toMatchObject([{ name: 'Lab of Gemma', address: 'Carrer Major 1' }]);
		expect(Date.parse(said.until) - Date.parse(said.serverTime)).toBe(30 * day);
		expect(Math.abs(Date.parse(said.serverTime) - Date.now())).toBeLessThan(60_000);
		const hash = await city.db
			.selectFrom('trainer_devices')
			.select('secret_hash')
			.where('trainer', '=', id)
			.execute();
		expect(hash).toEqual([{ secret_hash: hashText(secret) }]);
		expect((await enrolled(token)).said.type).toBe('/problems/invitation-closed');
	});

	test('of two devices that come at once lets one in', async () => {
		const { id, token } = await invited(city.db, 'Hugo');
		const both = await Promise.all([enrolled(token), enrolled(token)]);
		expect(both.filter(({ device }) => device)).toHaveLength(1);
		expect((await findTrainer(city.db, id))?.devices).toHaveLength(1);
	});

	test('answers the same device again, whose answer was lost', async () => {
		const { id, token } = await invited(city.db, 'Ines');
		const { secret, spare, device } = await enrolled(token);
		const again = await ask('enrol', { v: 1, token, name: 'Tablet', secret, spare });
		expect([again.status, again.said.device.id]).toEqual([200, device]);
		expect((await findTrainer(city.db, id))?.devices).toHaveLength(1);
	});

	test('is over after seven days', async () => {
		const { id } = await invited(city.db, 'Jana');
		const token = (await inviteTrainer(city.db, id, new Date(Date.now() - 7 * day))) ?? '';
		expect((await ask('invitation', { v: 1, token })).code).toBe('invitation-closed');
		expect((await enrolled(token)).device).toBeUndefined();
	});

	test('for the same trainer on the same device brings back the half that opens her key', async () => {
		const { id, token } = await invited(city.db, 'Karim');
		const first = await enrolled(token);
		const next = (await inviteTrainer(city.db, id)) ?? '';
		const device = first.device;
		expect((await ask('invitation', { v: 1, token: next, device })).said.device).toBe('hers');
		const again = await enrolled(next, { device });
		expect([again.device, again.said.spare]).toEqual([device, first.spare]);
		expect((await ask('renew', { v: 1, secret: first.secret })).code).toBe('unknown-device');
		expect((await ask('renew', { v: 1, secret: again.secret })).status).toBe(200);
	});

	test('for another trainer, or after it was shut out, brings no half of anybody', async () => {
		const first = await invited(city.db, 'Lola');
		const { device } = await enrolled(first.token);
		const other = await invited(city.db, 'Marc');
		const { token } = other;
		expect((await ask('invitation', { v: 1, token, device })).said.device).toBe('others');
		const others = await enrolled(token, { device });
		expect([others.device === device, others.said.spare]).toEqual([false, undefined]);
		await shutOutDevice(city.db, first.id, device);
		const again = (await inviteTrainer(city.db, first.id)) ?? '';
		expect((await ask('invitation', { v: 1, token: again, device })).said.device).toBe('others');
		expect((await enrolled(again, { device })).said.spare).toBeUndefined();
	});
});

describe('A device', () => {
	test('gets thirty days more at each contact, and staff see when it was', async () => {
		const { id, token } = await invited(city.db, 'Nora');
		const { secret } = await enrolled(token);
		const later = new Date(Date.now() + 3 * day);
		const renewed = await renewDevice(city.db, secret, later);
		expect(renewed).toMatchObject({ until: new Date(later.getTime() + 30 * day).toISOString() });
		const seen = (await findTrainer(city.db, id))?.devices[0]?.seenAt ?? '';
		expect(new Date(seen)).toEqual(later);
	});

	test('hears that it is shut out, or that its trainer is none any more; and an unknown one that it is unknown', async () => {
		const [one, two] = [await invited(city.db, 'Omar'), await invited(city.db, 'Pere')];
		const [lost, kept] = [await enrolled(one.token), await enrolled(two.token)];
		await shutOutDevice(city.db, one.id, lost.device);
		const open = (await inviteTrainer(city.db, two.id)) ?? '';
		await endTrainer(city.db, two.id);
		const codes = [];
		for (const secret of [lost.secret, kept.secret, newSecret()]) {
			codes.push((await ask('renew', { v: 1, secret })).code);
		}
		expect(codes).toEqual(['device-shut-out', 'trainer-ended', 'unknown-device']);
		expect((await enrolled(open)).device).toBeUndefined();
		const halves = await city.db
			.selectFrom('trainer_devices')
			.select('spare')
			.where('trainer', 'in', [one.id, two.id])
			.execute();
		expect(halves).toEqual([{ spare: null }, { spare: null }]);
	});

	test('that guesses has to wait; others at its side go on, and a right try takes its own back', async () => {
		const { token } = await invited(city.db, 'Quim');
		const { secret } = await enrolled(token);
		for (let n = 0; n < 15; n++) expect((await ask('renew', { v: 1, secret })).status).toBe(200);
		const guess = { v: 1, secret: newSecret() };
		const codes = [];
		for (let n = 0; n < 11; n++) codes.push(await ask('renew', guess));
		expect(codes.map(({ code }) => code)).toEqual([
			...Array<string>(10).fill('unknown-device'),
			'too-many'
		]);
		expect(Number(codes[10]?.wait)).toBeGreaterThan(60);
		expect((await ask('renew', { v: 1, secret })).status).toBe(200);
	});

	test.each([
		['of another version', { v: 2, secret: 'x' }, 'unknown-version'],
		['without its secret', { v: 1 }, 'malformed'],
		['with half a secret', { v: 1, secret: 'short' }, 'malformed'],
		['with more than was asked', { v: 1, secret: newSecret(), more: 1 }, 'malformed'],
		['of 5 KB', { v: 1, secret: 'a'.repeat(5000) }, 'too-large']
	])('that sends a request %s is refused, and nothing of it comes back', async (_, asked, code) => {
		const heard = await ask('renew', asked, { address: '192.0.2.9' });
		expect(heard.code).toBe(code);
		expect(JSON.stringify(heard.said)).not.toContain('short');
	});

	test('sends JSON, which no other site’s form can', async () => {
		const asked = { v: 1, secret: newSecret() };
		expect((await ask('renew', asked, { type: 'text/plain' })).code).toBe('unsupported-type');
	});
});
