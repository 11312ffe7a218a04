/** Whoever said an idea hears what became of it: sealed, on her phone and by her code, and nobody else does. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openIdeaNews } from '../../src/lib/domain/idea-news.ts';
import { openChallenge } from '../../src/lib/server/challenges.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { readOneIdea } from '../../src/lib/server/idea-news.ts';
import {
	joinIdea,
	publishIdea,
	refuseIdea,
	splitIdea
} from '../../src/lib/server/idea-moderation.ts';
import { aWithdrawal } from './invented.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { aChallenge, heard, publicOf, readIdea, saidOnPhone, seen, send } from './said-ideas.ts';

openJoins();

let challenge: string;
const reason = 'Habla de una persona';

beforeAll(async () => {
	challenge = await aChallenge();
});

const said = (of = challenge) => saidOnPhone(of);
const publish = async (id: string) =>
	publishIdea(city.db, await seen(id), { es: 'Un banco' }, { staff });
const refuse = async (id: string) => refuseIdea(city.db, await seen(id), reason, { staff });

describe('whoever said an idea', () => {
	it('hears that it waits, that everybody can read it, and why it is not shown', async () => {
		const idea = await said();
		const first = await heard(idea);
		expect(first.told).toEqual({
			...{ challenge, state: 'waiting', joined: false, reason: null, page: false },
			...{ priorities: [], pilots: [], decisions: [] }
		});
		await publish(idea.id);
		const next = await heard(idea, first.cursor);
		expect(next.told).toMatchObject({ state: 'published', page: true });
		expect((await heard(idea, next.cursor)).item).toBeUndefined();
		await refuse(idea.id);
		const last = await heard(idea, next.cursor);
		expect(last.told).toMatchObject({ state: 'refused', reason, page: false });
	});

	it('alone can read it: neither who hands it on, nor who has another code', async () => {
		const [idea, other] = [await said(), await said()];
		await refuse(idea.id);
		const { item } = await heard(idea);
		expect(JSON.stringify(item)).not.toContain(reason);
		expect(await openIdeaNews(item?.idea ?? '', other.reply, cryptography)).toBeUndefined();
		expect((await heard(other)).told).toMatchObject({ state: 'waiting', reason: null });
		expect(await publicOf(idea.id)).toBeUndefined();
	});

	it('hears where the idea stands with which staff joined it, and no reason that speaks of that one', async () => {
		const [lead, own] = [await said(), await said()];
		await publish(lead.id);
		const before = await heard(own);
		await joinIdea(city.db, await seen(own.id), lead.id, { staff });
		const joined = await heard(own, before.cursor);
		expect(joined.told).toMatchObject({ state: 'published', joined: true, page: true });
		await refuse(lead.id);
		const after = await heard(own, joined.cursor);
		expect(after.told).toMatchObject({ state: 'refused', joined: true, reason: null });
		await splitIdea(city.db, await seen(own.id), { staff });
		expect((await heard(own, after.cursor)).told).toMatchObject({
			...{ state: 'waiting', joined: false }
		});
	});

	it('hears that it stands alone again when the one that led was taken back', async () => {
		const [lead, own] = [await said(), await said()];
		await publish(own.id);
		await joinIdea(city.db, await seen(own.id), lead.id, { staff });
		const before = await heard(own);
		await send(aWithdrawal(lead));
		const after = await heard(own, before.cursor);
		expect(after.told).toMatchObject({ state: 'published', joined: false, page: true });
		expect((await heard(lead)).item).toBeUndefined();
	});

	it('hears that it can be read no more when its challenge closes', async () => {
		const of = await aChallenge();
		const idea = await said(of);
		await publish(idea.id);
		const before = await heard(idea);
		await openChallenge(city.db, { id: of, revision: 2 }, false, staff);
		expect((await heard(idea, before.cursor)).told).toMatchObject({
			...{ state: 'published', page: false }
		});
	});

	it('reads the same by her code where no script runs, and no reason from when reasons were for colleagues', async () => {
		const idea = await said();
		await refuse(idea.id);
		expect(await readOneIdea(city.db, idea.watch)).toMatchObject({ state: 'refused', reason });
		await city.db
			.updateTable('ideas')
			.set({ reason_told: false })
			.where('id', '=', idea.id)
			.execute();
		expect(await readOneIdea(city.db, idea.watch)).toMatchObject({ reason: null });
		expect((await readIdea(idea.id)).reason).toBe(reason);
	});
});
