import { render } from 'svelte/server';
import type { Component } from 'svelte';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { languages, type Language } from '../../src/lib/domain/language.ts';
import { setStaffWords } from '../../src/lib/i18n/context.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import type { MediaItem } from '../../src/lib/domain/media.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { addLab } from '../../src/lib/server/labs.ts';
import { sayPublicly } from '../../src/lib/server/public-replies.ts';
import { planSessions } from '../../src/lib/server/sessions.ts';
import { openSetupLink } from '../../src/lib/server/setup-links.ts';
import { aNeed, aStep, newSecrets } from './invented.ts';
import { hashOf, itemOf, photo, voice } from './media-made.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const from = { lesson: 'book-appointment/service-day-hour', step: 'pretend-booking' };
const fromThere = `lesson=${from.lesson}&step=${from.step}`;

let city: StaffCity;
let browser: Browser;
let need: string;
/** A need told by voice with photos, not all of them here, that a hub brought. */
let spoken: string;
let session: string;

// what somebody might write to run a script in the browser of the staff
const payloads = [
	'<script>alert(1)</script>',
	'"><img src=x onerror=alert(1)>',
	'</textarea><svg onload=alert(1)>',
	'{@html alert(1)} {{constructor}}',
	'javascript:alert(1)',
	'\u202e<b>turned</b>'
];
const hostile = payloads.join('\n');

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'admin');
	browser = openBrowser();
	await browser.signIn('ana@city.example', password);
	const secrets = newSecrets();
	const told = aNeed(hostile, { secrets, body: { place: 'no-such-place', from } });
	const attempt = { misses: 0, hints: 0, seconds: 70, dontKnow: 0 };
	const tries = Array.from({ length: 7 }, () => aStep({ body: { ...from, attempt } }));
	const unknown = Array.from({ length: 5 }, () =>
		aStep({ body: { lesson: 'former/lesson', step: 'gone', attempt } })
	);
	await receive(city, { v: 1, submissions: [told, ...tries, ...unknown] }, new Date());
	need = `/staff/needs/${told.id}`;
	const { data } = await browser.open(need);
	const seen = String(data.need.changedAt.getTime());
	const form = { seen, kind: 'answered', words: hostile, lang: 'es' };
	await browser.post(`${need}?/reply`, form);
	await city.db
		.insertInto('hubs')
		.values({ node: 'hub', name: hostile, secret_hash: 'x', made_at: new Date() })
		.execute();
	const picture = await photo('#0B6E6E', 320, 240);
	const late = [voice, await photo('#9A3412', 320, 240), await photo('#5B6B12', 320, 240)];
	const [heard, ...seen_] = late.map((bytes, at) =>
		itemOf(bytes, at ? 'image/jpeg' : 'audio/webm')
	);
	const media = [heard, itemOf(picture, 'image/jpeg'), ...seen_] as MediaItem[];
	const byVoice = aNeed(' \u200b', { media });
	await receive(city, { v: 1, submissions: [byVoice] }, new Date(), 'hub');
	await receivePiece(city.door.media, hashOf(picture), 0, picture);
	spoken = `/staff/needs/${byVoice.id}`;
	const now = new Date();
	const lab = await addLab(city.db, { name: hostile, place: 'gone', address: hostile }, now);
	const startsAt = new Date(now.getTime() + 60 * 60 * 1000);
	const hours = [{ startsAt, endsAt: new Date(startsAt.getTime() + 60 * 60 * 1000) }];
	await planSessions(city.db, { lab, modules: [], languages: ['es'] }, hours, now);
	session = (await browser.open('/staff/sessions')).data.rows[0].id;
	await browser.post('/staff/settings/departments?/add', { name: hostile.slice(0, 60) });
	await browser.post('/staff/settings/departments?/add', { name: 'Parques' });
	const { departments } = (await browser.open('/staff/settings/departments')).data;
	const to = departments.find((each: { name: string }) => each.name !== 'Parques').id;
	const owner = (await browser.open(need)).data.desk.members[0].id;
	await browser.post(`${need}?/assign`, { was: '', to: owner });
	await browser.post(`${need}?/pass`, { was: '', to, why: hostile });
	await browser.post(`${need}?/note`, { note: hostile });
	await browser.post(`${need}?/promise`, { was: '', date: `${now.getFullYear() + 1}-01-31` });
	await browser.post('/staff/settings/labels?/add', {
		state: 'read',
		'words-es': hostile.slice(0, 40)
	});
	const texts = { es: { said: hostile, done: hostile } };
	await sayPublicly(city.db, { place: 'gone', texts }, { staff: 'gone', need: told.id }, now);
});
afterAll(() => city.close());

type Page = Component<{ data: unknown; form: unknown }>;
const pages = {
	inbox: () => import('../../src/routes/staff/+page.svelte'),
	badges: () => import('../../src/routes/staff/badges/+page.svelte'),
	labs: () => import('../../src/routes/staff/labs/+page.svelte'),
	sessions: () => import('../../src/routes/staff/sessions/+page.svelte'),
	newSession: () => import('../../src/routes/staff/sessions/new/+page.svelte'),
	session: () => import('../../src/routes/staff/sessions/[id]/+page.svelte'),
	learning: () => import('../../src/routes/staff/learning/+page.svelte'),
	publicReplies: () => import('../../src/routes/staff/public-replies/+page.svelte'),
	need: () => import('../../src/routes/staff/needs/[id]/+page.svelte'),
	signIn: () => import('../../src/routes/staff/sign-in/+page.svelte'),
	setup: () => import('../../src/routes/staff/setup/[token]/+page.svelte'),
	settings: () => import('../../src/routes/staff/settings/+page.svelte'),
	labels: () => import('../../src/routes/staff/settings/labels/+page.svelte'),
	departments: () => import('../../src/routes/staff/settings/departments/+page.svelte'),
	account: () => import('../../src/routes/staff/account/+page.svelte'),
	people: () => import('../../src/routes/staff/people/+page.svelte'),
	person: () => import('../../src/routes/staff/people/[id]/+page.svelte'),
	activity: () => import('../../src/routes/staff/activity/+page.svelte'),
	secondFactor: () => import('../../src/routes/staff/account/second-factor/+page.svelte')
};

async function draw(
	name: keyof typeof pages,
	data: unknown,
	form: unknown = null,
	lang: Language = 'es'
): Promise<string> {
	const t = await staffWords(lang);
	const Page = (await pages[name]()).default as unknown as Page;
	const Framed = ((renderer: never, props: never) => {
		setStaffWords(t);
		return (Page as unknown as (...given: never[]) => unknown)(renderer, props);
	}) as unknown as Page;
	const drawn = await render(Framed, { props: { data: { ...(data as object), t, lang }, form } });
	return drawn.body;
}

const refusals = [undefined, 'unknown', 'taken-back', 'before', 'no-way'] as const;

/** The page of badges with one that somebody shows. */
function badgesWith(problem: (typeof refusals)[number]) {
	const at = new Date('2026-03-01T10:00:00Z');
	const confirmed = problem === 'before' ? { by: 'Ana, Ciudad', at } : null;
	const takenBackAt = problem === 'taken-back' ? at : null;
	const badge = { number: '77777-K3QZ', title: 'M', issuedAt: at, confirmed, takenBackAt };
	const rows = [{ ...badge, id: 'x', reason: null }];
	const found = { ...badge, problem };
	return { total: 1, rows, found, older: null, newer: null, most: 500, isConfirmed: false };
}

/** Every page of labs and sessions, with all that it may say. */
async function calendarPages(lang: Language): Promise<string[]> {
	const labs = (await browser.open('/staff/labs')).data;
	const [lab] = labs.labs;
	const list = (await browser.open('/staff/sessions')).data;
	const ways = (await browser.open('/staff/sessions/new')).data;
	const one = (await browser.open(`/staff/sessions/${session}`)).data;
	const { typed } = one;
	const problem = (codes: Record<string, string>) =>
		Object.fromEntries(Object.entries(codes).map(([field, code]) => [field, { code }]));
	const first = { lab: 'session-lab', day: 'session-day', from: 'session-time' };
	const second = { day: 'session-past', to: 'session-order', modules: 'session-modules' };
	const third = { to: 'session-long', languages: 'languages', weeks: 'session-weeks' };
	const ofLab = { name: 'lab-name', place: 'lab-place', address: 'lab-address' };
	return Promise.all([
		draw('labs', { ...labs, labs: [] }, null, lang),
		draw('labs', { ...labs, closing: lab.id }, null, lang),
		draw('labs', labs, { id: lab.id, typed: lab, problems: problem(ofLab) }, lang),
		...['saved', 'closed', 'opened'].map((done) => draw('labs', { ...labs, done }, null, lang)),
		draw('labs', { ...labs, labs: [{ ...lab, closedAt: new Date() }] }, null, lang),
		draw('sessions', { ...list, next: 'a', previous: 'b', done: 'planned' }, null, lang),
		draw('sessions', { ...list, rows: [], past: true, hasLab: false }, null, lang),
		...['saved', 'cancelled'].map((done) =>
			draw('sessions', { ...list, rows: [{ ...list.rows[0], cancelled: true }], done }, null, lang)
		),
		draw('sessions', { ...list, rows: [] }, null, lang),
		draw('newSession', ways, null, lang),
		...[first, second, third].map((codes) =>
			draw('newSession', ways, { typed, problems: problem(codes) }, lang)
		),
		draw('session', one, { typed, refused: 'changed' }, lang),
		draw('session', { ...one, cancelling: true }, null, lang),
		draw('session', { ...one, isOver: true }, null, lang),
		draw('session', { ...one, session: { ...one.session, cancelled: true } }, null, lang)
	]);
}

/** The page of what is said to everybody, with all that it may say. */
async function replyPages(lang: Language): Promise<string[]> {
	const { data } = await browser.open('/staff/public-replies');
	const [reply] = data.replies;
	const typed = { place: '', texts: {} };
	const about = { id: reply.id, number: '1', place: null };
	const problems = {
		'said-ca': { code: 'reply-said' },
		'done-ca': { code: 'reply-done' },
		'said-es': { code: 'reply-none' }
	};
	return Promise.all([
		...['said', 'taken', 'changed'].map((done) =>
			draw('publicReplies', { ...data, done }, null, lang)
		),
		draw('publicReplies', { ...data, changing: reply.id }, null, lang),
		draw('publicReplies', { ...data, replies: [], about }, { typed, problems }, lang),
		draw('publicReplies', { ...data, replies: [{ ...reply, takenBackAt: new Date() }] }, null, lang)
	]);
}

/** The page of a need with all that may be done there, and the settings that belong to it. */
async function deskPages(lang: Language): Promise<string[]> {
	const page = (await browser.open(need)).data;
	const labels = (await browser.open('/staff/settings/labels')).data;
	const departments = (await browser.open('/staff/settings/departments')).data;
	const codes = { promise: ['date'], pass: ['whose', 'why'], note: ['note', 'note-long'] };
	const refusals = Object.entries(codes).flatMap(([part, each]) =>
		each.map((code) => ({ desk: { part, code, typed: { why: 'x', note: 'x', to: '_' } } }))
	);
	return Promise.all([
		...refusals.map((form) => draw('need', page, form, lang)),
		draw('need', { ...page, done: 'pass' }, null, lang),
		draw('labels', { ...labels, changing: 'read' }, null, lang),
		draw('labels', { ...labels, saved: true }, { refused: 'last' }, lang),
		draw(
			'labels',
			labels,
			{ typed: { words: {}, state: '' }, problems: { words: { code: 'words' } } },
			lang
		),
		draw('departments', departments, { typed: '', problem: 'name' }, lang),
		draw('departments', { ...departments, changing: departments.departments[0].id }, null, lang)
	]);
}

function expectNoScript(html: string): void {
	expect(html).not.toMatch(/<script|<img|<svg onload|<b>turned|href="javascript/);
	expect(html).toContain('&lt;script>alert(1)');
}

describe('What people write is shown as text', () => {
	test('in the list, in its search, in the need and in its replies', async () => {
		const list = await browser.open(`/staff?state=all`);
		expectNoScript(await draw('inbox', list.data));
		const q = encodeURIComponent('"><script>alert(1)</script>');
		const searched = await draw('inbox', (await browser.open(`/staff?q=${q}`)).data);
		expect(searched).not.toContain('<script');
		expectNoScript(await draw('need', (await browser.open(need)).data));
	});

	test('in the name of a hub, beside a recording and photos', async () => {
		const page = (await browser.open(spoken)).data;
		const html = await draw('need', page);
		expect(html).toContain('&lt;script>alert(1)');
		const ours = new RegExp(`^<img src="/staff/media/[0-9a-f-]{36}/1" alt="Foto 1"`);
		for (const [image] of html.matchAll(/<img[^>]*>/g)) expect(image).toMatch(ours);
		expect(html).not.toMatch(/<script|<b>turned|href="javascript/);
		page.need.words = hostile;
		expect(await draw('need', page)).toContain('&lt;img src=x onerror=alert(1)>');
	});

	test('in the names of labs, wherever they stand', async () => {
		const { data } = await browser.open('/staff/labs');
		expectNoScript(await draw('labs', data));
		for (const step of ['changing', 'closing']) {
			expectNoScript(await draw('labs', { ...data, [step]: data.labs[0].id }));
		}
		expectNoScript(await draw('sessions', (await browser.open('/staff/sessions')).data));
		expectNoScript(await draw('newSession', (await browser.open('/staff/sessions/new')).data));
		expectNoScript(await draw('session', (await browser.open(`/staff/sessions/${session}`)).data));
	});

	test('in what is said to everybody', async () => {
		const { data } = await browser.open('/staff/public-replies');
		expectNoScript(await draw('publicReplies', data));
		expectNoScript(await draw('publicReplies', { ...data, changing: data.replies[0].id }));
		const about = { id: data.replies[0].id, number: '1', place: null };
		const drawn = await draw('publicReplies', { ...data, about });
		expect(drawn).toContain(`?/say&amp;need=${about.id}"`);
	});

	test('in the names of colleagues, departments and passkeys, and on whatever an entry of the log is', async () => {
		const people = (await browser.open('/staff/people')).data;
		const [ana] = people.people;
		const named = { ...ana, name: hostile, role: 'department', department: hostile };
		expectNoScript(await draw('people', { ...people, people: [named] }));
		const one = (await browser.open(`/staff/people/${ana.id}`)).data;
		expectNoScript(await draw('person', { ...one, person: named, step: 'removing' }));
		const log = (await browser.open('/staff/activity')).data;
		const entry = { ...log.rows[0], name: hostile, subject: hostile, action: hostile };
		expectNoScript(await draw('activity', { ...log, rows: [entry] }));
		const own = (await browser.open('/staff/account/second-factor')).data;
		const passkey = { id: hostile, name: hostile, madeAt: new Date(), usedAt: null };
		expectNoScript(await draw('secondFactor', { ...own, passkeys: [passkey] }));
	});

	test('in a form that comes back', async () => {
		const page = await browser.open(need);
		const typed = { kind: hostile, words: hostile, lang: hostile, length: 9 };
		expectNoScript(await draw('need', page.data, { typed, problems: { kind: 'kind' } }));
		const kept = [
			{ name: hostile, value: hostile },
			{ name: 'words', value: hostile }
		];
		expectNoScript(await draw('signIn', {}, { kept, email: hostile, problems: {} }));
		const cityTyped = { city: hostile, languages: [hostile], neighbourhoods: hostile };
		const settings = (await browser.open('/staff/settings')).data;
		expectNoScript(await draw('settings', settings, { problems: {}, city: cityTyped }));
	});

	test('with the direction and the language that it has', async () => {
		const html = await draw('need', (await browser.open(need)).data);
		expect(html).toMatch(/<blockquote[^>]* dir="auto" lang="es"/);
	});
});

describe.each(languages)('In %s', (lang) => {
	test('every page has all its words, and every field its label', async () => {
		const token = await openSetupLink(city.db, {
			purpose: 'join',
			role: 'coordinator',
			email: 'n@c.example'
		});
		const first = { purpose: 'first', email: null, languages };
		const problems = {
			name: { code: 'name' },
			city: { code: 'city-name' },
			neighbourhoods: { code: 'neighbourhoods.same-name', row: 3 }
		};
		const drawn = await Promise.all([
			draw('inbox', (await browser.open('/staff')).data, null, lang),
			draw(
				'inbox',
				(await browser.open('/staff?state=all')).data,
				{ code: 'x', problem: 'code' },
				lang
			),
			draw('inbox', (await browser.open(`/staff?${fromThere}`)).data, null, lang),
			draw('learning', { ...(await browser.open('/staff/learning')).data, more: 3 }, null, lang),
			draw('learning', (await browser.open('/staff/learning?module=mail')).data, null, lang),
			draw('need', (await browser.open(need)).data, { changed: 'in work' }, lang),
			draw('need', (await browser.open(spoken)).data, null, lang),
			draw(
				'need',
				(await browser.open(need)).data,
				{ problems: { words: 'words-long' }, typed: { length: 2001 } },
				lang
			),
			...(await deskPages(lang)),
			...(await replyPages(lang)),
			draw('signIn', { goesOn: true, signedOut: true }, null, lang),
			draw('signIn', {}, { kept: [], email: '', problems: {}, minutes: 3 }, lang),
			draw('setup', first, { problems }, lang),
			draw('setup', (await browser.open(`/staff/setup/${token}`)).data, null, lang),
			draw('settings', (await browser.open('/staff/settings')).data, null, lang),
			draw('account', (await browser.open('/staff/account')).data, null, lang),
			...(await calendarPages(lang)),
			...refusals.map((problem) => draw('badges', badgesWith(problem), null, lang)),
			draw('badges', badgesWith(undefined), { find: 'other-city' }, lang),
			draw('badges', { ...badgesWith('before'), isConfirmed: true }, null, lang)
		]);
		for (const html of drawn) {
			// a key without words is drawn as the key; /staff/learning.csv is an address
			expect(html).not.toMatch(
				/(?<!\/)\b(menu|fields|problems|signIn|setup|inbox|labs|sessions|learning|badges|states|topics|need|media|account|settings|desk)\.[a-z]/
			);
			const ours = html.replaceAll('{{constructor}}', '');
			expect(ours).not.toMatch(/\{\{|undefined|NaN|\[object/);
			for (const [, id] of html.matchAll(/<(?:input|select|textarea)(?=[^>]* id="([^"]+)")/g)) {
				expect(html).toContain(`<label for="${id}"`);
			}
			expect(html.match(/<h1/g)).toHaveLength(1);
			expect(html).not.toContain('<script');
			expect(html).not.toContain('style="');
		}
	});
});

describe('Where people stop', () => {
	test('names each step, leads to its lesson and its needs, and says what is hidden', async () => {
		const html = await draw('learning', (await browser.open('/staff/learning')).data);
		const rowOf = (step: string) =>
			html
				.split('<tr')
				.slice(1)
				.find((each) => each.includes(step)) ?? '';
		const row = rowOf('#pretend-booking');
		expect(row).toContain('href="/en/learn/book-appointment/service-day-hour#pretend-booking"');
		expect(row).toMatch(/menos de 5[^<]*<span/);
		expect(html).toContain(
			`href="/staff?state=all&amp;${fromThere.replace('/', '%2F').replace('&', '&amp;')}"`
		);
		expect(html).toMatch(/1\smin 10\ss/);
		// a lesson that is not here any more has only its ids
		expect(rowOf('gone')).not.toContain('/learn/');
	});

	test('a need leads to the step from which it was told', async () => {
		const html = await draw('need', (await browser.open(need)).data);
		expect(html).toContain('href="/en/learn/book-appointment/service-day-hour#pretend-booking"');
	});
});

describe('A need that is told by voice', () => {
	test('is a voice message in the list, which fetches no sound and no picture', async () => {
		const wordless = aNeed('', { media: [itemOf(voice)] });
		await receive(city, { v: 1, submissions: [wordless] }, new Date());
		const html = await draw('inbox', (await browser.open('/staff?state=all')).data);
		const rowOf = (path: string) =>
			html
				.split('<tr')
				.slice(1)
				.find((each) => each.includes(path)) ?? '';
		const row = rowOf(spoken);
		for (const each of [row, rowOf(wordless.id)]) {
			expect(each).toMatch(/<a [^>]*>[\s\S]*Mensaje de voz[\s\S]*<\/a>/);
		}
		expect(row).toContain('3 fotos');
		expect(row).toContain('Todavía no está completa');
		expect(html).not.toMatch(/<(img|audio)|\/staff\/media\//);
	});

	test('has a player once its recording is here, and says until then what is still to come', async () => {
		const page = (await browser.open(spoken)).data;
		const waiting = await draw('need', page);
		expect(waiting).toContain('Falta por llegar: la grabación y 2 fotos.');
		expect(waiting).toContain('La grabación está todavía en camino.');
		expect(waiting.match(/La foto está todavía en camino\./g)).toHaveLength(2);
		// her phone does not call it sent yet
		expect(waiting).toMatch(/Guardado en este teléfono <span[^>]*>\(está aquí\)/);
		expect(waiting).not.toContain('<audio');
		expect(waiting).not.toContain('<blockquote');
		await receivePiece(city.door.media, hashOf(voice), 0, voice);
		const heard = await draw('need', (await browser.open(spoken)).data);
		expect(heard).toMatch(
			/<audio controls(="")? preload="metadata" src="\/staff\/media\/[^"]+\/0"/
		);
		expect(heard).toContain('Falta por llegar: 2 fotos.');
	});
});
