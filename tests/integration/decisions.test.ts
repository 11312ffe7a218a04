/** Decisions: what the city does about challenges, in public, and the way from there to *You said, we did* and back. */
import { beforeAll, describe, expect, it } from 'vitest';
import { findDecision } from '../../src/lib/server/decisions.ts';
import { listPublicReplies } from '../../src/lib/server/public-reply-list.ts';
import { openChallenge, writeChallenge } from '../../src/lib/server/challenges.ts';
import { readBecame } from '../../src/lib/domain/became.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import {
	city,
	join,
	openJoins,
	Phone,
	read,
	split,
	staff,
	tell,
	withdraw
} from './joined-needs.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

let browser: Browser;
let need: string;

openJoins();

beforeAll(async () => {
	await city.addMember('eva@city.example');
	browser = openBrowser();
	await browser.signIn('eva@city.example', password);
	need = (await tell('Mi madre Hortensia espera horas en el médico')).id;
});

const who = { es: { who: 'Familias', what: 'saber cuándo hay hora', why: 'no esperar' } };

/** A challenge from the same need, open to everybody unless it is not to be. */
async function challenge(isOpen = true): Promise<string> {
	const form = { place: null, topic: 'service' as const, until: null, texts: who };
	const made = await writeChallenge(city.db, form, { needs: [need], themes: [] }, staff);
	if (made === 'no-needs') throw new Error(made);
	if (isOpen) await openChallenge(city.db, { id: made.id, revision: 1 }, true, staff);
	return made.id;
}

const es = {
	...{ 'what-es': 'El centro abre por la tarde', 'when-es': 'En primavera' },
	...{ 'why-es': '', 'who-es': 'Los centros de salud' }
};
const fields = { place: '', topic: 'service', outcome: 'yes', cost: 'to-100000', ...es };

const write = async (of: string, typed: Record<string, string> = fields) => {
	const sent = { ...typed, challenge: of };
	const { location } = await browser.post(`/staff/decisions/new?challenge=${of}`, sent);
	return /decisions\/([^?]+)/.exec(location ?? '')?.[1] ?? '';
};
const post = async (id: string, form: string, typed: Record<string, string> = {}) => {
	const revision = String((await findDecision(city.db, id))?.revision);
	return browser.post(`/staff/decisions/${id}?/${form}`, { revision, ...typed });
};
const published = async (id: string) => {
	const rows = city.db.selectFrom('publications').select('body').where('id', '=', id);
	return (await rows.executeTakeFirst())?.body as Record<string, unknown> | null | undefined;
};

describe('staff', () => {
	it('write a decision about a challenge, tell everybody, say it better and take it back', async () => {
		const about = await challenge();
		const { data } = await browser.open(`/staff/decisions/new?challenge=${about}`);
		expect(data.typed).toMatchObject({ challenges: [about], topic: 'service' });
		const id = await write(about);
		expect(await published(id)).toBeUndefined();
		expect((await browser.open(`/staff/challenges/${about}`)).data.decisions).toMatchObject([
			{ id, publishedAt: null }
		]);

		await post(id, 'publish', { public: 'yes' });
		const said = await published(id);
		expect(said).toMatchObject({
			...{ challenges: [about], outcome: 'yes', cost: 'to-100000', needs: null, said: null },
			texts: { es: { what: 'El centro abre por la tarde', when: 'En primavera' } }
		});
		expect(JSON.stringify(said)).not.toMatch(new RegExp(`Hortensia|${need}`));
		await post(id, 'change', { ...fields, challenge: about, outcome: 'part' });
		expect(await published(id)).toMatchObject({ outcome: 'part', decidedAt: said?.['decidedAt'] });
		await post(id, 'publish', { public: 'no' });
		expect(await published(id)).toBeNull();
		const rows = await city.db
			.selectFrom('activity')
			.select('action')
			.where('subject', '=', `decision:${id}`)
			.orderBy('seq')
			.execute();
		expect(rows.map(({ action }) => action)).toEqual(
			['written', 'published', 'changed', 'taken-back'].map((did) => `decision.${did}`)
		);
	});

	it('who are two at once do not overwrite each other', async () => {
		const about = await challenge();
		const id = await write(about);
		await post(id, 'change', { ...fields, challenge: about, cost: 'more' });
		const old = { ...fields, challenge: about, revision: '1', 'who-es': 'Nadie' };
		const late = await browser.post(`/staff/decisions/${id}?/change`, old);
		expect(late).toMatchObject({ status: 409, data: { refused: 'changed' } });
		expect(late.data.typed.texts.es.who).toBe('Nadie');
		expect((await findDecision(city.db, id))?.texts.es?.who).toBe('Los centros de salud');
	});

	it.each([
		['no without its why', { ...fields, outcome: 'no' }, { 'why-es': 'decision-why' }],
		['yes without its when', { ...fields, 'when-es': ' ' }, { 'when-es': 'decision-when' }],
		['nothing of who', { ...fields, 'who-es': '' }, { 'who-es': 'decision-who' }],
		['too much', { ...fields, 'what-es': 'è'.repeat(201) }, { 'what-es': 'decision-what' }],
		['neither yes nor no', { ...fields, outcome: '' }, { outcome: 'decision-outcome' }],
		['no cost', { ...fields, cost: 'cheap' }, { cost: 'decision-cost' }],
		['no such place', { ...fields, place: 'nowhere' }, { place: 'lab-place' }]
	])('are told when they write %s, and nothing is lost or kept', async (_, typed, problems) => {
		const about = await challenge();
		const sent = { ...typed, challenge: about };
		const { status, data } = await browser.post(`/staff/decisions/new?challenge=${about}`, sent);
		expect(status).toBe(400);
		const codes = Object.entries(data.problems as Record<string, { code: string }>);
		expect(Object.fromEntries(codes.map(([field, { code }]) => [field, code]))).toEqual(problems);
		expect(data.typed).toMatchObject({ outcome: typed.outcome, challenges: [about] });
		expect((await browser.open(`/staff/challenges/${about}`)).data.decisions).toEqual([]);
	});

	it('decide nothing about a challenge that nobody could read', async () => {
		const hidden = await challenge(false);
		expect((await browser.open(`/staff/decisions/new?challenge=${hidden}`)).status).toBe(404);
		const open = await challenge();
		const sent = { ...fields, challenge: hidden };
		const refused = await browser.post(`/staff/decisions/new?challenge=${open}`, sent);
		expect(refused).toMatchObject({
			status: 409,
			data: { problems: { challenge: { code: 'decision-challenge' } } }
		});
		const id = await write(open);
		expect(await post(id, 'change', sent)).toMatchObject({
			status: 409,
			data: { refused: 'not-open' }
		});
		expect((await findDecision(city.db, id))?.challenges).toEqual([open]);
	});
});

describe('a challenge that is closed', () => {
	it('stays readable for what was decided about it, and goes with that', async () => {
		const about = await challenge();
		const id = await write(about);
		await post(id, 'publish', { public: 'yes' });
		await openChallenge(city.db, { id: about, revision: 2 }, false, staff);
		expect(await published(about)).toMatchObject({ closed: true });
		await post(id, 'publish', { public: 'no' });
		expect(await published(about)).toBeNull();
		// decided once it is closed already
		await post(id, 'publish', { public: 'yes' });
		expect(await published(about)).toMatchObject({ closed: true });
	});
});

describe('You said, we did', () => {
	it('begins from a decision, and the two know each other as long as they stand', async () => {
		const id = await write(await challenge());
		// what nobody may read yet begins nothing
		const page = `/staff/public-replies?decision=${id}`;
		expect((await browser.open(page)).data.decision).toBeNull();
		await post(id, 'publish', { public: 'yes' });
		const { data } = await browser.open(page);
		expect(data.decision.texts.es).toEqual({
			said: '',
			done: 'El centro abre por la tarde\nEn primavera'
		});
		const typed = { place: '', 'said-es': 'Esperáis mucho.', 'done-es': 'Abre por la tarde.' };
		const say = `/staff/public-replies?/say&decision=${id}`;
		expect((await browser.post(say, typed)).status).toBe(303);
		const [reply] = await listPublicReplies(city.db);
		expect(reply).toMatchObject({ decision: id });
		expect(await published(id)).toMatchObject({ said: reply?.id });
		expect(await published(reply?.id ?? '')).toMatchObject({ decision: id });
		expect((await browser.open(`/staff/decisions/${id}`)).data.said).toMatchObject([
			{ id: reply?.id, takenBackAt: null }
		]);
		const seen = { id: reply?.id ?? '', revision: '1' };
		await browser.post('/staff/public-replies?/end', seen);
		expect(await published(id)).toMatchObject({ said: null });
	});
});

describe('what became of a need', () => {
	const told = async (phone: Phone) => {
		await phone.ask();
		const { secrets } = phone.need;
		const { became } = phone.news ?? {};
		const { envelope } = await city.db
			.selectFrom('submissions')
			.select('envelope')
			.where('id', '=', phone.need.id)
			.executeTakeFirstOrThrow();
		const isSealed = envelope?.kind === 'need' && envelope.replyKey !== undefined;
		if (isSealed) expect(became ?? '').not.toContain('abre');
		return became ? readBecame(became, isSealed ? secrets.reply : undefined, cryptography) : [];
	};

	it('is heard by its phone alone: opened, decided and taken back, without asking for all of it again', async () => {
		const own = await tell();
		const phone = new Phone(own);
		const other = new Phone(await tell());
		expect(await told(phone)).toEqual([]);
		const form = { place: null, topic: 'service' as const, until: null, texts: who };
		const made = await writeChallenge(city.db, form, { needs: [own.id], themes: [] }, staff);
		if (made === 'no-needs') throw new Error(made);
		expect(await told(phone)).toEqual([]);
		await openChallenge(city.db, { id: made.id, revision: 1 }, true, staff);
		expect(await told(phone)).toMatchObject([{ id: made.id, isOpen: true, decisions: [] }]);
		const id = await write(made.id);
		await post(id, 'publish', { public: 'yes' });
		await openChallenge(city.db, { id: made.id, revision: 2 }, false, staff);
		const words = 'El centro abre por la tarde';
		expect(await told(phone)).toMatchObject([
			{ isOpen: false, decisions: [{ id, words, outcome: 'yes', said: null }] }
		]);
		expect(await told(other)).toEqual([]);
		await post(id, 'publish', { public: 'no' });
		expect(await told(phone)).toEqual([]);
	});

	it('stays with each of a thread through a split and a need that is taken back', async () => {
		const [root, member, own] = [await tell(), await tell(), await tell()];
		const form = { place: null, topic: 'service' as const, until: null, texts: who };
		const made = await writeChallenge(city.db, form, { needs: [member.id], themes: [] }, staff);
		if (made === 'no-needs') throw new Error(made);
		await openChallenge(city.db, { id: made.id, revision: 1 }, true, staff);
		await join(member, root);
		await join(own, root);
		expect((await read(own.id)).joined_to).toBe(root.id);
		const phone = new Phone(own);
		expect(await told(phone)).toMatchObject([{ id: made.id }]);
		// the one by whom the thread came to it goes, and so does the root
		await withdraw(member);
		expect(await told(new Phone(own))).toMatchObject([{ id: made.id }]);
		await split(own);
		expect(await told(phone)).toMatchObject([{ id: made.id }]);
		expect(await told(new Phone(root))).toMatchObject([{ id: made.id }]);
	});
});
