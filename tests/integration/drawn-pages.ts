// The pages of the staff as the server draws them, in a city where everything is called what might run a script.
import { render } from 'svelte/server';
import type { Component } from 'svelte';
import { afterAll, beforeAll, expect } from 'vitest';
import { type Language } from '../../src/lib/domain/language.ts';
import { setStaffWords } from '../../src/lib/i18n/context.ts';
import { staffWords } from '../../src/lib/i18n/translator.ts';
import type { MediaItem } from '../../src/lib/domain/media.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { addLab } from '../../src/lib/server/labs.ts';
import { sayPublicly } from '../../src/lib/server/public-replies.ts';
import { planSessions } from '../../src/lib/server/sessions.ts';
import { aNeed, aStep, newSecrets } from './invented.ts';
import { hashOf, itemOf, photo, voice } from './media-made.ts';
import { openBrowser, type Browser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

export const from = { lesson: 'book-appointment/service-day-hour', step: 'pretend-booking' };
export const fromThere = `lesson=${from.lesson}&step=${from.step}`;

export let city: StaffCity;
export let browser: Browser;
export let need: string;
/** A need told by voice with photos, not all of them here, that a hub brought. */
export let spoken: string;
export let session: string;

// what somebody might write to run a script in the browser of the staff
export const payloads = [
	'<script>alert(1)</script>',
	'"><img src=x onerror=alert(1)>',
	'</textarea><svg onload=alert(1)>',
	'{@html alert(1)} {{constructor}}',
	'javascript:alert(1)',
	'\u202e<b>turned</b>'
];
export const hostile = payloads.join('\n');

export type Page = Component<{ data: unknown; form: unknown }>;
export const pages = {
	bulk: () => import('../../src/routes/staff/bulk/+page.svelte'),
	newAnswer: () => import('../../src/routes/staff/answers/new/+page.svelte'),
	answer: () => import('../../src/routes/staff/answers/[id]/+page.svelte'),
	templates: () => import('../../src/routes/staff/templates/+page.svelte'),
	photo: () => import('../../src/routes/staff/needs/[id]/photos/[position]/+page.svelte'),
	inbox: () => import('../../src/routes/staff/+page.svelte'),
	badges: () => import('../../src/routes/staff/badges/+page.svelte'),
	labs: () => import('../../src/routes/staff/labs/+page.svelte'),
	sessions: () => import('../../src/routes/staff/sessions/+page.svelte'),
	newSession: () => import('../../src/routes/staff/sessions/new/+page.svelte'),
	session: () => import('../../src/routes/staff/sessions/[id]/+page.svelte'),
	learning: () => import('../../src/routes/staff/learning/+page.svelte'),
	workshops: () => import('../../src/routes/staff/workshops/+page.svelte'),
	exports: () => import('../../src/routes/staff/exports/+page.svelte'),
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

export async function draw(
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

/** Every page of labs and sessions, with all that it may say. */
export async function calendarPages(lang: Language): Promise<string[]> {
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
export async function replyPages(lang: Language): Promise<string[]> {
	const { data } = await browser.open('/staff/public-replies');
	const [reply] = data.replies;
	const typed = { place: '', texts: {} };
	const found = 'Me llamo Rosa Puig, 612 345 678, rosa@correo.example';
	const telling = { place: '', texts: { es: { said: found, done: 'Hecho.' } } };
	const voices = { es: { size: 300, url: '/public-voices/x' } };
	const aloud = { ...data, changing: { ...reply, voices }, unsaid: ['es', 'ar'] };
	const about = { id: reply.id, number: '1', place: null };
	const problems = {
		'said-ca': { code: 'reply-said' },
		'done-ca': { code: 'reply-done' },
		'said-es': { code: 'reply-none' }
	};
	return Promise.all([
		...['said', 'spoken', 'taken', 'changed'].map((done) =>
			draw('publicReplies', { ...data, done }, null, lang)
		),
		...['no-sound', 'too-large', 'no-room', 'none'].map((problem) =>
			draw('publicReplies', aloud, { id: reply.id, lang: 'es', problem }, lang)
		),
		draw('publicReplies', { ...data, changing: reply, next: reply.id, isLater: true }, null, lang),
		draw('publicReplies', { ...data, replies: [], about }, { typed, problems }, lang),
		draw('publicReplies', data, { typed: telling, problems: {}, telling: 'x' }, lang),
		draw('publicReplies', { ...data, replies: [{ ...reply, takenBackAt: new Date() }] }, null, lang)
	]);
}

/** The page of a need with all that may be done there, and the settings that belong to it. */
export async function deskPages(lang: Language): Promise<string[]> {
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

export function expectNoScript(html: string): void {
	expect(html).not.toMatch(/<script|<img|<svg onload|<b>turned|href="javascript/);
	expect(html).toContain('&lt;script>alert(1)');
}

/** Before the tests of a file the city opens, and all of that is told; it closes after them. */
export function openDrawnCity(): void {
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
}
