/** Prioritisings: staff choose ideas and things of their own, ask everybody what comes first, and end it. */
import { beforeAll, describe, expect, it } from 'vitest';
import { findPrioritising } from '../../src/lib/server/prioritisings.ts';
import { chosen, publishedPrioritising, sendChosen } from './asked-priorities.ts';
import { secret } from './asked-rounds.ts';
import { city, openJoins } from './joined-needs.ts';
import { aChallenge, anIdea, publicOf, send } from './said-ideas.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

let browser: Browser;
let challenge: string;

openJoins();

beforeAll(async () => {
	await city.addMember('eva@city.example');
	browser = openBrowser();
	await browser.signIn('eva@city.example', password);
	challenge = await aChallenge();
});

const pageOf = (id: string) => `/staff/challenges/${challenge}/prioritisings/${id}`;
async function begin(): Promise<string> {
	const { location } = await browser.post(`/staff/challenges/${challenge}?/prioritising`, {});
	return /prioritisings\/([^?]+)/.exec(location ?? '')?.[1] ?? '';
}
const known = (id: string) => findPrioritising(city.db, { challenge, id });
async function post(id: string, action: string, typed: Record<string, string>) {
	const revision = String((await known(id))?.revision);
	return browser.post(`${pageOf(id)}?/${action}`, { revision, ...typed });
}
const two = {
	...{ way: 'points', points: '5', sum: '', until: '' },
	...{ 'text-new1-es': 'Más bancos', 'text-new2-es': 'Una fuente', 'text-new2-ar': 'نافورة' }
};
const money = { ...two, way: 'budget', sum: '12.000', 'cost-new1': '4000', 'cost-new2': '9 000' };
async function opened(typed = two): Promise<string> {
	const id = await begin();
	expect((await post(id, 'change', typed)).location).toMatch(/done=changed$/);
	expect((await post(id, 'open', { open: 'yes' })).location).toMatch(/done=opened$/);
	return id;
}
async function publishedIdea(words: string) {
	const { idea, id } = anIdea(challenge, words);
	await send(idea);
	const address = `/staff/challenges/${challenge}/ideas/${id}`;
	await browser.post(`${address}?/publish`, { revision: '1', 'text-es': words });
	return { id, address, publicId: (await publicOf(id))?.id ?? '' };
}

describe('staff', () => {
	it('choose a published idea and a thing of their own, and ask everybody', async () => {
		const { publicId } = await publishedIdea('Un toldo');
		const id = await begin();
		const { data } = await browser.open(pageOf(id));
		expect(data.ideas[publicId]).toEqual({ es: 'Un toldo' });
		await post(id, 'change', {
			...money,
			[`idea-${publicId}`]: 'on',
			[`cost-${publicId}`]: '3000'
		});
		const row = city.db.selectFrom('publications').select('id').where('id', '=', id);
		expect(await row.executeTakeFirst()).toBeUndefined();
		await post(id, 'open', { open: 'yes' });
		expect(await publishedPrioritising(id)).toMatchObject({
			...{ way: 'budget', amount: 12_000, isClosed: false, results: null },
			things: [
				{ texts: { es: 'Un toldo' }, cost: 3_000 },
				{ texts: { es: 'Más bancos' }, cost: 4_000 },
				{ texts: { es: 'Una fuente', ar: 'نافورة' }, cost: 9_000 }
			]
		});
	});

	it('an idea that is not published any more goes from it, with its words, and the rest still counts', async () => {
		const { publicId, address } = await publishedIdea('Un toldo azul');
		const id = await opened({ ...two, [`idea-${publicId}`]: 'on' } as typeof two);
		const [idea, other] = (await known(id))?.things ?? [];
		const choice = { [idea?.id ?? '']: 2, [other?.id ?? '']: 3 };
		await sendChosen(...Array.from({ length: 5 }, () => chosen(id, secret(), choice)));
		expect((await publishedPrioritising(id)).results?.things).toHaveLength(3);
		await browser.post(`${address}?/refuse`, { revision: '2', reason: 'No se puede' });
		const after = await publishedPrioritising(id);
		expect(JSON.stringify(after)).not.toContain('toldo azul');
		expect(after.results?.things.map(({ points }) => points)).toEqual([15, null]);
	});

	it('ask nobody with fewer than two things', async () => {
		const id = await begin();
		await post(id, 'change', { ...two, 'text-new2-es': '', 'text-new2-ar': '' });
		expect((await post(id, 'open', { open: 'yes' })).data).toMatchObject({ refused: 'few' });
	});

	it('change nothing by which people chose, once it was opened: only the last day and languages', async () => {
		const id = await opened(money);
		const [first] = (await known(id))?.things ?? [];
		const typed = { until: '2031-01-31', [`text-${first?.id}-es`]: 'Otra cosa' };
		await post(id, 'change', { ...typed, [`text-${first?.id}-ar`]: 'مقاعد أكثر' });
		const { things, until } = await publishedPrioritising(id);
		expect(until).toBe('2031-01-31');
		expect(things[0]).toEqual({
			...{ id: first?.id, cost: 4_000 },
			texts: { es: 'Más bancos', ar: 'مقاعد أكثر' }
		});
		const again = { ...money, [`cost-${first?.id}`]: '1', 'text-new1-es': '', 'text-new2-es': '' };
		const { status, data } = await post(id, 'change', again);
		expect([status, data]).toMatchObject([409, { refused: 'fixed' }]);
		expect((await publishedPrioritising(id)).things[0]?.cost).toBe(4_000);
	});

	it('end it, and its results stay', async () => {
		const id = await opened();
		expect((await post(id, 'open', { open: 'no' })).location).toMatch(/done=closed$/);
		expect((await publishedPrioritising(id)).isClosed).toBe(true);
	});

	it('who changes it at the same time as somebody else is told so, and keeps what she typed', async () => {
		const id = await begin();
		await post(id, 'change', two);
		const mine = { ...two, revision: '1', 'text-new1-es': 'Otra' };
		const { status, data } = await browser.post(`${pageOf(id)}?/change`, mine);
		expect([status, data]).toMatchObject([409, { refused: 'changed' }]);
		expect(JSON.stringify(data.typed)).toContain('Otra');
	});

	it.each([
		['too long', { 'text-new1-es': 'x'.repeat(141) }, 'text-new1-es', 'round-statement'],
		['too many points', { points: '21' }, 'points', 'priority-points'],
		['no sum', { way: 'budget', 'cost-new1': '1', 'cost-new2': '1' }, 'sum', 'priority-sum'],
		['dearer than the sum', { ...money, 'cost-new1': '12001' }, 'cost-new1', 'priority-cost'],
		['no day', { until: '2031-02-31x' }, 'until', 'challenge-until']
	])('are told what is %s, and nothing is kept', async (_, typed, field, code) => {
		const id = await begin();
		const { status, data } = await post(id, 'change', { ...two, ...typed });
		expect([status, data.problems]).toMatchObject([400, { [field]: { code } }]);
		expect((await known(id))?.revision).toBe(1);
	});

	it('ask at most ten things', async () => {
		const id = await begin();
		const many = Array.from({ length: 10 }, (_, at) => [`text-new${at + 1}-es`, `Cosa ${at}`]);
		await post(id, 'change', { ...two, ...Object.fromEntries(many) });
		expect((await known(id))?.things).toHaveLength(10);
		const { data } = await post(id, 'change', two);
		expect(Object.values(data.problems)).toEqual([{ code: 'priority-many' }]);
	});
});

it('who may not publish reads the results and writes nothing', async () => {
	const id = await opened();
	await city.addMember('leo@city.example', 'reader');
	const other = openBrowser();
	await other.signIn('leo@city.example', password);
	expect((await other.open(pageOf(id))).data).toMatchObject({ mayWrite: false });
	const { location } = await other.post(`${pageOf(id)}?/open`, { revision: '3', open: 'no' });
	expect(location).toBe('/staff/refused');
	expect((await publishedPrioritising(id)).isClosed).toBe(false);
});
