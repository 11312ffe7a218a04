/** Ideas: kept as they come, public only once staff published them, and gone when their person takes them back. */
import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { tokenOf } from '../../src/lib/domain/support-token.ts';
import { openChallenge } from '../../src/lib/server/challenges.ts';
import {
	joinIdea,
	publishIdea,
	refuseIdea,
	splitIdea,
	writeIdea
} from '../../src/lib/server/idea-moderation.ts';
import { readFeed } from '../../src/lib/server/publications.ts';
import { countSupports } from '../../src/lib/server/support-counts.ts';
import { aWithdrawal, newId } from './invented.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { aChallenge, anIdea, publicOf, readIdea, seen, send } from './said-ideas.ts';

openJoins();

let challenge: string;
let by: { staff: string };

beforeAll(async () => {
	challenge = await aChallenge();
	by = { staff };
});

async function said(words?: string) {
	const one = anIdea(challenge, words);
	await send(one.idea);
	return one;
}
async function published(words = 'Un banco a la sombra') {
	const one = await said(words);
	expect(await publishIdea(city.db, await seen(one.id), { es: words }, by)).toBeUndefined();
	return one;
}
async function support(thing: string, times: number) {
	const at = new Date().toISOString();
	const many = Array.from({ length: times }, () => {
		const token = tokenOf(randomBytes(32).toString('base64url'), thing);
		const body = { thing, token, supports: true };
		return { id: newId(), kind: 'support', schema: 1, madeAt: at, lang: 'es', media: [], body };
	});
	await send(...many);
	await countSupports(city.db);
}
const feed = async () =>
	JSON.stringify(await readFeed(city.db, 'epoch', { lang: undefined, since: undefined }));

describe('an idea', () => {
	it('is kept once, whatever way it comes and whatever became of its challenge', async () => {
		const { idea, id } = anIdea(newId(), 'Más luz');
		expect((await send(idea)).results[0]?.result).toBe('accepted');
		expect((await send(idea)).results[0]?.result).toBe('duplicate');
		const other = { ...idea, body: { ...idea.body, words: 'Menos luz' } };
		expect((await send(other)).results[0]?.result).toBe('conflict');
		expect(await readIdea(id)).toMatchObject({ state: 'waiting', words: 'Más luz', people: 3 });
	});

	it.each([
		['of no words', { words: ' \n' }],
		['that is too long', { words: 'è'.repeat(2_001) }],
		['of nobody', { people: 0 }],
		['of more than a lab holds', { people: 61 }]
	])('%s is refused with its reason', async (_, wrong) => {
		const { idea, id } = anIdea(challenge);
		const { results } = await send({ ...idea, body: { ...idea.body, ...wrong } });
		expect(results[0]).toMatchObject({ id, result: 'rejected' });
	});

	it('is public only in the words of the staff, under an id that tells nothing of its submission', async () => {
		const { id } = await said('Llama a Hortensia, 612 345 678');
		expect(await publicOf(id)).toBeUndefined();
		await publishIdea(city.db, await seen(id), { es: 'Un teléfono <b>para todos</b>' }, by);
		expect(await publicOf(id)).toMatchObject({ people: 3, by: 'citizen', supports: null });
		const all = await feed();
		expect(all).toContain('Un teléfono <b>para todos</b>');
		expect(all).not.toContain('Hortensia');
		expect(all).not.toContain(id);
	});

	it('that its person wants for the city alone is never published', async () => {
		const { idea, id } = anIdea(challenge, 'Para la ciudad', false);
		await send(idea);
		expect(await publishIdea(city.db, await seen(id), { es: 'Para todos' }, by)).toBe('private');
		expect(await publicOf(id)).toBeUndefined();
	});

	it('that is not published is nowhere, also where it was published before', async () => {
		const { id } = await published('Palabras que hieren');
		await refuseIdea(city.db, await seen(id), 'Hiere a otros', by);
		expect(await publicOf(id)).toBeNull();
		expect(await feed()).not.toContain('Palabras que hieren');
		expect(await feed()).not.toContain('Hiere a otros');
	});

	it('goes from the feed with its challenge, and returns with it', async () => {
		const of = await aChallenge();
		const { idea, id } = anIdea(of);
		await send(idea);
		await publishIdea(city.db, await seen(id), { es: 'Un banco' }, by);
		await openChallenge(city.db, { id: of, revision: 2 }, false, staff);
		expect(await publicOf(id)).toBeNull();
		await openChallenge(city.db, { id: of, revision: 3 }, true, staff);
		expect(await publicOf(id)).toMatchObject({ texts: { es: 'Un banco' } });
	});

	it('is not overwritten by the second of two who decide at once', async () => {
		const { id } = await said();
		const both = await seen(id);
		const did = await Promise.all([
			publishIdea(city.db, both, { es: 'Un banco' }, by),
			refuseIdea(city.db, both, 'No es de la ciudad', by)
		]);
		expect(did.sort()).toEqual(['changed', undefined]);
		expect((await readIdea(id)).revision).toBe(2);
	});

	it('can be of the staff', async () => {
		const id = await writeIdea(city.db, challenge, { es: 'Una sala de espera' }, by);
		expect(await publicOf(id)).toMatchObject({ by: 'staff', texts: { es: 'Una sala de espera' } });
	});
});

describe('supports of ideas', () => {
	it('are counted as those of challenges are, and those of joined ones for the one that leads', async () => {
		const [lead, same] = [await published(), await published()];
		await support((await readIdea(lead.id)).public_id, 3);
		expect((await publicOf(lead.id))?.supports).toBeNull();
		await support((await readIdea(same.id)).public_id, 3);
		await joinIdea(city.db, await seen(same.id), lead.id, by);
		expect((await publicOf(lead.id))?.supports).toBe(5);
		expect(await publicOf(same.id)).toBeNull();
		// one that comes late for the idea that was joined counts for the one that leads
		await support((await readIdea(same.id)).public_id, 4);
		expect((await publicOf(lead.id))?.supports).toBe(10);
		await splitIdea(city.db, await seen(same.id), by);
		expect((await publicOf(same.id))?.supports).toBe(5);
		expect((await publicOf(lead.id))?.supports).toBeNull();
	});

	it('cannot be joined with itself, with one of another challenge, or in a circle', async () => {
		const [one, two] = [await published(), await published()];
		const away = anIdea(await aChallenge());
		await send(away.idea);
		expect(await joinIdea(city.db, await seen(one.id), away.id, by)).toBe('not-joined');
		expect(await joinIdea(city.db, await seen(one.id), one.id, by)).toBe('not-joined');
		expect(await joinIdea(city.db, await seen(one.id), two.id, by)).toBeUndefined();
		expect(await joinIdea(city.db, await seen(two.id), one.id, by)).toBe('not-joined');
	});
});

describe('an idea that its person takes back', () => {
	it('is gone with all its words, and does not come again', async () => {
		const { idea, id, secrets } = await published('Un tobogán');
		await send(aWithdrawal(secrets));
		// and no backup brings it back
		const noted = city.db.selectFrom('erased').select('id').where('id', '=', id);
		expect(await noted.execute()).toHaveLength(1);
		expect(await publicOf(id)).toBeNull();
		expect(await readIdea(id)).toMatchObject({ state: 'withdrawn', words: '', texts: {} });
		expect((await send(idea)).results[0]?.result).toBe('deleted');
		const kept = city.db.selectFrom('submissions').select('envelope').where('id', '=', id);
		expect(await kept.executeTakeFirst()).toEqual({ envelope: null });
	});

	it('before it came is kept as a fact without words', async () => {
		const { idea, id, secrets } = anIdea(challenge, 'Nunca dicho');
		await send(aWithdrawal(secrets));
		expect((await send(idea)).results[0]?.result).toBe('deleted');
		expect(await readIdea(id)).toMatchObject({ state: 'withdrawn', words: '', publish: false });
		expect(await publishIdea(city.db, await seen(id), { es: 'x' }, by)).toBe('unknown');
	});

	it('hands those joined with it on: each stands in its own words', async () => {
		const lead = await published('Un banco');
		const [waiting, other] = [await said('Bancos'), await published('Sentarse')];
		for (const { id } of [waiting, other]) await joinIdea(city.db, await seen(id), lead.id, by);
		await send(aWithdrawal(lead.secrets));
		expect(await publicOf(lead.id)).toBeNull();
		expect(await publicOf(other.id)).toMatchObject({ texts: { es: 'Sentarse' } });
		expect(await readIdea(waiting.id)).toMatchObject({ same_as: other.id, state: 'waiting' });
	});

	it('while staff join it leaves none hidden behind it, whichever comes first', async () => {
		for (let time = 0; time < 8; time++) {
			const [lead, same] = [await published(), await published('Sentarse')];
			const at = await seen(same.id);
			const [refused] = await Promise.all([
				joinIdea(city.db, at, lead.id, by),
				send(aWithdrawal(lead.secrets))
			]);
			expect([undefined, 'not-joined']).toContain(refused);
			expect(await publicOf(lead.id)).toBeNull();
			expect(await publicOf(same.id)).toMatchObject({ texts: { es: 'Sentarse' } });
		}
	});
});
