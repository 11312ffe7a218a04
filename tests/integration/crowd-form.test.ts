/** Who fills in a plain form when too many do at once is told to send it again a little later, with every word still there. */
import { beforeAll, expect, it } from 'vitest';
import { hasRoom } from '../../src/lib/server/crowd-limits.ts';
import { actions as ideaActions } from '../../src/routes/[lang=lang]/neighbourhood/[challenge=id]/idea/+page.server.ts';
import { actions as surveyActions } from '../../src/routes/[lang=lang]/survey/+page.server.ts';
import { ask } from './asking.ts';
import { city, openJoins, staff } from './joined-needs.ts';
import { aChallenge } from './said-ideas.ts';

let survey: string;
let challenge: string;

openJoins();
beforeAll(async () => {
	survey = await ask(city.db, staff);
	challenge = await aChallenge();
});

type Shown = {
	status?: number;
	view: string;
	identity: Record<string, string>;
	[part: string]: unknown;
};

/** Posts a form from this address, as a page without script does. */
async function post(
	action: (event: never) => unknown,
	fields: Record<string, string>,
	address: string
): Promise<Shown> {
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.append(name, value);
	const request = new Request('https://plaza.test/es', { method: 'POST', body: form });
	const params = { lang: 'es', challenge };
	const event = { request, params, getClientAddress: () => address };
	const shown = (await action(event as never)) as Shown & { data?: Shown };
	return { ...shown, ...shown.data };
}

/** The many others behind this address take all the room that there is. */
function fill(kind: 'answer' | 'idea', address: string): void {
	while (hasRoom({ kind }, { address, via: null }, new Date()));
}

it('a survey: nothing is kept, every answer is still there, and the same form is taken later', async () => {
	const typed = { survey, 'a-have': 'no', 'a-why': 'Es caro' };
	const { identity } = await post(surveyActions.check, typed, '203.0.113.7');
	fill('answer', '203.0.113.7');
	const late = await post(surveyActions.send, { ...typed, ...identity }, '203.0.113.7');
	expect(late).toMatchObject({
		...{ status: 503, view: 'check', isLate: true, identity },
		answers: { have: 'no', why: 'Es caro' }
	});
	const kept = () => city.db.selectFrom('survey_answers').select('answers').execute();
	expect(await kept()).toEqual([]);
	const later = await post(surveyActions.send, { ...typed, ...identity }, '203.0.113.8');
	expect(later).toMatchObject({ view: 'sent', taken: 'at-city' });
	expect(await kept()).toMatchObject([{ answers: { have: 'no', why: 'Es caro' } }]);
});

it('an idea: nothing is kept, every word is still there, and the same form is taken later', async () => {
	const typed = { words: 'Un banco a la sombra', people: '3', publish: 'yes' };
	const { identity } = await post(ideaActions.check, typed, '203.0.113.7');
	fill('idea', '203.0.113.7');
	const late = await post(ideaActions.send, { ...typed, ...identity }, '203.0.113.7');
	expect(late).toMatchObject({
		...{ status: 503, view: 'check', problem: 'late', identity },
		idea: { words: 'Un banco a la sombra', people: 3, publish: true }
	});
	const kept = () => city.db.selectFrom('ideas').select('words').execute();
	expect(await kept()).toEqual([]);
	const later = await post(ideaActions.send, { ...typed, ...identity }, '203.0.113.8');
	expect(later).toMatchObject({ view: 'sent', taken: 'at-city' });
	expect(await kept()).toEqual([{ words: 'Un banco a la sombra' }]);
});
