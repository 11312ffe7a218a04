/**
 * What people say where they are counted, told by a phone and carried in a file: an opinion, a choice of priorities, answers to
 * a survey, an idea. Whatever way it goes, and however often, it counts once, and the last word stands.
 */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { followIdeas, takeIdeaBack, tellIdea, type OwnIdea } from '../../src/lib/device/ideas.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { sayOpinion } from '../../src/lib/device/opinions.ts';
import { changeChoice, tellChoice } from '../../src/lib/device/priorities.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { tellAnswers } from '../../src/lib/device/surveys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { readOpinions } from '../../src/lib/server/opinions.ts';
import { readPriorities } from '../../src/lib/server/priorities.ts';
import { makeSurvey, publishedSurveys, publishSurvey } from '../../src/lib/server/surveys.ts';
import { internet } from '../integration/asked.ts';
import { newId } from '../integration/invented.ts';
import { citizenAndTrainer, crypt, exchange, handOver, nowhere, over } from './carrying.ts';

const city = cityWithDoor();
const phones = citizenAndTrainer(city);
/** What is asked in a test; for answers the survey. */
let asked: string;
let surveyed: string;

beforeEach(async () => {
	asked = newId();
	const form = { survey: internet, target: { kind: 'all' as const } };
	surveyed = await makeSurvey(city.db, form, 'ana', new Date());
	await publishSurvey(city.db, { id: surveyed, edits: 1 }, 'ana', new Date());
});

interface Counted {
	/** Says it for the first time, and otherwise, as the page does. */
	first: () => Promise<unknown>;
	last: () => Promise<unknown>;
	/** What the city counts: the word of each person. */
	counted: () => Promise<string[]>;
	/** What stands there once the first word was said, and once the last one was. */
	words: [first: string[], last: string[]];
}

const answer = async (have: 'yes' | 'no') => {
	const all = await publishedSurveys(city.db);
	const survey = all.find(({ id }) => id === surveyed);
	if (!survey) throw new Error('no survey');
	await tellAnswers(survey, { have }, 'es');
};
const choose = async (thing: string) => {
	const things = ['t1', 't2'].map((id) => ({ id, cost: null }));
	await changeChoice({ id: asked, way: 'points', amount: 5, things }, thing, 1);
	await tellChoice(asked, 'es');
};
const ownIdeas = () =>
	new Promise<OwnIdea[]>((done) => {
		const stop = followIdeas(asked, (own) => {
			done(own);
			queueMicrotask(() => stop());
		});
	});

const kinds: Record<string, Counted> = {
	'an opinion': {
		first: () => sayOpinion({ round: asked, statement: 's1', opinion: 'agree' }, 'es'),
		last: () => sayOpinion({ round: asked, statement: 's1', opinion: 'disagree' }, 'es'),
		counted: async () =>
			(await readOpinions(city.db, asked, ['s1'])).map(({ vote }) => String(vote)),
		words: [['1'], ['-1']]
	},
	'a choice of priorities': {
		first: () => choose('t1'),
		last: () => choose('t2'),
		counted: async () =>
			(await readPriorities(city.db, asked)).map((choice) => Object.keys(choice).sort().join()),
		words: [['t1'], ['t1,t2']]
	},
	'answers to a survey': {
		first: () => answer('yes'),
		last: () => answer('no'),
		counted: async () => {
			const rows = city.db.selectFrom('survey_answers').select('answers');
			const all = await rows.where('survey', '=', surveyed).execute();
			return all.map(({ answers }) => String(answers['have']));
		},
		words: [['yes'], ['no']]
	},
	'an idea': {
		first: () => tellIdea({ challenge: asked, words: 'Un cartel', people: 2, publish: true }, 'es'),
		last: async () => takeIdeaBack((await ownIdeas())[0]?.id ?? '', 'es'),
		counted: async () => {
			const rows = city.db.selectFrom('ideas').select('words');
			const all = await rows
				.where('challenge', '=', asked)
				.where('state', '!=', 'withdrawn')
				.execute();
			return all.map(({ words }) => words);
		},
		words: [['Un cartel'], []]
	}
};

/** A trainer takes the file over, twice, and brings it to the city; then the citizen's phone is in hand again. */
async function brought(file: Blob): Promise<void> {
	const citizen = await exchange(phones.trainer);
	expect((await over(file)).letters).toMatchObject([{ outcome: 'taken' }]);
	expect((await over(file)).letters).toMatchObject([{ outcome: 'known' }]);
	await online();
	connect(nowhere);
	phones.trainer = await exchange(citizen);
}

/** The same file once more, as it is, by whoever has it. */
async function carried(file: Blob): Promise<void> {
	const response = await fetch(`${city.door.url}/api/carry`, {
		method: 'POST',
		headers: { 'content-type': 'application/x-ndjson' },
		body: new Uint8Array(await file.arrayBuffer())
	});
	expect(response.status).toBe(200);
}

async function online(): Promise<void> {
	connect(city.door.url);
	expect(await sync()).toMatchObject({ outcome: 'done' });
	expect(await device.outbox.count()).toBe(0);
}

describe.each(Object.entries(kinds))('%s', (_, { first, last, counted, words }) => {
	const [one, other] = words;

	it('that a trainer brings in a file, that comes in it once more, and by the phone itself, counts once', async () => {
		await first();
		const file = await handOver();
		await brought(file);
		expect(await counted()).toEqual(one);
		await online();
		await carried(file);
		expect(await counted()).toEqual(one);
	});

	it('that is said otherwise counts as it was said last, also where the older file comes later', async () => {
		await first();
		const older = await handOver();
		await last();
		await online();
		expect(await counted()).toEqual(other);
		connect(nowhere);
		await brought(older);
		await carried(older);
		expect(await counted()).toEqual(other);
	});

	it('that is said otherwise in a second file counts as that, whichever file comes first', async () => {
		await first();
		const older = await handOver();
		await online();
		connect(nowhere);
		await last();
		const newer = await handOver();
		await carried(newer);
		await carried(older);
		expect(await counted()).toEqual(other);
		await carried(newer);
		await online();
		expect(await counted()).toEqual(other);
	});

	it('of one person with a card on the phone of a lab counts once, also when she comes back to it', async () => {
		const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
		await first();
		expect(await leave(crypt)).toBe('left');
		const file = await handOver();
		await brought(file);
		expect(await counted()).toEqual(one);
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		await online();
		await carried(file);
		expect(await counted()).toEqual(one);
		await last();
		await online();
		expect(await counted()).toEqual(other);
	});

	it('from a second phone is a second word: nobody can tell that it is the same person', async () => {
		await first();
		await brought(await handOver());
		await newPhone();
		connect(city.door.url);
		await first();
		await online();
		expect(await counted()).toEqual([...one, ...one]);
	});
});
