/** Bad days of a session: what the trainer and the city have at its end is what happened. */
import { connect, newPhone, restart } from '../faults/phone.ts';
import { beforeEach, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepNeed, newNeedIdentity } from '../../src/lib/device/needs.ts';
import { join, leaveSession } from '../../src/lib/device/session/join.ts';
import {
	endSession,
	isForgotten,
	runningSession,
	startSession
} from '../../src/lib/device/session/lead.ts';
import { addByNickname, countPerson, listAttendees } from '../../src/lib/device/session/list.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { trainerKey, trainerStands, tryPin } from '../../src/lib/device/trainer.ts';
import { enrolTrainer } from '../../src/lib/device/trainer-at-city.ts';
import type { Opener } from '../../src/lib/device/trainer-rows.ts';
import { begin, listTold, tellForOthers } from '../../src/lib/device/trainer-told.ts';
import { peopleIn } from '../../src/lib/domain/attendance.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { grace } from '../../src/lib/domain/session-hours.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { inviteTrainer } from '../../src/lib/server/trainer-devices.ts';
import { cityWithDoor } from './city-with-door.ts';
import { newId } from './invented.ts';
import { invited } from './trainers-city.ts';

const city = cityWithDoor();
const opener: Opener = { crypt, key: toBase64Url(new Uint8Array(32).fill(5)) };
const need = { topic: 'access', words: 'Una rampa', place: null, publish: false } as const;
const hour = 60 * 60_000;

const aSession = () =>
	startSession(
		{ lab: { id: newId(), name: 'Raval' }, modules: [], languages: ['es'], hours: 2 },
		'es'
	);
const attendance = (session: string) =>
	city.db.selectFrom('attendance').selectAll().where('session', '=', session).execute();

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
});

it('The trainer forgets her PIN in mid-session: who was there and what was told arrives, and an invitation brings back the list', async () => {
	const { id, token } = await invited(city.db, 'Carla');
	await enrolTrainer(token, 'Tablet', '480213');
	const hers = { crypt, key: (await trainerKey()) ?? '' };
	const session = await aSession();
	await addByNickname(hers, session, 'Rosa', 'es');
	await begin(hers, session.id, { how: 'group', lang: 'es' });
	const told = await tellForOthers(hers, session, need, newNeedIdentity());
	for (let n = 0; n < 10; n++) await tryPin('480214', Date.now() + n * 2 * hour);
	expect(await trainerStands()).toEqual({ stands: 'closed' });
	await sync();
	expect(await device.outbox.count()).toBe(0);
	expect(await attendance(session.id)).toHaveLength(1);
	expect(await city.needs(told)).toMatchObject([{ words: need.words, session: session.id }]);

	await enrolTrainer((await inviteTrainer(city.db, id)) ?? '', 'Tablet', '739105');
	const again = { crypt, key: (await trainerKey()) ?? '' };
	expect(await listAttendees(again, session.id)).toMatchObject([{ nickname: 'Rosa' }]);
	expect(await listTold(again, session.id)).toMatchObject([{ id: told }]);
});

it('A session that is left open overnight is still there in the morning, says that it is over, and is closed with everybody', async () => {
	const session = await aSession();
	await addByNickname(opener, session, 'Rosa', 'es');
	await restart();
	const morning = session.endsAt + grace + 10 * hour;
	const left = await runningSession();
	expect(left?.id).toBe(session.id);
	expect(left && [isForgotten(left, session.endsAt), isForgotten(left, morning)]).toEqual([
		false,
		true
	]);
	await endSession(session.id, morning);
	expect(await runningSession()).toBeUndefined();
	expect(await listAttendees(opener, session.id)).toHaveLength(1);
	await sync();
	expect(await attendance(session.id)).toHaveLength(1);
});

it('Sixty people come, each is called Ana: all have a name of their own on the list, and the city counts sixty', async () => {
	const session = await aSession();
	for (let n = 0; n < 60; n++) await addByNickname(opener, session, 'Ana', 'es');
	const list = await listAttendees(opener, session.id);
	expect(new Set(list.map(({ nickname }) => nickname)).size).toBe(60);
	await sync();
	expect(await attendance(session.id)).toHaveLength(60);
});

it('A phone was copied, and both show the same code: one person is counted, and nothing that either brings is doubled', async () => {
	const session = await aSession();
	const { person } = await join(session, 'es');
	const told = await keepNeed(need, 'es');
	const copied = await device.outbox.toArray();
	await sync();
	// the copy has the same outbox and sends it, too
	await device.outbox.bulkPut(copied);
	await sync();
	expect(await device.outbox.count()).toBe(0);
	for (let time = 0; time < 2; time++) await countPerson(opener, session, { person }, 'es');
	expect(peopleIn(await listAttendees(opener, session.id))).toHaveLength(1);
	await sync();
	expect(await attendance(session.id)).toMatchObject([{ person }]);
	expect(await city.needs(told)).toHaveLength(1);
	await leaveSession();
});
