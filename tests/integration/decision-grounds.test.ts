/** On what a decision rests: chosen by staff, read by everybody, heard by whoever said the idea; and the way back. */
import { beforeEach, describe, expect, it } from 'vitest';
import { load as openSessions } from '../../src/routes/[lang=lang]/sessions/+page.server.ts';
import { findDecision } from '../../src/lib/server/decisions.ts';
import { joinIdea, publishIdea, refuseIdea } from '../../src/lib/server/idea-moderation.ts';
import { openPrioritising } from '../../src/lib/server/prioritisings.ts';
import { beginPrioritising, changePrioritising } from '../../src/lib/server/prioritisings.ts';
import { beginRound, changeRound, openRound } from '../../src/lib/server/rounds.ts';
import { chosen, publishedPrioritising, sendChosen } from './asked-priorities.ts';
import { city, staff } from './joined-needs.ts';
import { publicPages } from './public-neighbourhood.ts';
import { heard, readIdea, saidOnPhone, seen } from './said-ideas.ts';
import {
	about,
	browser,
	challenge,
	fields as tried,
	openPilots,
	published,
	step,
	write as writePilot
} from './trying-pilots.ts';

openPilots();

const decided = {
	...{ place: '', topic: 'service', outcome: 'yes', cost: 'none' },
	...{ 'what-es': 'Abre por la tarde', 'when-es': 'En mayo', 'who-es': 'El centro', 'why-es': '' }
};
type Typed = Record<string, string>;

let own: Awaited<ReturnType<typeof saidOnPhone>>;
let idea: string;

beforeEach(async () => {
	own = await saidOnPhone(about, 'Abrir por la tarde');
	await publish(own.id);
	idea = (await readIdea(own.id)).public_id;
});

const publish = async (id: string) =>
	publishIdea(city.db, await seen(id), { es: 'Abrir por la tarde' }, { staff });
const add = (typed: Typed) =>
	browser.post(`/staff/decisions/new?challenge=${about}`, {
		...decided,
		challenge: about,
		...typed
	});
async function post(id: string, form: string, typed: Typed) {
	const revision = String((await findDecision(city.db, id))?.revision);
	return browser.post(`/staff/decisions/${id}?/${form}`, { revision, ...typed });
}
/** A decision that everybody reads, resting on these things. */
async function decide(typed: Typed): Promise<string> {
	const id = /decisions\/([^?]+)/.exec((await add(typed)).location ?? '')?.[1] ?? '';
	await post(id, 'publish', { public: 'yes' });
	return id;
}
/** A prioritising of the idea and another thing, for which the idea is asked. */
async function asked(): Promise<string> {
	const id = (await beginPrioritising(city.db, about, staff)) ?? '';
	const things = [
		{ id: 'own', idea, texts: {}, cost: null },
		{ id: 'other', idea: null, texts: { es: 'Más bancos' }, cost: null }
	];
	const form = { way: 'points' as const, amount: 5, until: null, things };
	await changePrioritising(city.db, { id, revision: 1 }, form, staff);
	await openPrioritising(city.db, { id, revision: 2 }, true, staff);
	return id;
}
async function round(): Promise<string> {
	const id = (await beginRound(city.db, about, staff)) ?? '';
	const statements = ['Uno', 'Dos', 'Tres'].map((es, at) => {
		return { id: `s${at + 1}`, texts: { es }, isHidden: false };
	});
	await changeRound(city.db, { id, revision: 1 }, { until: null, statements }, staff);
	await openRound(city.db, { id, revision: 2 }, true, staff);
	return id;
}

describe('staff', () => {
	it('tick on what a decision rests, and everybody reads it with the way there', async () => {
		const [round_, prioritising] = [await round(), await asked()];
		const { data } = await browser.open(`/staff/decisions/new?challenge=${about}`);
		const offered = (data.grounds as { id: string }[]).map(({ id }) => id);
		expect(offered.toSorted()).toEqual([idea, round_, prioritising].toSorted());
		const id = await decide({ idea, round: round_, prioritising });
		expect(await published(id)).toMatchObject({
			...{ ideas: [idea], rounds: [round_], prioritisings: [prioritising] }
		});
		const { grounds } = (await publicPages(about)).challenge;
		expect(grounds).toEqual([
			{
				decision: id,
				kind: 'ideas',
				id: idea,
				challenge: about,
				text: 'Abrir por la tarde',
				lang: 'es'
			},
			{ decision: id, kind: 'rounds', id: round_, challenge: about },
			{ decision: id, kind: 'prioritisings', id: prioritising, challenge: about }
		]);
		for (const path of [`rounds/${round_}`, `prioritisings/${prioritising}`]) {
			const { decisions } = (await browser.open(`/staff/challenges/${about}/${path}`)).data;
			expect(decisions, path).toMatchObject([{ id }]);
		}
		const page = (await browser.open(`/staff/decisions/${id}`)).data;
		expect(page.typed).toMatchObject({ ideas: [idea], rounds: [round_] });
		expect(page.named).toMatchObject([{ id: own.id, challenge: about }]);
	});

	it('find the way from an idea to what became of it, and back from each of those', async () => {
		const pilot = await writePilot(about, { ...tried, idea });
		const [prioritising, decision] = [await asked(), await decide({ idea })];
		const pages = {
			[pilot]: `/staff/pilots/${pilot}`,
			[prioritising]: `/staff/challenges/${about}/prioritisings/${prioritising}`,
			[decision]: `/staff/decisions/${decision}`
		};
		const { data } = await browser.open(`/staff/challenges/${about}/ideas/${own.id}`);
		const namings = data.namings as { thing: string; texts: Record<string, { what: string }> }[];
		const there = new Map(namings.map(({ thing, texts }) => [thing, texts['es']?.what]));
		expect([...there.keys()].toSorted()).toEqual(Object.keys(pages).toSorted());
		expect([there.get(pilot), there.get(prioritising)]).toEqual([tried['what-es'], undefined]);
		expect(there.get(decision)).toBe(decided['what-es']);
		for (const page of Object.values(pages)) {
			expect((await browser.open(page)).data.named).toMatchObject([{ id: own.id }]);
		}
	});

	it('cannot let a decision rest on what is for another challenge, and lose nothing of what they wrote', async () => {
		const other = await saidOnPhone(await challenge());
		await publish(other.id);
		const wrong = (await readIdea(other.id)).public_id;
		expect(await add({ idea: wrong })).toMatchObject({
			status: 409,
			data: { problems: { grounds: { code: 'decision-grounds' } }, typed: { ideas: [wrong] } }
		});
		const id = await decide({ idea });
		const typed = { ...decided, challenge: about, idea: 'nothing' };
		expect(await post(id, 'change', typed)).toMatchObject({
			status: 409,
			data: { refused: 'grounds' }
		});
		expect(await published(id)).toMatchObject({ ideas: [idea] });
	});

	it('do not lose an idea that the form cannot offer: it is read again once it is published again', async () => {
		const id = await decide({ idea });
		await refuseIdea(city.db, await seen(own.id), 'Habla de una persona', { staff });
		expect(await published(id)).not.toHaveProperty('ideas');
		await post(id, 'change', { ...decided, challenge: about });
		await publish(own.id);
		expect(await published(id)).toMatchObject({ ideas: [idea] });
		await post(id, 'change', { ...decided, challenge: about });
		expect(await published(id)).not.toHaveProperty('ideas');
	});
});

describe('whoever said an idea', () => {
	it('hears that people choose, and in which place they put it', async () => {
		const before = await heard(own);
		const id = await asked();
		const open = await heard(own, before.cursor);
		expect(open.told?.priorities).toMatchObject([{ id, isClosed: false, place: null }]);
		await sendChosen(
			...Array.from({ length: 6 }, (_, at) => chosen(id, `device${at}`, { own: 3, other: 1 }))
		);
		await publishedPrioritising(id);
		await openPrioritising(city.db, { id, revision: 3 }, false, staff);
		const over = await heard(own, open.cursor);
		expect(over.told?.priorities).toMatchObject([{ id, isClosed: true, place: 1, of: 2 }]);
		expect((await heard(own, over.cursor)).item).toBeUndefined();
	});

	it('hears what is tried and decided, also of the one with which it was joined', async () => {
		const joined = await saidOnPhone(about);
		const pilot = await writePilot(about, { ...tried, idea });
		let { cursor } = await heard(joined);
		const next = async () => {
			const { told, cursor: now } = await heard(joined, cursor);
			cursor = now;
			return told;
		};
		await joinIdea(city.db, await seen(joined.id), own.id, { staff });
		// what nobody may read yet is told to nobody
		expect(await next()).toMatchObject({ joined: true, pilots: [], decisions: [] });
		await step(pilot, 'published');
		expect((await next())?.pilots).toMatchObject([
			{ id: pilot, challenge: about, words: tried['what-es'], ended: false }
		]);
		await step(pilot, 'ended');
		expect((await next())?.pilots).toMatchObject([{ id: pilot, ended: true }]);
		const decision = await decide({ idea });
		expect((await next())?.decisions).toMatchObject([
			{ id: decision, challenge: about, words: 'Abre por la tarde', outcome: 'yes' }
		]);
		await post(decision, 'publish', { public: 'no' });
		expect((await next())?.decisions).toEqual([]);
	});

	it('hears it of the idea that leads as soon as staff join another one with it', async () => {
		const lead = await saidOnPhone(about);
		await publish(lead.id);
		const decision = await decide({ idea });
		const before = await heard(lead);
		expect(before.told?.decisions).toEqual([]);
		await joinIdea(city.db, await seen(own.id), lead.id, { staff });
		expect((await heard(lead, before.cursor)).told?.decisions).toMatchObject([{ id: decision }]);
		expect(await published(decision)).toMatchObject({
			ideas: [(await readIdea(lead.id)).public_id]
		});
	});
});

describe('You said, we did', () => {
	it('leads back to the decision of which it tells, as long as everybody reads that', async () => {
		const id = await decide({ idea });
		const typed = { place: '', 'said-es': 'Esperáis mucho.', 'done-es': 'Abre por la tarde.' };
		await browser.post(`/staff/public-replies?/say&decision=${id}`, typed);
		const shown = async () => {
			const event = { params: { lang: 'es' } } as Parameters<typeof openSessions>[0];
			return (await openSessions(event)) as { replies: { decision?: object }[] };
		};
		expect((await shown()).replies[0]?.decision).toEqual({ id, challenge: about });
		await post(id, 'publish', { public: 'no' });
		expect((await shown()).replies[0]).not.toHaveProperty('decision');
	});
});
