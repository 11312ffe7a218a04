/** F43: what somebody has begun on a shared phone is asked about before it goes, and what was begun at two visits is all there. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, describe, expect, it, onTestFinished } from 'vitest';
import { placeOfBegun } from '../../src/lib/device/begun.ts';
import { device, readFact } from '../../src/lib/device/database.ts';
import { keepDraft, readDraft } from '../../src/lib/device/drafts.ts';
import { keepIdeaDraft, readIdeaDraft, tellIdea } from '../../src/lib/device/ideas.ts';
import { surveysFact } from '../../src/lib/device/joined.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { dropMedia, keepMedia, listMedia } from '../../src/lib/device/media.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { changeChoice, tellChoice } from '../../src/lib/device/priorities.ts';
import { isInUse } from '../../src/lib/device/shared-phone.ts';
import { makeCard, openLearning, openSpace } from '../../src/lib/device/spaces.ts';
import { saySupport } from '../../src/lib/device/supports.ts';
import {
	followAnswers,
	keepAnswers,
	tellAnswers,
	type KeptAnswers
} from '../../src/lib/device/surveys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { together } from '../../src/lib/device/trainer-told.ts';
import { answerOwner, ideaOwner } from '../../src/lib/domain/media.ts';
import type { CardPicture } from '../../src/lib/domain/space.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { internet } from '../integration/asked.ts';
import { newId } from '../integration/invented.ts';
import { voice } from '../integration/media-made.ts';

const city = cityWithDoor();
const [challenge, survey] = [newId(), newId()];
const pictures: CardPicture[] = ['sun', 'cat', 'boat'];
const idea = (words: string) => ({ challenge, words, people: 1, publish: true });
const published = { id: survey, revision: 1, survey: internet } as Parameters<
	typeof tellAnswers
>[0];
const asked = {
	id: newId(),
	way: 'points',
	amount: 5,
	things: [{ id: 't1', cost: null }]
} as const;
const speak = (owner?: string, otherwise = '') =>
	keepMedia(
		'voice',
		'audio/webm',
		new Uint8Array(Buffer.concat([voice, Buffer.from(otherwise)])),
		owner ? { owner } : {}
	);

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	await readDraft();
	await sync();
});

const typed = { topic: 'other', words: 'Hola', place: '', publish: false, lesson: '', step: '' };
const begun: [string, () => Promise<unknown>, string][] = [
	['a need in words', () => keepDraft(typed), 'needs/new#words'],
	['a need that is spoken', () => speak(), 'needs/new#words'],
	['an idea in words', () => keepIdeaDraft(idea('Un banco')), `neighbourhood/${challenge}/idea`],
	['an idea that is spoken', () => speak(ideaOwner(challenge)), `neighbourhood/${challenge}/idea`],
	['answers', () => keepAnswers(survey, { have: 'no' }), `survey#${survey}`],
	['a choice', () => changeChoice(asked, 't1', 1), 'neighbourhood'],
	['a recording for others', () => speak(together), 'trainer/session/tell']
];

describe('somebody who is finished on a shared phone', () => {
	it.each(begun)(
		'and has begun %s is led back to it before it is deleted',
		async (_, start, place) => {
			expect(await placeOfBegun()).toBeUndefined();
			await start();
			expect(await placeOfBegun()).toBe(place);
		}
	);

	it('and has told all of it is asked nothing, though her own recordings are still here', async () => {
		await speak(ideaOwner(challenge));
		await tellIdea(idea(''), 'es');
		await speak(answerOwner(survey, 'why'));
		await keepAnswers(survey, { have: 'no', why: null });
		await tellAnswers(published, { have: 'no', why: null }, 'es');
		await changeChoice(asked, 't1', 1);
		await tellChoice(asked.id, 'es');
		await saySupport(newId(), true, 'es');
		expect(await device.media.count()).toBeGreaterThan(2);
		expect(await placeOfBegun()).toBeUndefined();
	});

	it('and has a card is asked about nothing that lies in her space', async () => {
		await makeCard(crypt, pictures, '2580');
		await keepIdeaDraft(idea('Un banco'));
		await keepAnswers(survey, { have: 'no' });
		expect(await placeOfBegun()).toBeUndefined();
		await speak(together);
		expect(await placeOfBegun()).toBe('trainer/session/tell');
	});
});

describe('a page that is left open when its person is finished', () => {
	type Act = () => Promise<unknown>;
	const need = { topic: 'other', words: 'Un banco', place: null, publish: false } as const;
	const typed = { ...need, place: '', lesson: '', step: '' };
	const late: [string, Act, Act, Act][] = [
		['a need', readDraft, () => keepDraft(typed), () => keepNeed(need, 'es')],
		[
			'an idea',
			() => readIdeaDraft(challenge),
			() => keepIdeaDraft(idea('Un banco')),
			() => tellIdea(idea('Un banco'), 'es')
		],
		[
			'a survey',
			() => answersShown(),
			() => keepAnswers(survey, { have: 'no' }),
			() => tellAnswers(published, { have: 'no' }, 'es')
		]
	];

	it.each(late)(
		'keeps hers of %s, and nothing in what the next one begins or tells',
		async (_, open, keep, tell) => {
			await leave(crypt);
			await open();
			await keep();
			expect(await isInUse()).toBe(true);
			await leave(crypt);
			await keep();
			await expect(speak(ideaOwner(challenge))).rejects.toThrow();
			await expect(tell()).rejects.toThrow('somebody else uses this phone');
			expect(await device.outbox.count()).toBe(0);
			expect(await isInUse()).toBe(false);
			await open();
			await keep();
			expect(await isInUse()).toBe(true);
			await tell();
			expect(await device.outbox.count()).toBe(1);
		}
	);
});

describe('a page of surveys that is told of her leaving', () => {
	it('is not the next person’s by that', async () => {
		const told: object[] = [];
		onTestFinished(followAnswers((all) => void told.push(all)));
		await expect.poll(() => told).toEqual([{}]);
		await keepAnswers(survey, { have: 'no' });
		await expect.poll(() => told.at(-1)).toHaveProperty(survey);
		await leave(crypt);
		await expect.poll(() => told.at(-1)).toEqual({});
		await keepAnswers(survey, { have: 'yes' });
		expect(await isInUse()).toBe(false);
	});
});

describe('somebody who corrects what she answered', () => {
	const told = { have: 'no', why: 'Es caro' };
	const corrections: [string, () => Promise<unknown>][] = [
		['in writing', () => keepAnswers(survey, { ...told, why: 'No llega' })],
		['by a tap that leads her elsewhere', () => keepAnswers(survey, { ...told, have: 'yes' })],
		['by voice', () => speak(answerOwner(survey, 'why'), 'again')]
	];

	it.each(corrections)('%s is led back to it before it is deleted', async (_, correct) => {
		await tellAnswers(published, told, 'es');
		await keepAnswers(survey, told);
		expect(await placeOfBegun()).toBeUndefined();
		await correct();
		expect(await placeOfBegun()).toBe(`survey#${survey}`);
	});

	it('which she spoke is led back where she said it once more or took it away, until that is told', async () => {
		const owner = answerOwner(survey, 'why');
		const spoken = { have: 'no', why: null };
		await speak(owner);
		await tellAnswers(published, spoken, 'es');
		expect(await placeOfBegun()).toBeUndefined();
		await speak(owner, 'again');
		expect(await placeOfBegun()).toBe(`survey#${survey}`);
		await tellAnswers(published, spoken, 'es');
		expect(await placeOfBegun()).toBeUndefined();
		for (const { id } of await listMedia(owner)) await dropMedia(id);
		expect(await placeOfBegun()).toBe(`survey#${survey}`);
		await tellAnswers(published, spoken, 'es');
		expect(await placeOfBegun()).toBeUndefined();
	});
});

describe('somebody who begins the same at two visits', () => {
	it('finds the words of both, and one set of answers that the city counts once', async () => {
		const card = await makeCard(crypt, pictures, '2580');
		await keepIdeaDraft(idea('Un banco'));
		await keepAnswers(survey, { have: 'no' });
		await tellAnswers(published, { have: 'no' }, 'es');
		const { by } = (await answersHere()) as KeptAnswers;
		await leave(crypt);
		// by her pictures alone her words stay closed
		expect(await openLearning(crypt, card.id, pictures, '2580')).toBe(true);
		expect(await readIdeaDraft(challenge)).toBeUndefined();
		await keepIdeaDraft(idea('y una fuente'));
		await keepAnswers(survey, { why: 'Es caro' });
		await leave(crypt);
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		expect((await readIdeaDraft(challenge))?.words).toBe('Un banco\ny una fuente');
		expect(await answersHere()).toMatchObject({ by, answers: { have: 'no', why: 'Es caro' } });
	});

	it('has both recordings of an idea, and the one that does not go with it stays begun', async () => {
		const owner = ideaOwner(challenge);
		const card = await makeCard(crypt, pictures, '2580');
		const first = await speak(owner, 'first');
		await leave(crypt);
		await openLearning(crypt, card.id, pictures, '2580');
		await readIdeaDraft(challenge);
		const second = await speak(owner, 'second');
		await leave(crypt);
		await openSpace(crypt, card, '2580');
		const hashes = async () => (await listMedia(owner)).map(({ sha256 }) => sha256);
		expect(await hashes()).toEqual([first.sha256, second.sha256]);
		// her page opens anew
		await readIdeaDraft(challenge);
		await tellIdea(idea(''), 'es');
		expect(await hashes()).toEqual([first.sha256]);
		await tellIdea(idea(''), 'es');
		expect(await hashes()).toEqual([]);
		for (let round = 0; round < 3; round++) await sync();
		const kept = await city.db.selectFrom('media').select('sha256').execute();
		const atCity = kept.map(({ sha256 }) => sha256);
		expect(atCity).toEqual(expect.arrayContaining([first.sha256, second.sha256]));
	});
});

const answersHere = async () =>
	(await readFact<Record<string, KeptAnswers>>(surveysFact))?.[survey];
const answersShown = () =>
	new Promise<void>((shown) => {
		const stop = followAnswers(() => {
			shown();
			queueMicrotask(() => stop());
		});
	});
