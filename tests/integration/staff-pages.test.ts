/** The pages of the staff: every word in eight languages, where people stop, and needs that are told by voice. */
import { describe, expect, test } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { openSetupLink } from '../../src/lib/server/setup-links.ts';
import { aNeed } from './invented.ts';
import { hashOf, itemOf, voice } from './media-made.ts';
import {
	fromThere,
	city,
	browser,
	need,
	spoken,
	draw,
	calendarPages,
	replyPages,
	deskPages,
	openDrawnCity
} from './drawn-pages.ts';

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

openDrawnCity();

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
