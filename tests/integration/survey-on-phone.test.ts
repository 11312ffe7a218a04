/** What the city asks, on a phone: answers are kept at each tap, wait without internet, and count once. */
import { connect, newPhone } from '../faults/phone.ts';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { cryptography } from '../../src/lib/device/cryptography.ts';
import { device } from '../../src/lib/device/database.ts';
import { noteHolder } from '../../src/lib/device/drafts.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { followAnswers, keepAnswers, tellAnswers } from '../../src/lib/device/surveys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { publishedSurveys } from '../../src/lib/server/surveys.ts';
import { ask } from './asking.ts';
import { openDoor, type Door } from './door.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let staff: string;

beforeEach(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example')).id;
});
afterEach(() => city.close());

const given = () => city.db.selectFrom('survey_answers').selectAll().execute();
describe('on the phone', () => {
	let door: Door;

	beforeEach(async () => {
		door = await openDoor(city.url);
		await newPhone();
		await noteHolder();
		connect(door.url);
	});
	afterEach(() => door.close());

	const published = async () => {
		const [asked] = await publishedSurveys(city.db);
		if (!asked) throw new Error('nothing is asked');
		return asked;
	};
	const shown = () =>
		new Promise<Parameters<Parameters<typeof followAnswers>[0]>[0]>((tell) => {
			const stop = followAnswers((all) => {
				tell(all);
				queueMicrotask(() => stop());
			});
		});

	it('each tap is kept, what is told waits without internet, and it is sent only with the receipt of the city', async () => {
		const id = await ask(city.db, staff);
		connect('http://127.0.0.1:1');
		await keepAnswers(id, { have: 'yes' });
		expect(await shown()).toMatchObject({ [id]: { track: 'begun', answers: { have: 'yes' } } });
		await tellAnswers(await published(), { have: 'yes', good: 4, why: 'before she changed' }, 'es');
		await sync();
		expect(await shown()).toMatchObject({ [id]: { track: 'phone' } });
		expect(await given()).toEqual([]);
		connect(door.url);
		await sync();
		expect(await shown()).toMatchObject({ [id]: { track: 'sent' } });
		expect(await given()).toMatchObject([{ survey: id, answers: { have: 'yes', good: 4 } }]);
	});

	it('told again it takes the place of what was told, here and at the city, also after the clock went back', async () => {
		await ask(city.db, staff);
		const asked = await published();
		const today = Date.now();
		connect('http://127.0.0.1:1');
		await tellAnswers(asked, { have: 'no', why: null }, 'es', today);
		await tellAnswers(asked, { have: 'no', why: 'Es caro' }, 'es', today);
		expect(await device.outbox.count()).toBe(1);
		connect(door.url);
		await sync();
		await tellAnswers(asked, { have: 'yes', good: 5 }, 'es', today - 86_400_000);
		await sync();
		expect(await given()).toMatchObject([{ answers: { have: 'yes', good: 5 } }]);
	});

	it('whoever finishes on a shared phone leaves nothing to read; what waited arrives all the same', async () => {
		await ask(city.db, staff);
		await sync();
		connect('http://127.0.0.1:1');
		await tellAnswers(await published(), { have: 'no', why: 'Vive lejos' }, 'es');
		await keepAnswers('another', { have: 'no' });
		expect(await leave(await cryptography())).toBe('left');
		expect(await shown()).toEqual({});
		expect(JSON.stringify(await device.outbox.toArray())).not.toContain('Vive lejos');
		connect(door.url);
		await sync();
		expect(await given()).toMatchObject([{ answers: { have: 'no', why: 'Vive lejos' } }]);
	});

	it('whoever has a card finds her answers again, and corrects them instead of answering twice', async () => {
		const id = await ask(city.db, staff);
		await sync();
		const crypt = await cryptography();
		const card = await makeCard(crypt, ['cat', 'sun', 'key'], '2580');
		await tellAnswers(await published(), { have: 'yes', good: 3 }, 'es');
		await leave(crypt);
		// who comes next has answered nothing
		expect(await shown()).toEqual({});
		await sync();
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		expect(await shown()).toMatchObject({ [id]: { track: 'sent', answers: { good: 3 } } });
		// her page opens anew
		await noteHolder();
		await tellAnswers(await published(), { have: 'yes', good: 5 }, 'es');
		await sync();
		expect(await given()).toMatchObject([{ answers: { have: 'yes', good: 5 } }]);
	});
});
