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
import { bytesOf, keepMedia, listMedia } from '../../src/lib/device/media.ts';
import { join } from '../../src/lib/device/session/join.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { isInUse } from '../../src/lib/device/shared-phone.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { ideaOwner } from '../../src/lib/domain/media.ts';
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

describe('an idea beside others', () => {
	const speak = (of: string, n: number) =>
		keepMedia('voice', 'audio/webm', new Uint8Array([n]), { owner: ideaOwner(of), now: n });
	const many = async (owner: string) => (await listMedia(owner)).length;

	it('goes with its last recording, and is taken back once with all that is hers of it; theirs stay', async () => {
		const other = { ...idea(), challenge: newId() };
		await keepIdeaDraft(other);
		await keepIdeaDraft(idea());
		await speak(other.challenge, 1);
		// as two tabs may leave them
		const first = await speak(newId(), 1);
		await device.media.update(first.id, { owner: ideaOwner(challenge) });
		const last = await speak(newId(), 2);
		await device.media.update(last.id, { owner: ideaOwner(challenge) });
		await tellIdea(idea(), 'es');
		await tellIdea({ ...idea(), challenge: newId() }, 'es');
		const [own, ...more] = await shown();
		const id = own?.id ?? '';
		expect([own?.spoken, more]).toEqual([true, []]);
		const [copy] = await listMedia(id);
		expect(copy).toMatchObject({ position: 0, role: 'voice' });
		expect(await bytesOf(copy?.id ?? '')).toEqual(new Uint8Array([2]));
		expect((await device.outbox.get(id))?.envelope?.media).toEqual([
			expect.objectContaining({ sha256: copy?.sha256 })
		]);
		expect([await many(ideaOwner(id)), await many(ideaOwner(challenge))]).toEqual([1, 1]);
		expect(await readIdeaDraft(other.challenge)).toEqual(other);

		await Promise.all([takeIdeaBack(id, 'es'), takeIdeaBack(id, 'es')]);
		expect([await many(id), await many(ideaOwner(id))]).toEqual([0, 0]);
		expect(await many(ideaOwner(other.challenge))).toBe(1);
		const kinds = (await device.outbox.toArray()).map(({ envelope }) => envelope?.kind);
		expect(kinds.sort()).toEqual(['idea', 'withdrawal']);
	});

	it('that this phone never told cannot be taken back, and one without a recording says so', async () => {
		await tellIdea(idea(), 'es');
		await takeIdeaBack(newId(), 'es');
		expect(await device.outbox.count()).toBe(1);
		expect(await shown()).toMatchObject([{ spoken: false }]);
	});

	it('that is told in a session says which', async () => {
		const session = { id: newId(), lab: newId(), endsAt: Date.now() + 3_600_000, root: '' };
		const about = { labName: 'Raval', modules: [], languages: ['es' as const] };
		await join({ ...session, ...about }, 'es');
		await tellIdea(idea(), 'es');
		const told = (await device.outbox.toArray()).map(({ envelope }) => envelope);
		expect(told.find((each) => each?.kind === 'idea')).toMatchObject({
			lab: session.lab,
			session: session.id
		});
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
