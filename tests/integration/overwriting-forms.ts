// Every form of the staff that writes over what a colleague may have written meanwhile; why the others do not: harmless-forms.ts.
import { languageNames, languages } from '../../src/lib/domain/language.ts';
import { sayPublicly } from '../../src/lib/server/public-replies.ts';
import { changeSurvey, publishSurvey } from '../../src/lib/server/surveys.ts';
import { addTemplate } from '../../src/lib/server/templates.ts';
import { internet } from './asked.ts';
import { things, type Things } from './others-things.ts';
import type { StaffCity } from './staff-city.ts';

export interface Overwriting {
	/** The address of its page. */
	page: string;
	/** What people write there, in the same field. */
	field: string;
	first: string;
	second: string;
	third: string;
	/** How the page tells what the first wrote, and in which field it stands, where these are not the same. */
	shows?: string;
	stands?: string;
	/** What the page cannot take in that field, or another one. */
	wrong?: Record<string, string>;
	/** The name and value of its button. */
	press?: Record<string, string>;
}

/** One of each thing, to be written over. */
export async function thingsToWrite(city: StaffCity) {
	const { db } = city;
	const of = await things(city, 'streets');
	await db.insertInto('departments').values({ id: 'water', name: 'water' }).execute();
	await db.insertInto('neighbourhoods').values({ id: 'nord', name: 'Nord', position: 0 }).execute();
	const staff = of.member;
	const now = new Date();
	const texts = { es: 'Hecho.' };
	const template = await addTemplate(
		db,
		{ name: 'Luz', topic: null, state: 'answered', label: null, texts },
		staff,
		now
	);
	const said = { es: { said: 'No hay luz', done: 'Hay luz.' } };
	await sayPublicly(db, { place: null, texts: said }, { staff, need: of.need }, now);
	const asked = { survey: internet, target: { kind: 'all' as const } };
	await changeSurvey(db, { id: of.survey, edits: 1 }, asked, staff, now);
	await publishSurvey(db, { id: of.survey, edits: 2 }, staff, now);
	const { id: reply } = await db
		.selectFrom('public_replies')
		.select('id')
		.executeTakeFirstOrThrow();
	const { id: lab } = await db.selectFrom('labs').select('id').executeTakeFirstOrThrow();
	const { id: colleague } = await city.addMember('pia@city.example', 'author');
	return { ...of, template, reply, lab, colleague };
}

type All = Things & { template: string; reply: string; lab: string; colleague: string };

const day = (month: number) => `${new Date().getFullYear() + 1}-0${month}-20`;

/** Each form that writes over something: the second of two who opened it writes over nothing of the first's. */
export function overwriting(of: All): Record<string, Overwriting> {
	const challenge = `/staff/challenges/${of.challenge}`;
	const need = `/staff/needs/${of.need}`;
	const words = { first: 'De la primera', second: 'De la segunda', third: 'De la tercera' };
	const lines = (many: number) =>
		languages.map((lang) => `${languageNames[lang]};${lang === 'es' ? ` ${many}` : ''}`).join('\n');
	const numbers = { first: lines(11), second: lines(12), third: lines(13), shows: 'Español; 11' };
	const days = { first: day(1), second: day(2), third: day(3), shows: 'January 20' };
	const tooLong = 'x'.repeat(3000);
	return {
		'/staff/settings': {
			...{ page: '/staff/settings', field: 'city', ...words, wrong: { city: '' } }
		},
		'/staff/settings/answer-time': {
			...{
				page: '/staff/settings/answer-time',
				field: 'days',
				first: '11',
				second: '12',
				third: '13'
			},
			wrong: { days: 'x' }
		},
		'/staff/settings/retention': {
			...{ page: '/staff/settings/retention', field: 'voice', first: '7', second: '8', third: '9' },
			wrong: { voice: 'x' }
		},
		'/staff/settings/labels?/change': {
			...{ page: '/staff/settings/labels?change=read', field: 'words-es', ...words },
			wrong: { 'words-es': tooLong }
		},
		'/staff/settings/departments?/change': {
			...{ page: '/staff/settings/departments?change=parks', field: 'name', ...words },
			wrong: { name: '' }
		},
		'/staff/heard/numbers': {
			...{ page: '/staff/heard/numbers', field: 'lang', ...numbers },
			wrong: { lang: 'nobody; 5' }
		},
		'/staff/labs?/change': {
			...{ page: `/staff/labs?change=${of.lab}`, field: 'name', ...words, wrong: { name: '' } }
		},
		'/staff/trainers/[id]?/change': {
			...{ page: `/staff/trainers/${of.trainer}`, field: 'name', ...words, wrong: { name: '' } }
		},
		'/staff/people/[id]?/role': {
			...{ page: `/staff/people/${of.colleague}`, field: 'role', wrong: { role: 'queen' } },
			...{ first: 'moderator', second: 'reader', third: 'coordinator' }
		},
		'/staff/templates?/change': {
			...{ page: `/staff/templates?change=${of.template}`, field: 'words-es', ...words },
			wrong: { name: '' }
		},
		'/staff/public-replies?/change': {
			...{ page: `/staff/public-replies?change=${of.reply}`, field: 'said-es', ...words },
			wrong: { 'done-es': '' }
		},
		'/staff/themes/[id]?/change': {
			...{ page: `/staff/themes/${of.theme}`, field: 'name', ...words, wrong: { name: '' } }
		},
		'/staff/challenges/[id]?/change': {
			...{ page: challenge, field: 'what-es', ...words, wrong: { 'who-es': '' } }
		},
		'/staff/challenges/[id]/rounds/[round]?/change': {
			...{ page: `${challenge}/rounds/${of.round}`, field: 'until', ...days },
			wrong: { until: 'x' }
		},
		'/staff/challenges/[id]/prioritisings/[prioritising]?/change': {
			...{ page: `${challenge}/prioritisings/${of.prioritising}`, field: 'until', ...days },
			wrong: { until: 'x' }
		},
		'/staff/challenges/[id]/ideas/[idea]?/publish': {
			...{ page: `${challenge}/ideas/${of.idea}`, field: 'text-es', ...words },
			wrong: { 'text-es': '' }
		},
		'/staff/pilots/[id]?/change': {
			...{ page: `/staff/pilots/${of.pilot}`, field: 'what-es', ...words },
			wrong: { 'who-es': '' }
		},
		'/staff/decisions/[id]?/change': {
			...{ page: `/staff/decisions/${of.decision}`, field: 'what-es', ...words },
			wrong: { 'when-es': '' }
		},
		'/staff/surveys/[id]/edit': {
			...{ page: `/staff/surveys/${of.survey}/edit`, field: 'title', ...words },
			...{ wrong: { title: tooLong }, press: { do: 'save' } }
		},
		'/staff/sessions/[id]?/change': {
			...{ page: `/staff/sessions/${of.session}`, field: 'day', ...days },
			wrong: { to: 'x' }
		},
		'/staff/needs/[id]?/promise': {
			...{ page: need, field: 'date', ...days, wrong: { date: 'x' } }
		},
		'/staff/needs/[id]?/pass': {
			...{ page: need, field: 'to', first: 'parks', second: 'water', third: '_' },
			...{ stands: 'was', wrong: { why: '' } }
		}
	};
}
