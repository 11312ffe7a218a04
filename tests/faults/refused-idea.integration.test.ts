/** What the city did not take is said so where it was said, and an idea is told again from its words and its recording. */
import { connect, newPhone } from './phone.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { codesOfIdeas } from '../../src/lib/device/idea-news.ts';
import {
	followIdeas,
	keepIdeaDraft,
	mendIdea,
	readIdeaDraft,
	takeIdeaBack,
	tellIdea,
	type OwnIdea
} from '../../src/lib/device/ideas.ts';
import { keepMedia, listMedia } from '../../src/lib/device/media.ts';
import { followOpinions, sayOpinion, type OwnOpinions } from '../../src/lib/device/opinions.ts';
import { park } from '../../src/lib/device/outbox.ts';
import { changeChoice, followPriority, tellChoice } from '../../src/lib/device/priorities.ts';
import { followSupports, saySupport } from '../../src/lib/device/supports.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { ideaOwner } from '../../src/lib/domain/media.ts';
import { newId } from '../integration/invented.ts';
import { voice } from '../integration/media-made.ts';

const city = cityWithDoor();
const challenge = newId();
const idea = (words: string) => ({ challenge, words, people: 3, publish: true });

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
});

/** What a page is told first. */
const shown = <T>(follow: (told: (own: T) => void) => () => void): Promise<T> =>
	new Promise((done) => {
		const stop = follow((own) => {
			done(own);
			queueMicrotask(() => stop());
		});
	});
const ownIdeas = () => shown<OwnIdea[]>((told) => followIdeas(challenge, told));
const speak = () =>
	keepMedia('voice', 'audio/webm', new Uint8Array(voice), { owner: ideaOwner(challenge) });

async function tellRefused(words: string, problem: 'too-long' | 'conflict' = 'too-long') {
	await tellIdea(idea(words), 'es');
	const id = (await codesOfIdeas()).at(-1)?.id ?? '';
	await park(id, problem);
	return id;
}

describe('what the city did not take', () => {
	it('of an idea, a support, opinions and a choice is not shown as on its way', async () => {
		const asked = { id: newId(), way: 'points', amount: 5 } as const;
		const [thing, round] = [newId(), newId()];
		await tellRefused('Un banco');
		await saySupport(thing, true, 'es');
		await sayOpinion({ round, statement: 's1', opinion: 'agree' }, 'es');
		await sayOpinion({ round, statement: 's2', opinion: 'agree' }, 'es');
		await changeChoice({ ...asked, things: [{ id: 't1', cost: null }] }, 't1', 1);
		await tellChoice(asked.id, 'es');
		for (const { id, envelope } of await device.outbox.toArray()) {
			const { statement } = (envelope?.body ?? {}) as { statement?: string };
			if (statement !== 's2') await park(id, 'unknown-kind');
		}
		const refused = { sent: false, refused: true };
		expect(await ownIdeas()).toMatchObject([refused]);
		expect(await shown(followSupports)).toMatchObject({ [thing]: refused });
		const opinions = await shown<OwnOpinions>((told) => followOpinions(round, told));
		expect(opinions).toMatchObject(refused);
		expect(await shown((told) => followPriority(asked.id, told))).toMatchObject(refused);
	});

	it('of an idea becomes a begun one with its words and its recording, and told again it arrives', async () => {
		await speak();
		const id = await tellRefused('Un banco');
		await keepIdeaDraft(idea('Y sombra'));
		await mendIdea(id);
		expect(await ownIdeas()).toEqual([]);
		expect(await readIdeaDraft(challenge)).toEqual(idea('Y sombra\nUn banco'));
		expect(await listMedia(ideaOwner(challenge))).toHaveLength(1);
		expect(await device.outbox.count()).toBe(0);
		await tellIdea(idea('Un banco a la sombra'), 'es');
		for (let round = 0; round < 3; round++) await sync();
		const rows = await city.db.selectFrom('ideas').select(['words', 'people']).execute();
		expect(rows).toEqual([{ words: 'Un banco a la sombra', people: 3 }]);
		expect(await ownIdeas()).toMatchObject([{ sent: true, spoken: true }]);
	});

	it('of an idea in words alone joins what is begun, and keeps a recording that is begun', async () => {
		const id = await tellRefused('Un banco');
		await speak();
		expect(await ownIdeas()).toMatchObject([{ refused: true, mendable: true }]);
		expect(await mendIdea(id)).toBe(challenge);
		expect(await readIdeaDraft(challenge)).toEqual(idea('Un banco'));
		expect(await listMedia(ideaOwner(challenge))).toHaveLength(1);
	});

	it('leaves no copy of its recording behind, and of what is not there nothing is mended', async () => {
		await speak();
		const id = await tellRefused('Un banco');
		await mendIdea(id);
		expect(await listMedia(id)).toEqual([]);
		expect(await device.media.count()).toBe(1);
		expect(await mendIdea(newId())).toBeUndefined();
		const other = await tellRefused('Una fuente');
		await takeIdeaBack(other, 'es');
		expect(await mendIdea(other)).toBeUndefined();
		expect(await readIdeaDraft(challenge)).toBeUndefined();
	});

	it('is not mended while it only waits: it goes as it was told', async () => {
		await tellIdea(idea('Un banco'), 'es');
		const [entry] = await device.outbox.toArray();
		expect(await ownIdeas()).not.toMatchObject([{ mendable: true }]);
		expect(await mendIdea(entry?.id ?? '')).toBe(challenge);
		expect(await device.outbox.toArray()).toEqual([entry]);
		expect(await readIdeaDraft(challenge)).toBeUndefined();
	});

	it('stays as it is where the city has its words, or where a recording would go', async () => {
		const known = await tellRefused('Un banco', 'conflict');
		await speak();
		const spoken = await tellRefused('Con voz');
		await speak();
		expect((await ownIdeas()).map(({ mendable = false }) => mendable)).toEqual([false, true]);
		for (const id of [known, spoken]) expect(await mendIdea(id)).toBe(challenge);
		expect((await ownIdeas()).map(({ words }) => words)).toEqual(['Un banco', 'Con voz']);
		expect(await listMedia(ideaOwner(spoken))).toHaveLength(1);
		expect(await readIdeaDraft(challenge)).toBeUndefined();
	});
});
