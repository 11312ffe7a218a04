/** Rounds: staff write statements, ask everybody, and end it; what could be answered keeps its words. */
import { beforeAll, describe, expect, it } from 'vitest';
import { openChallenge } from '../../src/lib/server/challenges.ts';
import { findRound } from '../../src/lib/server/rounds.ts';
import { openedChallenge, opinionOf, publishedRound, secret, send } from './asked-rounds.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { password } from './staff-city.ts';

let browser: Browser;
let challenge: string;

openJoins();

beforeAll(async () => {
	await city.addMember('eva@city.example');
	browser = openBrowser();
	await browser.signIn('eva@city.example', password);
	challenge = await openedChallenge();
});

const pageOf = (round: string) => `/staff/challenges/${challenge}/rounds/${round}`;
async function begin(): Promise<string> {
	const { location } = await browser.post(`/staff/challenges/${challenge}?/round`, {});
	return /rounds\/([^?]+)/.exec(location ?? '')?.[1] ?? '';
}
const known = (round: string) => findRound(city.db, { challenge, id: round });
async function post(round: string, action: string, typed: Record<string, string>) {
	const revision = String((await known(round))?.revision);
	return browser.post(`${pageOf(round)}?/${action}`, { revision, ...typed });
}
const three = {
	until: '',
	'text-new1-es': 'Más bancos en la plaza',
	'text-new2-es': 'Menos coches',
	'text-new2-ar': 'سيارات أقل',
	'text-new3-es': 'Una fuente'
};
async function opened(): Promise<string> {
	const round = await begin();
	await post(round, 'change', three);
	expect((await post(round, 'open', { open: 'yes' })).location).toMatch(/done=opened$/);
	return round;
}

describe('staff', () => {
	it('write statements in the languages of the city and ask everybody', async () => {
		const round = await begin();
		expect((await post(round, 'change', three)).location).toMatch(/done=changed$/);
		const row = city.db.selectFrom('publications').select('id').where('id', '=', round);
		expect(await row.executeTakeFirst()).toBeUndefined();
		await post(round, 'open', { open: 'yes' });
		const { statements, isClosed, results } = await publishedRound(round);
		expect(statements.map(({ texts }) => texts)).toEqual([
			{ es: 'Más bancos en la plaza' },
			{ es: 'Menos coches', ar: 'سيارات أقل' },
			{ es: 'Una fuente' }
		]);
		expect([isClosed, results]).toEqual([false, null]);
	});

	it('ask nobody with fewer than three statements, or while the challenge is closed', async () => {
		const round = await begin();
		await post(round, 'change', { until: '', 'text-new1-es': 'Una sola' });
		expect((await post(round, 'open', { open: 'yes' })).data).toMatchObject({ refused: 'few' });
		await post(round, 'change', three);
		const closed = await openedChallenge();
		await openChallenge(city.db, { id: closed, revision: 2 }, false, staff);
		await city.db
			.updateTable('rounds')
			.set({ challenge: closed })
			.where('id', '=', round)
			.execute();
		const { id = '', revision = 0 } =
			(await findRound(city.db, { challenge: closed, id: round })) ?? {};
		const address = `/staff/challenges/${closed}/rounds/${id}?/open`;
		const { data } = await browser.post(address, { revision: String(revision), open: 'yes' });
		expect(data).toMatchObject({ refused: 'challenge-closed' });
	});

	it('change no words that could be answered: they add, hide and translate', async () => {
		const round = await opened();
		const [first, second] = (await known(round))?.statements ?? [];
		await post(round, 'change', {
			until: '2031-01-31',
			[`text-${first?.id}-es`]: 'Ningún banco',
			[`text-${first?.id}-ar`]: 'مقاعد أكثر',
			[`hide-${second?.id}`]: 'on',
			'text-new1-es': 'Sombra'
		});
		const { statements, until } = await publishedRound(round);
		expect(until).toBe('2031-01-31');
		expect(statements.map(({ texts }) => texts)).toEqual([
			{ es: 'Más bancos en la plaza', ar: 'مقاعد أكثر' },
			{ es: 'Una fuente' },
			{ es: 'Sombra' }
		]);
		// what was hidden can be asked again, as it was
		await post(round, 'change', { until: '' });
		expect((await publishedRound(round)).statements).toHaveLength(4);
		const all = Object.fromEntries(
			((await known(round))?.statements ?? []).slice(1).map(({ id }) => [`hide-${id}`, 'on'])
		);
		const { status, data } = await post(round, 'change', { until: '', ...all });
		expect([status, data]).toMatchObject([409, { refused: 'few' }]);
	});

	it('leave out what was said to a hidden statement, from that moment on', async () => {
		const round = await opened();
		const ids = ((await known(round))?.statements ?? []).map(({ id }) => id);
		const extra = { until: '', 'text-new1-es': 'Sombra' };
		await post(round, 'change', extra);
		const six = Array.from({ length: 6 }, secret);
		await send(...six.flatMap((by) => ids.map((id) => opinionOf(round, by, id, 'agree'))));
		expect((await publishedRound(round)).results?.statements).toHaveLength(3);
		await post(round, 'change', { until: '', [`hide-${ids[0]}`]: 'on' });
		const { results } = await publishedRound(round);
		expect(results?.statements.map(({ id }) => id)).not.toContain(ids[0]);
		expect(results?.statements).toHaveLength(2);
	});

	it('end it, and its results stay with the challenge', async () => {
		const round = await opened();
		expect((await post(round, 'open', { open: 'no' })).location).toMatch(/done=closed$/);
		expect((await publishedRound(round)).isClosed).toBe(true);
		const { revision } = await city.db
			.selectFrom('challenges')
			.select('revision')
			.where('id', '=', challenge)
			.executeTakeFirstOrThrow();
		await openChallenge(city.db, { id: challenge, revision }, false, staff);
		expect(await publishedRound(round)).toBeNull();
		await openChallenge(city.db, { id: challenge, revision: revision + 1 }, true, staff);
		expect((await publishedRound(round)).isClosed).toBe(true);
	});

	it('who changes it at the same time as somebody else is told so, and keeps what she typed', async () => {
		const round = await begin();
		await post(round, 'change', three);
		const { status, data } = await browser.post(`${pageOf(round)}?/change`, {
			...{ revision: '1', until: '', 'text-new1-es': 'Otra' }
		});
		expect(status).toBe(409);
		expect(data).toMatchObject({ refused: 'changed' });
		expect(JSON.stringify(data.typed)).toContain('Otra');
	});

	it.each([
		['too long', { 'text-new1-es': 'x'.repeat(141) }, 'round-statement', 'text-new1-es'],
		['no day', { until: '2031-02-31x' }, 'challenge-until', 'until']
	])('are told what is %s, and nothing is kept', async (_, typed, code, field) => {
		const round = await begin();
		const { status, data } = await post(round, 'change', typed);
		expect([status, data.problems]).toEqual([400, { [field]: { code } }]);
		expect((await known(round))?.revision).toBe(1);
	});

	it('ask at most twenty statements', async () => {
		const round = await begin();
		const many = Array.from({ length: 20 }, (_, at) => [`text-new${at + 1}-es`, `Frase ${at}`]);
		await post(round, 'change', Object.fromEntries(many));
		expect((await known(round))?.statements).toHaveLength(20);
		const { data } = await post(round, 'change', { 'text-new1-es': 'Una más' });
		expect(Object.values(data.problems)).toEqual([{ code: 'round-many' }]);
	});
});

it('who may not publish reads the results and writes nothing', async () => {
	const round = await opened();
	await city.addMember('leo@city.example', 'reader');
	const other = openBrowser();
	await other.signIn('leo@city.example', password);
	expect((await other.open(pageOf(round))).data).toMatchObject({ mayWrite: false });
	const { location } = await other.post(`${pageOf(round)}?/open`, { revision: '3', open: 'no' });
	expect(location).toBe('/staff/refused');
	expect((await publishedRound(round)).isClosed).toBe(false);
});
