/** An idea on a phone: kept while it is written, told once, taken back; on a shared phone nobody else finds it. */
import { connect, newPhone } from './phone.ts';
import { beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import {
	followIdeas,
	keepIdeaDraft,
	readIdeaDraft,
	takeIdeaBack,
	tellIdea,
	type OwnIdea
} from '../../src/lib/device/ideas.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { isInUse } from '../../src/lib/device/shared-phone.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { cityWithDoor } from '../integration/city-with-door.ts';
import { newId } from '../integration/invented.ts';

const city = cityWithDoor();
const words = 'Un cartel con las horas';
let challenge: string;

beforeEach(async () => {
	await newPhone();
	connect(city.door.url);
	// every phone has met its city once
	await sync();
	challenge = newId();
});

const idea = () => ({ challenge, words, people: 4, publish: true });
/** As the page shows it. */
const shown = () =>
	new Promise<OwnIdea[]>((done) => {
		const stop = followIdeas(challenge, (own) => {
			done(own);
			queueMicrotask(() => stop());
		});
	});
const atCity = () =>
	city.db
		.selectFrom('ideas')
		.select(['state', 'words', 'people'])
		.where('challenge', '=', challenge)
		.execute();

describe('an idea', () => {
	it('is kept while it is written, and told to the city once', async () => {
		await keepIdeaDraft(idea());
		expect(await readIdeaDraft(challenge)).toEqual(idea());
		await tellIdea(idea(), 'es');
		expect(await readIdeaDraft(challenge)).toBeUndefined();
		expect(await shown()).toMatchObject([{ words, sent: false }]);
		await sync();
		expect(await shown()).toMatchObject([{ words, sent: true }]);
		expect(await atCity()).toEqual([{ state: 'waiting', words, people: 4 }]);
	});

	it('that is taken back before it went never goes; afterwards its words are gone', async () => {
		await tellIdea(idea(), 'es');
		await takeIdeaBack((await shown())[0]?.id ?? '', 'es');
		await sync();
		expect(await atCity()).toEqual([]);
		await tellIdea(idea(), 'es');
		await sync();
		await takeIdeaBack((await shown())[0]?.id ?? '', 'es');
		expect(await shown()).toEqual([]);
		await sync();
		expect(await atCity()).toEqual([{ state: 'withdrawn', words: '', people: 1 }]);
	});
});

describe('on a shared phone', () => {
	it('the next person finds nothing of it, and what waited arrives', async () => {
		await keepIdeaDraft({ ...idea(), challenge: newId() });
		await tellIdea(idea(), 'es');
		expect(await isInUse()).toBe(true);
		expect(await leave(crypt)).toBe('left');
		expect(await shown()).toEqual([]);
		const tables = await Promise.all(device.tables.map((table) => table.toArray()));
		expect(JSON.stringify(tables)).not.toContain(words);
		await sync();
		expect(await atCity()).toMatchObject([{ words }]);
	});

	it('whoever has a card finds it again, and takes it back', async () => {
		const card = await makeCard(crypt, ['sun', 'cat', 'boat'], '2580');
		await tellIdea(idea(), 'es');
		await leave(crypt);
		await sync();
		expect(await openSpace(crypt, card, '2580')).toBe('opened');
		const [own] = await shown();
		expect(own).toMatchObject({ words, sent: true });
		await takeIdeaBack(own?.id ?? '', 'es');
		await sync();
		expect(await atCity()).toMatchObject([{ state: 'withdrawn', words: '' }]);
	});
});
