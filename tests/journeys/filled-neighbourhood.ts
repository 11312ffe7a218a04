/** A city in which all of the way stands in public at once, in two neighbourhoods and for the whole city. */
import type { Browser } from '@playwright/test';
import type { Publication } from '../../src/lib/domain/feed.ts';
import { openDatabase } from '../../src/lib/server/database.ts';
import { publish } from '../../src/lib/server/publications.ts';
import { internet } from '../integration/asked.ts';
import { newId } from '../integration/invented.ts';
import { aDesk } from './challenge-people.ts';
import { CityServer } from './city-server.ts';

/** What stands where: the words of the challenge, idea, pilot, decision and public reply of each place, in es and ar. */
const said = {
	es: {
		who: 'Personas mayores',
		...{ what: 'sombra en la plaza', why: 'poder descansar', idea: 'Plantar árboles juntos' },
		...{ tried: 'Toldos en verano', decided: 'Se plantan veinte árboles' },
		...{ you: 'Hace mucho calor en la plaza.', we: 'Pusimos una fuente de agua.' }
	},
	ar: {
		who: 'كبار السن',
		...{ what: 'ظل في الساحة', why: 'كي يرتاحوا', idea: 'نزرع الأشجار معًا' },
		...{ tried: 'مظلات في الصيف', decided: 'ستُزرع عشرون شجرة' },
		...{ you: 'الجو حار جدًا في الساحة.', we: 'وضعنا نافورة ماء.' }
	}
} as const;

type Words = keyof (typeof said)['es'];

/** The words of a place: those above, with its name behind them. */
export const wordsAt = (place: string, part: Words, lang: 'es' | 'ar' = 'es') =>
	`${said[lang][part]} ${place}`;

/** A city of its own in which all of it is published. */
export async function foundFilled(
	browser: Browser
): Promise<{ city: CityServer; challenge: string }> {
	const { city, setupLink } = await CityServer.found();
	const desk = await aDesk(browser, setupLink);
	await desk.close();
	return { city, challenge: await fillNeighbourhoods(city) };
}

/** Publishes it all in Centre, in El Raval and for the whole city; gives the id of the challenge of El Raval. */
export async function fillNeighbourhoods(city: CityServer): Promise<string> {
	const db = openDatabase(city.databaseUrl);
	const places = [
		['centre', 'A'],
		['el-raval', 'B'],
		[null, 'C']
	] as const;
	const filled = places.map(([place, name]) => ({ place, all: thingsOf(place, name) }));
	await db
		.transaction()
		.execute((trx) => publish(trx, [...filled.flatMap(({ all }) => all), aSurvey()], new Date()));
	await db.destroy();
	const raval = filled.find(({ place }) => place === 'el-raval')?.all[0];
	return raval?.id ?? '';
}

function thingsOf(place: string | null, name: string): Publication[] {
	const [challenge, idea, pilot, decision, reply] = [newId(), newId(), newId(), newId(), newId()];
	const at = new Date().toISOString();
	const texts = (of: Record<string, Words | ''>) =>
		Object.fromEntries(
			(['es', 'ar'] as const).map((lang) => [
				lang,
				Object.fromEntries(
					Object.entries(of).map(([part, word]) => [part, word && wordsAt(name, word, lang)])
				)
			])
		);
	const ideas = Object.fromEntries(
		(['es', 'ar'] as const).map((lang) => [lang, wordsAt(name, 'idea', lang)])
	);
	const where = { place, topic: 'service' };
	const kinds = {
		challenge: {
			...{ ...where, openedAt: at, until: '2999-01-31', needs: 10, supports: 5 },
			texts: texts({ who: 'who', what: 'what', why: 'why' })
		},
		idea: { challenge, texts: ideas, people: 3, supports: 5, by: 'citizen' },
		pilot: {
			...{ ...where, challenge, ideas: [idea], lab: null, from: '2026-01-10', until: '2999-12-31' },
			...{ ended: false, publishedAt: at },
			texts: texts({ what: 'tried', where: '', who: 'who', learned: '' })
		},
		decision: {
			...{ ...where, challenges: [challenge], outcome: 'yes', cost: 'to-10000', decidedAt: at },
			...{ needs: 10, said: reply, pilot },
			texts: texts({ what: 'decided', why: 'why', when: 'why', who: 'who' })
		},
		'public-reply': { place, saidAt: at, decision, texts: texts({ said: 'you', done: 'we' }) }
	};
	const ids = { challenge, idea, pilot, decision, 'public-reply': reply };
	return Object.entries(kinds).map(([kind, body]) => {
		const id = ids[kind as keyof typeof ids];
		return { id, kind, lang: null, body: { id, ...body } };
	});
}

function aSurvey(): Publication {
	const id = newId();
	const published = { id, revision: 1, publishedAt: new Date().toISOString() };
	const body = { ...published, target: { kind: 'all' }, survey: internet };
	return { id, kind: 'survey', lang: null, body };
}
