// Answers to a survey by voice: kept and sent like a need's, corrected like words, heard by who may read words.
import { connect, newPhone } from '../faults/phone.ts';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { cityToSealFor, packFile } from '../../src/lib/device/carry/hand-over.ts';
import { cryptography } from '../../src/lib/device/cryptography.ts';
import { device } from '../../src/lib/device/database.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepMedia, listMedia } from '../../src/lib/device/media.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { tellAnswers } from '../../src/lib/device/surveys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { answerOwner } from '../../src/lib/domain/media.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { runTimers } from '../../src/lib/server/retention.ts';
import { readResults } from '../../src/lib/server/survey-results.ts';
import { endSurvey, publishedSurveys } from '../../src/lib/server/surveys.ts';
import { anAnswer } from './asked.ts';
import { ask } from './asking.ts';
import { openDoor, type Door } from './door.ts';
import { hashOf, itemOf, voice } from './media-made.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const nowhere = 'http://127.0.0.1:1';
let city: StaffCity;
let staff: string;
let door: Door;
let id: string;

beforeEach(async () => {
	city = await openStaffCity();
	staff = (await city.addMember('ana@city.example')).id;
	door = await openDoor(city.url);
	await newPhone();
	connect(door.url);
	id = await ask(city.db, staff);
});
afterEach(async () => {
	await door.close();
	await city.close();
});

const say = (bytes = voice) =>
	keepMedia('voice', 'audio/webm', new Uint8Array(bytes), { owner: answerOwner(id, 'why') });
async function tell() {
	const [asked] = await publishedSurveys(city.db);
	if (!asked) throw new Error('nothing is asked');
	await tellAnswers(asked, { have: 'no', why: null }, 'es');
}
const heard = async (mayRead = true) => {
	const { questions } = await readResults(city.db, id, { mayRead, endedAt: null });
	return questions.find((question) => question.id === 'why')?.voices;
};
const media = () => city.db.selectFrom('media').selectAll().execute();

it('waits without internet, arrives whole, and can still be heard and corrected on the phone', async () => {
	connect(nowhere);
	await say();
	await tell();
	await sync();
	expect(await device.media.count()).toBe(2);
	connect(door.url);
	await sync();
	expect(await heard()).toEqual([hashOf(voice)]);
	expect(await device.outbox.count()).toBe(0);
	// only hers is left on the phone, not what went out
	expect(await listMedia(answerOwner(id, 'why'))).toHaveLength(1);
	expect(await device.media.count()).toBe(1);
	const other = Buffer.concat([voice, Buffer.from('again')]);
	await say(other);
	await tell();
	await sync();
	expect(await heard()).toEqual([hashOf(other)]);
	expect(await media()).toHaveLength(1);
});

it('said twice before the internet came, only the last one goes', async () => {
	connect(nowhere);
	await say();
	await tell();
	const other = Buffer.concat([voice, Buffer.from('again')]);
	await say(other);
	await tell();
	expect(await device.media.count()).toBe(2);
	connect(door.url);
	await sync();
	expect(await heard()).toEqual([hashOf(other)]);
});

it('is heard by who may read words, by nobody else, and only of its own survey', async () => {
	await say();
	await tell();
	await sync();
	expect(await heard(false)).toEqual([]);
	const another = await ask(city.db, staff);
	await city.addMember('tom@city.example', 'trainer');
	const [may, not] = [openBrowser(), openBrowser()];
	await may.signIn('ana@city.example', password);
	await not.signIn('tom@city.example', password);
	const path = `/staff/surveys/${id}/voices/${hashOf(voice)}`;
	const { data } = await may.fetch(path);
	expect(hashOf(Buffer.from(await (data as Response).arrayBuffer()))).toBe(hashOf(voice));
	expect((await not.fetch(path)).location).toBe('/staff/refused');
	expect((await openBrowser().fetch(path)).status).toBe(303);
	for (const wrong of [path.replace(id, another), `${path}A`, path.replace(hashOf(voice), '..')])
		expect((await may.fetch(wrong)).status).toBe(404);
	const file = await may.fetch(`/staff/surveys/${id}/numbers.csv`);
	const text = await (file.data as Response).text();
	expect(text).toContain('spoken');
	expect(text).not.toContain(hashOf(voice));
});

it('goes sealed in a file, and when somebody leaves a shared phone', async () => {
	await sync();
	connect(nowhere);
	await say();
	await tell();
	const crypt = await cryptography();
	const sealing = await cityToSealFor(crypt);
	if (!sealing) throw new Error('no key');
	const { file, media: many } = await packFile(crypt, sealing);
	expect(many).toBe(1);
	const answer = await fetch(`${door.url}/api/carry`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-ndjson' },
		body: new Uint8Array(await (file as Blob).arrayBuffer())
	});
	expect(answer.status).toBe(200);
	expect(await heard()).toEqual([hashOf(voice)]);
	const card = await makeCard(crypt, ['cat', 'sun', 'key'], '2580');
	const other = Buffer.concat([voice, Buffer.from('again')]);
	await say(other);
	await tell();
	expect(await leave(crypt)).toBe('left');
	expect(await device.media.filter(({ sealed }) => !sealed).count()).toBe(0);
	connect(door.url);
	await sync();
	expect(await heard()).toEqual([hashOf(other)]);
	// with her card she has her voice again
	expect(await openSpace(crypt, card, '2580')).toBe('opened');
	expect(await listMedia(answerOwner(id, 'why'))).toMatchObject([{ sha256: hashOf(other) }]);
});

it('answers only a question for words on her way, one recording each', async () => {
	const item = itemOf(voice) as never;
	const said = (answers: object, spoken: string[], list: never[] = [item]) => {
		const answer = anAnswer(id, answers as never);
		return { ...answer, media: list, body: { ...answer.body, spoken } };
	};
	const submissions = [
		said({ have: 'no' }, ['good']),
		said({ have: 'yes' }, ['why']),
		said({ have: 'no' }, ['why'], []),
		said({ have: 'no' }, ['why', 'why'], [item, item]),
		{ ...anAnswer(id, { have: 'no' }), media: [item] },
		said({ have: 'no', why: 'Es caro' }, ['why'])
	];
	const { results } = await receive(city, { v: 1, submissions } as never, new Date());
	expect(results.map(({ result }) => result)).toEqual([
		...Array<string>(5).fill('rejected'),
		'incomplete'
	]);
});

it('is kept while the survey goes on, and as long as voices are after its end', async () => {
	await say();
	await tell();
	await sync();
	const inYears = new Date(Date.now() + 400 * 86_400_000);
	await runTimers(city.db, inYears);
	expect(await heard()).toEqual([hashOf(voice)]);
	await endSurvey(city.db, { id, edits: 1 }, staff, new Date());
	await runTimers(city.db, inYears);
	expect(await heard()).toEqual([]);
});
