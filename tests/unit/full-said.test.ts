/** A phone without room while something is said of the neighbourhood: nothing is half kept, what was there stays, and with room it is told. */
import 'fake-indexeddb/auto';
import { beforeEach, expect, it } from 'vitest';
import { withFull } from '../faults/full-memory.ts';
import { device } from '../../src/lib/device/database.ts';
import { keepIdeaDraft, tellIdea } from '../../src/lib/device/ideas.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { sayOpinion } from '../../src/lib/device/opinions.ts';
import { changeChoice, tellChoice } from '../../src/lib/device/priorities.ts';
import { saySupport } from '../../src/lib/device/supports.ts';
import { keepAnswers, tellAnswers } from '../../src/lib/device/surveys.ts';
import { answerOwner, ideaOwner } from '../../src/lib/domain/media.ts';
import { internet } from '../integration/asked.ts';
import { newId } from '../integration/invented.ts';

const of = newId();
const idea = { challenge: of, words: 'Un cartel con las horas', people: 2, publish: true };
const asked = {
	...{ id: of, revision: 1, publishedAt: '2026-03-01T10:00:00Z', own: 'es' as const },
	...{ target: { kind: 'all' as const }, survey: internet }
};
const answers = { have: 'no', why: 'Es caro' };
const aloud = (owner: string) =>
	keepMedia('voice', 'audio/webm', new Uint8Array([1, 2, 3]), { owner });

/** Of each kind: what she has begun, and how she tells it. */
const kinds: [string, () => Promise<unknown>, () => Promise<unknown>][] = [
	['support', async () => {}, () => saySupport(of, true, 'es')],
	[
		'opinion',
		() => sayOpinion({ round: of, statement: 's1', opinion: 'pass' }, 'es', 1),
		() => sayOpinion({ round: of, statement: 's1', opinion: 'agree' }, 'es')
	],
	[
		'priority',
		() => {
			const things = [{ id: 't1', cost: null }];
			return changeChoice({ id: of, way: 'points', amount: 5, things }, 't1', 1);
		},
		() => tellChoice(of, 'es')
	],
	[
		'answer',
		async () => {
			await keepAnswers(of, answers);
			await aloud(answerOwner(of, 'why'));
		},
		() => tellAnswers(asked, answers, 'es')
	],
	[
		'idea',
		async () => {
			await keepIdeaDraft(idea);
			await aloud(ideaOwner(of));
		},
		() => tellIdea(idea, 'es')
	]
];

beforeEach(async () => {
	await device.delete();
	await device.open();
});

const all = () => Promise.all(device.tables.map((table) => table.toArray()));

it.each(kinds)('%s', async (kind, begin, tell) => {
	await begin();
	const before = await all();
	await withFull(device.outbox, 'creating', () => expect(tell()).rejects.toThrow('full'));
	expect(await all()).toEqual(before);
	if (kind === 'idea' || kind === 'answer') {
		await withFull(device.pieces, 'creating', () => expect(tell()).rejects.toThrow('full'));
		expect(await all()).toEqual(before);
	}
	await tell();
	const [entry] = await device.outbox.toArray();
	expect(entry?.envelope).toMatchObject({ kind });
	expect(await device.outbox.count()).toBe(1);
});
