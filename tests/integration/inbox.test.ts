import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { topics, needStates, type NeedState, type Topic } from '../../src/lib/domain/need.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aNeed } from './invented.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

let city: StaffCity;
let browser: Browser;

type Row = { id: string; topic: Topic; place: string | null; lang: string; state: NeedState };
const told: Row[] = [];
const start = Date.parse('2026-01-01T00:00:00Z');

async function tell(words: string, given: Partial<Row> = {}, minute = 0) {
	const { topic = 'other', place = null, lang = 'es', state = 'received' } = given;
	const need = aNeed(words, { lang, body: { topic, place } });
	const at = new Date(start + minute * 60_000);
	await receive(city, { v: 1, submissions: [need] }, at);
	if (state !== 'received') {
		await city.db.updateTable('needs').set({ state }).where('id', '=', need.id).execute();
	}
	told.push({ id: need.id, topic, place, lang, state });
	return need.id;
}

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example');
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
});
afterAll(() => city.close());

async function open(query: string) {
	const { data } = await browser.open(`/staff?${query}`);
	return {
		ids: data.inbox.rows.map(({ id }: { id: string }) => id) as string[],
		counts: data.inbox.counts as import('../../src/lib/domain/inbox.ts').InboxCounts,
		next: data.inbox.next as string | null,
		previous: data.inbox.previous as string | null,
		rows: data.inbox.rows
	};
}

test('An empty city has an empty inbox', async () => {
	const page = await open('');
	expect(page.ids).toEqual([]);
	expect(page.counts).toMatchObject({ total: 0, city: 0 });
	expect([page.next, page.previous]).toEqual([null, null]);
});

describe('With needs in it', () => {
	beforeAll(async () => {
		const places = [null, 'nord', 'sud', '-'];
		const langs = ['es', 'ar', 'en'];
		for (let index = 0; index < 130; index++) {
			await tell(
				`Necesidad ${index}`,
				{
					topic: topics[index % topics.length] ?? 'other',
					place: places[(index * 7) % 4] ?? null,
					lang: langs[(index * 5) % 3] ?? 'es',
					state: needStates[(index * 11) % 6] ?? 'received'
				},
				// three came in the same moment
				Math.floor(index / 3)
			);
		}
	});

	test('the oldest is first, and what is answered, declined or taken back is not in the usual list', async () => {
		const { ids, rows } = await open('');
		const isOpen = ({ state }: Row) => ['received', 'read', 'in work'].includes(state);
		expect(new Set(ids)).toEqual(
			new Set(
				told
					.filter(isOpen)
					.slice(0, 50)
					.map(({ id }) => id)
			)
		);
		const times = rows.map(({ receivedAt }: { receivedAt: Date }) => receivedAt.getTime());
		expect(times).toEqual(times.toSorted((a: number, b: number) => a - b));
	});

	test('forwards and back, page by page, each need is seen once, also while new ones arrive', async () => {
		const before = told.map(({ id }) => id);
		const seen: string[] = [];
		let page = await open('state=all');
		for (;;) {
			seen.push(...page.ids);
			if (!page.next) break;
			await tell('Una nueva', {}, 10_000 + seen.length);
			page = await open(`state=all&after=${page.next}`);
		}
		expect(new Set(seen).size).toBe(seen.length);
		expect(seen).toEqual(expect.arrayContaining(before));
		const back: string[] = [...page.ids];
		while (page.previous) {
			page = await open(`state=all&before=${page.previous}`);
			back.unshift(...page.ids);
		}
		expect(back).toEqual(seen);
	});

	test('a need that changes its state does not move the pages', async () => {
		const first = await open('state=all');
		const last = first.ids.at(-1) ?? '';
		await city.db.updateTable('needs').set({ state: 'answered' }).where('id', '=', last).execute();
		const told_ = told.find(({ id }) => id === last);
		if (told_) told_.state = 'answered';
		const second = await open(`state=all&after=${first.next}`);
		expect(first.ids).not.toContain(second.ids[0]);
		const back = await open(`state=all&before=${second.previous}`);
		expect(back.ids).toEqual(first.ids);
	});

	test.each([
		'',
		'state=all',
		'topic=safety',
		'topic=safety&state=all&lang=ar',
		'place=nord&state=answered',
		'place=_&topic=skills&state=all',
		'place=-&state=all',
		'lang=en&place=sud&topic=device&state=all',
		'q=Necesidad&state=all&lang=es'
	])('all counts of the filter "%s" are true', async (query) => {
		const params = new URLSearchParams(query);
		const state = params.get('state') ?? 'open';
		const asked = {
			topic: params.get('topic'),
			place: params.get('place'),
			lang: params.get('lang'),
			state
		};
		const named = params.has('q') ? told.slice(0, 130) : told;
		const fits = (need: Row, without?: string) =>
			(without === 'topic' || !asked.topic || need.topic === asked.topic) &&
			(without === 'place' || !asked.place || (need.place ?? '_') === asked.place) &&
			(without === 'lang' || !asked.lang || need.lang === asked.lang) &&
			(without === 'state' || stateFits(state, need.state));
		const { counts } = await open(query);
		expect(counts.total).toBe(named.filter((need) => fits(need)).length);
		expect(counts.city).toBe(told.length);
		for (const topic of topics) {
			const truth = named.filter((need) => fits(need, 'topic') && need.topic === topic).length;
			expect(counts.topic.get(topic) ?? 0, topic).toBe(truth);
		}
		for (const place of ['_', '-', 'nord', 'sud']) {
			const truth = named.filter((need) => fits(need, 'place') && (need.place ?? '_') === place);
			expect(counts.place.get(place) ?? 0, place).toBe(truth.length);
		}
		for (const lang of ['es', 'ar', 'en']) {
			const truth = named.filter((need) => fits(need, 'lang') && need.lang === lang).length;
			expect(counts.lang.get(lang) ?? 0, lang).toBe(truth);
		}
		for (const choice of [...needStates, 'open', 'all'] as const) {
			const truth = named.filter((need) => fits(need, 'state') && stateFits(choice, need.state));
			expect(counts.state.get(choice) ?? 0, choice).toBe(truth.length);
		}
		expect(counts.topic.get('') ?? 0).toBe(named.filter((need) => fits(need, 'topic')).length);
	});

	test('a number finds the need that bears it', async () => {
		const { rows } = await open('state=all');
		const { rows: found } = await open(`state=all&q=%23${rows[3].number}`);
		expect(found.map(({ id }: { id: string }) => id)).toContain(rows[3].id);
	});

	test.each([
		'after=x',
		'after=',
		'before=%00',
		`after=${Buffer.from('x y').toString('base64url')}`
	])('a mark that cannot be read (%s) gives the first page', async (mark) => {
		expect((await open(`state=all&${mark}`)).ids).toEqual((await open('state=all')).ids);
	});

	test.each([
		"topic='--",
		'state=nonsense',
		"lang=es'",
		'place=../..',
		`q=${encodeURIComponent('"\'); drop table needs; --')}`,
		'q=%00',
		`q=${'x'.repeat(5000)}`,
		'q=!%26|():*'
	])('a filter that means nothing (%s) breaks nothing', async (query) => {
		expect((await browser.open(`/staff?${query}`)).status).toBe(200);
	});
});

function stateFits(choice: string, state: NeedState): boolean {
	if (choice === 'all') return true;
	return choice === 'open' ? ['received', 'read', 'in work'].includes(state) : choice === state;
}
