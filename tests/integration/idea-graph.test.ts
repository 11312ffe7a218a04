/**
 * No idea loses its thread: whatever staff join, separate, try out, ask and decide, and whatever people take back, each idea
 * knows what became of it, and each of those things knows its ideas.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readGrounds } from '../../src/lib/server/decision-grounds.ts';
import {
	changeDecision,
	findDecision,
	publishDecision,
	writeDecision
} from '../../src/lib/server/decisions.ts';
import { joinIdea, publishIdea, splitIdea } from '../../src/lib/server/idea-moderation.ts';
import { readOneIdea } from '../../src/lib/server/idea-news.ts';
import { ideasNamedBy, namingsOf } from '../../src/lib/server/idea-threads.ts';
import { changePilot, findPilot, stepPilot, writePilot } from '../../src/lib/server/pilots.ts';
import {
	beginPrioritising,
	changePrioritising,
	openPrioritising
} from '../../src/lib/server/prioritisings.ts';
import { aWithdrawal } from './invented.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { aChallenge, anIdea, readIdea, seen, send } from './said-ideas.ts';

openJoins();

const many = 5;
const at = fc.nat({ max: many - 1 });
const thing = fc.constantFrom('pilot' as const, 'decision' as const);
const move = fc.oneof(
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constant('join' as const), a: at, b: at, to: thing })
	},
	{
		weight: 2,
		arbitrary: fc.record({ do: fc.constant('split' as const), a: at, b: at, to: thing })
	},
	{
		weight: 3,
		arbitrary: fc.record({ do: fc.constant('name' as const), a: at, b: at, to: thing })
	},
	fc.record({ do: fc.constant('take out' as const), a: at, b: at, to: thing }),
	fc.record({ do: fc.constant('ask' as const), a: at, b: at, to: thing }),
	fc.record({ do: fc.constant('take back' as const), a: at, b: at, to: thing })
);

const pilotForm = {
	...{ place: null, lab: null, from: '2026-03-01', until: '2026-04-01' },
	texts: { es: { what: 'Un banco de madera', where: '', who: 'Todos', learned: '' } }
};
const decisionForm = {
	...{ place: null, topic: 'service' as const, outcome: 'yes' as const, cost: 'none' as const },
	texts: { es: { what: 'Habrá bancos', why: '', when: 'En mayo', who: 'Parques' } }
};

/** A pilot and a decision about a challenge that everybody reads. */
async function opened(challenge: string) {
	const tried = await writePilot(city.db, challenge, { ...pilotForm, ideas: [] }, staff);
	const decided = await writeDecision(city.db, { ...decisionForm, challenges: [challenge] }, staff);
	if (typeof tried === 'string' || typeof decided === 'string') throw new Error('not written');
	await stepPilot(city.db, { id: tried.id, revision: 1 }, 'published', staff);
	await publishDecision(city.db, { id: decided.id, revision: 1 }, true, staff);
	return { pilot: tried.id, decision: decided.id };
}

/** What staff choose in the form of one of them: what is there, with this idea or without it. */
async function choose(
	things: Record<'pilot' | 'decision', string>,
	to: 'pilot' | 'decision',
	idea: string,
	isIn: boolean,
	challenge: string
) {
	const id = things[to];
	const known = to === 'pilot' ? await findPilot(city.db, id) : await findDecision(city.db, id);
	const { ideas } =
		to === 'pilot'
			? ((await findPilot(city.db, id)) ?? { ideas: [] })
			: await readGrounds(city.db, id);
	const others = ideas.filter((each) => each !== idea);
	const rows = await city.db
		.selectFrom('ideas')
		.select('public_id')
		.where('state', '=', 'published')
		.execute();
	const offered = new Set(rows.map(({ public_id }) => public_id));
	const chosen = [...others, ...(isIn ? [idea] : [])].filter((each) => offered.has(each));
	const now = { id, revision: known?.revision ?? 0 };
	return to === 'pilot'
		? changePilot(city.db, now, { ...pilotForm, ideas: chosen }, staff)
		: changeDecision(
				city.db,
				now,
				{ ...decisionForm, challenges: [challenge], ideas: chosen },
				staff
			);
}

/** Everybody is asked whether this idea comes first. */
async function ask(challenge: string, idea: string) {
	const id = (await beginPrioritising(city.db, challenge, staff)) ?? '';
	const things = [
		{ id: 'own', idea, texts: {}, cost: null },
		{ id: 'other', idea: null, texts: { es: 'Otra cosa' }, cost: null }
	];
	const form = { way: 'points' as const, amount: 5, until: null, things };
	await changePrioritising(city.db, { id, revision: 1 }, form, staff);
	await openPrioritising(city.db, { id, revision: 2 }, true, staff);
	return id;
}

/** What each idea has come to, by their own ids. */
async function known(ids: readonly string[]) {
	const namings = await namingsOf(city.db, ids);
	return new Map(ids.map((id) => [id, new Set((namings.get(id) ?? []).map(({ thing }) => thing))]));
}

test('any sequence of joins, splits, hands and withdrawals leaves each idea what became of it, both ways', async () => {
	await fc.assert(
		fc.asyncProperty(fc.array(move, { minLength: 4, maxLength: 12 }), async (moves) => {
			const challenge = await aChallenge();
			const told = Array.from({ length: many }, () => anIdea(challenge));
			await send(...told.map(({ idea }) => idea));
			const ids = told.map(({ id }) => id);
			// the last one waits: nobody reads it, but it may be joined
			for (const id of ids.slice(0, -1)) {
				await publishIdea(city.db, await seen(id), { es: 'Un banco' }, { staff });
			}
			const things = await opened(challenge);
			const asked: string[] = [];
			/** What each must still know when it stands alone: what it knew before it was joined. */
			const own = new Map(ids.map((id) => [id, new Set<string>()]));

			for (const { do: what, a, b, to } of moves) {
				const [idea, other] = [told[a], told[b]];
				if (!idea || !other) continue;
				const before = await known(ids);
				const row = await readIdea(idea.id);
				if (row.state === 'withdrawn') continue;
				const leadOf = async (id: string) => (await readIdea(id)).same_as ?? id;
				const leads = new Map<string, string>();
				for (const id of ids) leads.set(id, await leadOf(id));
				if (what === 'join') {
					const refused = await joinIdea(city.db, await seen(idea.id), other.id, { staff });
					if (!refused) {
						for (const id of ids) {
							if (leads.get(id) === idea.id)
								before.get(id)?.forEach((each) => own.get(id)?.add(each));
						}
					}
				}
				if (what === 'split') await splitIdea(city.db, await seen(idea.id), { staff });
				if (what === 'name') await choose(things, to, row.public_id, true, challenge);
				if (what === 'take out') await choose(things, to, row.public_id, false, challenge);
				if (what === 'ask' && row.state === 'published')
					asked.push(await ask(challenge, row.public_id));
				if (what === 'take back') await send(aWithdrawal(idea.secrets));

				const now = await known(ids);
				if (what === 'take out') for (const kept of own.values()) kept.delete(things[to]);
				for (const { id } of told) {
					if ((await readIdea(id)).state === 'withdrawn') continue;
					const knew = before.get(id) ?? new Set();
					if (what === 'take out') knew.delete(things[to]);
					// apart again each knows what it knew before, else nothing is ever less
					const must = what === 'split' ? (own.get(id) ?? new Set()) : knew;
					expect([what, [...must].filter((each) => !now.get(id)?.has(each))]).toEqual([what, []]);
				}
				if (what === 'split') {
					const lost = [...before.values()].flatMap((each) => [...each]);
					const all = new Set([...now.values()].flatMap((each) => [...each]));
					expect(lost.filter((each) => !all.has(each))).toEqual([]);
				}
				await bothWays(told, { ...things, asked }, now);
			}
		}),
		{ numRuns: 20 }
	);
}, 180_000);

/** What names an idea knows it too, whoever said it hears the same, and everybody reads the one that leads. */
async function bothWays(
	told: ReturnType<typeof anIdea>[],
	{ pilot, decision, asked }: { pilot: string; decision: string; asked: string[] },
	now: ReadonlyMap<string, ReadonlySet<string>>
) {
	const kinds = [
		{ kind: 'pilot' as const, thing: pilot },
		{ kind: 'decision' as const, thing: decision },
		...asked.map((thing) => ({ kind: 'prioritising' as const, thing }))
	];
	for (const naming of kinds) {
		const named = (await ideasNamedBy(city.db, naming)).map(({ id }) => id);
		const from = told.map(({ id }) => id).filter((id) => now.get(id)?.has(naming.thing));
		expect(named.toSorted()).toEqual(from.toSorted());
		if (naming.kind === 'prioritising') continue;
		const rows = await Promise.all(named.map(readIdea));
		const leading = rows.filter((each) => each.same_as === null && each.state === 'published');
		const row = city.db.selectFrom('publications').select('body').where('id', '=', naming.thing);
		const { ideas = [] } = (await row.executeTakeFirstOrThrow()).body as { ideas?: string[] };
		expect(ideas.toSorted()).toEqual(leading.map((each) => each.public_id).toSorted());
	}
	for (const { id, secrets } of told) {
		const news = await readOneIdea(city.db, secrets.watch);
		const { priorities = [], pilots = [], decisions = [] } = news ?? {};
		const heard = [...priorities, ...pilots, ...decisions].map((each) => each.id);
		expect(heard.toSorted()).toEqual([...(now.get(id) ?? [])].toSorted());
	}
}
