/** Pilots: what the city tries out for a challenge, in public only when staff say so. */
import { describe, expect, it } from 'vitest';
import { openChallenge } from '../../src/lib/server/challenges.ts';
import { writeIdea } from '../../src/lib/server/idea-moderation.ts';
import { findPilot } from '../../src/lib/server/pilots.ts';
import { city, staff } from './joined-needs.ts';
import { publicPages } from './public-neighbourhood.ts';
import {
	about,
	browser,
	challenge,
	fields,
	need,
	openPilots,
	post,
	published,
	step,
	write
} from './trying-pilots.ts';

openPilots();

describe('staff', () => {
	it('write a pilot from a challenge and its ideas, tell everybody, end it and take it back', async () => {
		const idea = await writeIdea(city.db, about, { es: 'Abrir por la tarde' }, { staff });
		const { data } = await browser.open(`/staff/pilots/new?challenge=${about}`);
		const [offered] = data.ideas;
		expect(offered.texts.es).toBe('Abrir por la tarde');
		expect(offered.id).not.toBe(idea);
		const id = await write(about, { ...fields, idea: offered.id });
		expect(await published(id)).toBeUndefined();
		expect((await browser.open(`/staff/challenges/${about}`)).data.pilots).toMatchObject([{ id }]);

		await step(id, 'published');
		const said = await published(id);
		expect(said).toMatchObject({
			...{ challenge: about, ideas: [offered.id], topic: 'service', ended: false },
			...{ from: '2026-01-10', until: '2099-12-31' },
			texts: { es: { what: fields['what-es'], where: 'Calle Nueva 3', learned: '' } }
		});
		expect(JSON.stringify(said)).not.toMatch(new RegExp(`Hortensia|${need.id}`));
		await post(id, 'change', { ...fields, 'who-es': 'Mayores' });
		expect(await published(id)).toMatchObject({ ideas: [], texts: { es: { who: 'Mayores' } } });
		await step(id, 'ended');
		const learned = { ended: true, texts: { es: { learned: 'Vinieron pocas personas' } } };
		expect(await published(id)).toMatchObject(learned);
		await step(id, 'resumed');
		expect(JSON.stringify(await published(id))).not.toContain('Vinieron');
		await step(id, 'taken-back');
		expect(await published(id)).toBeNull();
		const rows = await city.db
			.selectFrom('activity')
			.select('action')
			.where('subject', '=', `pilot:${id}`)
			.orderBy('seq')
			.execute();
		expect(rows.map(({ action }) => action)).toEqual(
			['written', 'published', 'changed', 'ended', 'resumed', 'taken-back'].map(
				(did) => `pilot.${did}`
			)
		);
	});

	it('who are two at once do not overwrite each other', async () => {
		const id = await write(about);
		await post(id, 'change', { ...fields, 'who-es': 'Mayores' });
		const old = { ...fields, revision: '1', 'who-es': 'Nadie' };
		const late = await browser.post(`/staff/pilots/${id}?/change`, old);
		expect(late).toMatchObject({ status: 409, data: { refused: 'changed' } });
		expect(late.data.typed.texts.es.who).toBe('Nadie');
		expect((await findPilot(city.db, id))?.texts.es?.who).toBe('Mayores');
		const told = { revision: '1', step: 'published' };
		expect((await browser.post(`/staff/pilots/${id}?/step`, told)).status).toBe(409);
		expect(await published(id)).toBeUndefined();
	});

	it.each([
		['nothing that is tried', { ...fields, 'what-es': ' ' }, { 'what-es': 'pilot-what' }],
		['nobody for whom', { ...fields, 'who-es': '' }, { 'who-es': 'pilot-who' }],
		['too much', { ...fields, 'learned-es': 'è'.repeat(501) }, { 'learned-es': 'pilot-learned' }],
		['no first day', { ...fields, from: '' }, { from: 'pilot-from' }],
		['an end before its beginning', { ...fields, until: '2026-01-09' }, { until: 'pilot-until' }],
		['no such place', { ...fields, place: 'nowhere' }, { place: 'lab-place' }],
		['no such lab', { ...fields, lab: 'nowhere' }, { lab: 'pilot-lab' }]
	])('are told when they write %s, and nothing is lost or kept', async (_, typed, problems) => {
		const { status, data } = await browser.post(`/staff/pilots/new?challenge=${about}`, typed);
		expect(status).toBe(400);
		const codes = Object.entries(data.problems as Record<string, { code: string }>);
		expect(Object.fromEntries(codes.map(([field, { code }]) => [field, code]))).toEqual(problems);
		expect(data.typed).toMatchObject({ from: typed.from, until: typed.until });
		expect((await browser.open(`/staff/challenges/${about}`)).data.pilots).toEqual([]);
	});

	it('try nothing for a challenge that nobody could read, and nothing from another one’s idea', async () => {
		const hidden = await challenge(false);
		expect((await browser.open(`/staff/pilots/new?challenge=${hidden}`)).status).toBe(404);
		expect((await browser.post(`/staff/pilots/new?challenge=${hidden}`, fields)).status).toBe(404);
		await writeIdea(city.db, about, { es: 'Abrir por la tarde' }, { staff });
		const { data } = await browser.open(`/staff/pilots/new?challenge=${about}`);
		const other = await challenge();
		const typed = { ...fields, idea: data.ideas[0].id };
		expect(await browser.post(`/staff/pilots/new?challenge=${other}`, typed)).toMatchObject({
			status: 409,
			data: { problems: { idea: { code: 'pilot-idea' } } }
		});
		const id = await write(other);
		expect(await post(id, 'change', typed)).toMatchObject({ data: { refused: 'idea' } });
		expect((await findPilot(city.db, id))?.ideas).toEqual([]);
	});
});

describe('in public', () => {
	it('stands nothing that waits, all that is published, and nothing that was taken back', async () => {
		const id = await write(about);
		const waits = await publicPages(about);
		expect(JSON.stringify(waits)).not.toMatch(/jueves|Calle Nueva|Vinieron/);
		await step(id, 'published');
		const pages = await publicPages(about);
		const card = { id, stage: 'now', feedback: null, until: '31 de diciembre de 2099' };
		expect(pages.challenge.pilots).toMatchObject([card]);
		const near = pages.neighbourhood.places.flatMap(({ pilots }) => pilots);
		expect(near.find((each) => each.id === id)).toMatchObject(card);
		expect(pages.rss).toContain('Estamos probando esto: El centro abre los jueves por la tarde');
		expect(JSON.stringify(pages)).not.toContain('Vinieron');
		await step(id, 'ended');
		const over = (await publicPages(about)).challenge.pilots;
		expect(over).toMatchObject([{ stage: 'over', learned: 'Vinieron pocas personas' }]);
		// closed, the challenge stays readable for what was tried
		await openChallenge(city.db, { id: about, revision: 2 }, false, staff);
		expect((await publicPages(about)).challenge.challenge.isOpen).toBe(false);
		await step(id, 'taken-back');
		await expect(publicPages(about)).rejects.toMatchObject({ status: 404 });
		const { rss, neighbourhood } = await publicPages(await challenge());
		expect(JSON.stringify([rss, neighbourhood])).not.toContain(id);
	});

	it('it says the day on which it begins, and is over after its last one', async () => {
		const coming = await write(about, { ...fields, from: '2099-01-01' });
		const past = await write(about, { ...fields, until: '2026-01-20' });
		for (const id of [coming, past]) await step(id, 'published');
		expect((await publicPages(about)).challenge.pilots).toMatchObject([
			{ id: coming, stage: 'before' },
			{ id: past, stage: 'over', learned: '' }
		]);
	});
});
