/** Whatever people write stands on the pages of the staff as text. */
import { describe, expect, test } from 'vitest';
import { load as withWords } from '../../src/routes/staff/answers/[id]/+page.ts';
import {
	browser,
	need,
	spoken,
	session,
	hostile,
	draw,
	expectNoScript,
	openDrawnCity
} from './drawn-pages.ts';

openDrawnCity();

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
		expectNoScript(await draw('publicReplies', { ...data, changing: data.replies[0] }));
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

	test('in the look at what is done to many, by the name of a label, a department or a colleague', async () => {
		const id = need.split('/').at(-1) ?? '';
		const { data } = await browser.open('/staff/bulk');
		const { names } = data;
		for (const [act, known] of [
			['label', names.labels],
			['department', names.departments],
			['assign', names.staff]
		] as const) {
			const named = [...known.keys()][0];
			for (const key of known.keys()) known.set(key, hostile);
			const step = `${act}:${named}`;
			const { look } = (
				await browser.post('/staff/bulk?/look', { act: step, of: 'chosen', need: id })
			).data;
			const before = { state: 'read', label: named, department: named, assignee: named };
			const changing = [{ id, number: '1', standing: hostile, before, after: before }];
			const form = { list: '', look: { ...look, act: step, changing } };
			expectNoScript(await draw('bulk', data, form));
			const latest = { id, at: new Date(), act, value: named, many: 7, undoneAt: null };
			expectNoScript(await draw('bulk', { ...data, latest: [{ ...latest, mayUndo: true }] }));
		}
	});

	test('in an answer to many: where it is written, in its templates, and as each phone will show it', async () => {
		const words = { 'words-es': hostile.replace(/\{.*\}/, ''), kind: 'answered', fallback: 'es' };
		const id = need.split('/').at(-1) ?? '';
		const { location = '' } = await browser.post(`/staff/answers/new?/prepare&needs=${id}`, words);
		const { data } = await browser.open(location);
		const previews = await withWords({ data: { ...data, label: hostile } } as never);
		expectNoScript(await draw('answer', previews));
		const template = { name: hostile.slice(0, 80), state: 'answered', topic: '' };
		await browser.post('/staff/templates?/add', { ...template, ...words });
		const templates = (await browser.open('/staff/templates')).data;
		const [first] = templates.templates;
		const named = { ...first, labelName: hostile, isLabelEnded: true, by: hostile };
		const labels = [{ kind: 'answered', usual: '', labels: [{ id: hostile, name: hostile }] }];
		const page = { ...templates, templates: [named], labels, changing: first.id };
		expectNoScript(await draw('templates', page));
		const writing = (await browser.open(`/staff/answers/new?draft=${location.split('/').at(-1)}`))
			.data;
		const offered = [{ ...writing.templates[0], labelName: hostile }];
		expectNoScript(await draw('newAnswer', { ...writing, templates: offered, labels }));
	});

	test('where a part of a photo is covered, also in a form that comes back', async () => {
		const data = { number: hostile, id: 'x', address: '/staff/media/x/0?original', boxes: [] };
		const box = { x: hostile, y: hostile, width: hostile, height: hostile };
		const form = { typed: [box], problem: 'box' };
		const html = await draw('photo', { ...data, boxes: [box] }, form);
		expect(html).not.toMatch(/<script|<img src=x|<svg onload|<b>turned|href="javascript/);
		expect(html).toContain('&lt;script>alert(1)');
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
