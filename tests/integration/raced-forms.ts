// The forms with which two colleagues get in each other's way without words of either: states, hands, covers and joins.
import { coverWords } from '../../src/lib/server/covering.ts';
import { hideNeed } from '../../src/lib/server/hiding.ts';
import { joinIdea, writeIdea } from '../../src/lib/server/idea-moderation.ts';
import { joinNeeds } from '../../src/lib/server/joins.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { admin, city, colleague, revisionOf, seenOf } from './deeds.ts';
import { box, tell, tellWithPhoto } from './deeds-needs.ts';
import { things } from './others-things.ts';

export interface Raced {
	/** The route of the page on which it stands. */
	route: string;
	/** The address of that page, of something new. */
	page: () => Promise<string>;
	/** What is pressed or typed in it. */
	press: Record<string, string> | (() => Record<string, string>);
	/** Where it is posted, where that is not its page. */
	to?: (page: string) => string;
	/** What a colleague does before, where she does something else. */
	before?: { form: string; press: () => Record<string, string> };
}

const route = '/staff/needs/[id]';
const onNeed = (press: Raced['press'], ready?: (need: string) => Promise<unknown>): Raced => ({
	...{ route, press },
	page: async () => {
		const need = await tell();
		await ready?.(need);
		return `/staff/needs/${need}`;
	}
});
const onIdea = (press: Raced['press'], page: Raced['page']): Raced => ({
	...{ route: '/staff/challenges/[id]/ideas/[idea]', press, page }
});
const seenDate = async (need: string) => new Date(Number(await seenOf(need)));
const percents = Object.fromEntries(
	Object.entries(box).map(([name, value]) => [`${name}-0`, String(value)])
);

async function twoIdeas() {
	const { challenge, idea } = await things(city, 'streets');
	const other = await writeIdea(city.db, challenge, { es: 'Otra' }, { staff: admin.id });
	return { challenge, idea, other, page: `/staff/challenges/${challenge}/ideas/${idea}` };
}

async function joinedNeed(): Promise<string> {
	const [need, to] = [await tell(), await tell()];
	const marks = { seen: await seenDate(need), seenTo: await seenDate(to) };
	await joinNeeds(city.db, { need, to, staff: admin.id, ...marks });
	return need;
}

const twoSides = async () => `/staff/needs/${await tell()}/join?with=${await tell()}`;
/** The one that is first on the page, and that is named in its address, leads. */
const sideOf = (page: string) => /needs\/([^/]+)\/join\?with=(.*)/.exec(page)?.slice(1) ?? [];

/** Each form that says it is raced. */
export const racedForms: Record<string, Raced> = {
	[`${route}?/state`]: onNeed({ to: 'in work', label: '' }),
	[`${route}?/reply`]: onNeed({ kind: 'answered', words: 'Hecho.' }),
	[`${route}?/undo`]: {
		...onNeed({}, async (need) => {
			const step = { need, staff: admin.id, to: 'read', seen: await seenDate(need) } as const;
			await takeStep(city.db, step);
		}),
		before: { form: 'state', press: () => ({ to: 'in work', label: '' }) }
	},
	[`${route}?/assign`]: {
		...onNeed(() => ({ to: admin.id })),
		before: { form: 'assign', press: () => ({ to: colleague.id }) }
	},
	[`${route}?/hide`]: onNeed({}),
	[`${route}?/show`]: onNeed({}, async (need) =>
		hideNeed(city.db, { need, staff: admin.id, seen: await seenDate(need) })
	),
	[`${route}?/cover`]: onNeed({ further: 'rampa' }),
	[`${route}?/uncover`]: onNeed({}, (need) =>
		coverWords(city.db, { need, staff: admin.id, was: null, marks: [], further: ['rampa'] })
	),
	[`${route}/photos/[position]`]: {
		...{ route: `${route}/photos/[position]`, press: percents },
		page: async () => `/staff/needs/${await tellWithPhoto()}/photos/0`
	},
	[`${route}/join?/join`]: {
		...{ route: `${route}/join`, press: {}, page: twoSides },
		to: (page) => page.replace(/\?.*/, '')
	},
	[`${route}/join?/undo`]: {
		...{ route, press: {}, page: async () => `/staff/needs/${await joinedNeed()}?thread=joined` },
		to: (page) => page.replace('?thread=joined', '/join')
	},
	[`${route}/join?/split`]: {
		...{ route, press: {}, page: async () => `/staff/needs/${await joinedNeed()}` },
		to: (page) => `${page}/join`
	},
	'/staff/challenges/[id]/ideas/[idea]?/join': onIdea({}, async () => (await twoIdeas()).page),
	'/staff/challenges/[id]/ideas/[idea]?/split': onIdea({}, async () => {
		const { challenge, idea: id, other, page } = await twoIdeas();
		const revision = Number(await revisionOf('ideas', id));
		await joinIdea(city.db, { id, challenge, revision }, other, { staff: admin.id });
		return page;
	})
};

/** Which need leads: in the form of two sides it is its button. */
export const leadIn = (page: string): string => sideOf(page)[1] ?? '';
