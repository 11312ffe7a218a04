// What staff say to everybody, and ask everybody: challenges with all that belongs to them, surveys, public replies.
import { randomBytes } from 'node:crypto';
import { setNeed } from '../../src/lib/server/challenges.ts';
import { publishDecision } from '../../src/lib/server/decisions.ts';
import { joinIdea, writeIdea } from '../../src/lib/server/idea-moderation.ts';
import { stepPilot } from '../../src/lib/server/pilots.ts';
import { changePrioritising, openPrioritising } from '../../src/lib/server/prioritisings.ts';
import { sayPublicly } from '../../src/lib/server/public-replies.ts';
import { changeRound, openRound } from '../../src/lib/server/rounds.ts';
import { publishSurvey, changeSurvey, readSurvey } from '../../src/lib/server/surveys.ts';
import { tell } from './deeds-needs.ts';
import { admin, by, city, numberOf, on, revisionOf, type Deed, type Given } from './deeds.ts';
import { voice } from './media-made.ts';
import type { Things } from './others-things.ts';

const who = { 'who-es': 'Familias', 'what-es': 'ver por la noche', 'why-es': 'no caer' };
const challenge = { place: '', topic: 'safety', until: '', ...who };
const decided = {
	...{ place: '', topic: 'service', outcome: 'yes', cost: 'none' },
	...{ 'what-es': 'Hay luz', 'when-es': 'En marzo', 'why-es': '', 'who-es': 'La ciudad' }
};
const tried = {
	...{ place: '', lab: '', from: '2026-01-10', until: '2099-12-31' },
	...{ 'what-es': 'Una farola', 'where-es': '', 'who-es': 'Vecinos', 'learned-es': '' }
};
const said = { place: '', 'said-es': 'Falta luz.', 'done-es': 'Ya hay luz.' };
const shown = { changesNothing: 'it shows how the words read' };

type Kind = 'round' | 'prioritising' | 'pilot' | 'decision' | 'challenge' | 'idea';

/** Forms on a page of one of the things, each with the revision that it was seen in. */
const page =
	(route: string, kind: Kind) =>
	(
		form: string,
		did: Deed['did'],
		fields: Record<string, string>,
		before: (of: Things) => unknown = () => undefined
	) =>
		on(`${route}?/${form}`, did, async (of): Promise<Given> => {
			await before(of);
			const revision = await revisionOf(`${kind}s`, of[kind]);
			const isOwn = route.split('[').length === 2;
			const ids = isOwn ? [of[kind]] : [of.challenge, of[kind]];
			return { ids, fields: { revision, ...fields } };
		});

const onChallenge = page('/staff/challenges/[id]', 'challenge');
const onIdea = page('/staff/challenges/[id]/ideas/[idea]', 'idea');
const onRound = page('/staff/challenges/[id]/rounds/[round]', 'round');
const onChoice = page('/staff/challenges/[id]/prioritisings/[prioritising]', 'prioritising');
const onPilot = page('/staff/pilots/[id]', 'pilot');
const onDecision = page('/staff/decisions/[id]', 'decision');

const words = (text: string) => ({ texts: { es: text }, isHidden: false });
const writtenRound = ({ round: id }: Things) => {
	const statements = ['s1', 's2', 's3'].map((id) => ({ id, ...words(`Frase ${id}`) }));
	return changeRound(city.db, { id, revision: 1 }, { until: null, statements }, admin.id);
};
const askedRound = async (of: Things) => {
	await writtenRound(of);
	await openRound(city.db, { id: of.round, revision: 2 }, true, admin.id);
};
const writtenChoice = ({ prioritising: id }: Things) => {
	const things = ['t1', 't2'].map((id) => ({ id, idea: null, texts: { es: id }, cost: null }));
	const form = { way: 'points' as const, amount: 5, until: null, things };
	return changePrioritising(city.db, { id, revision: 1 }, form, admin.id);
};
const askedChoice = async (of: Things) => {
	await writtenChoice(of);
	await openPrioritising(city.db, { id: of.prioritising, revision: 2 }, true, admin.id);
};
const told = ({ pilot: id }: Things) =>
	stepPilot(city.db, { id, revision: 1 }, 'published', admin.id);
const over = async (of: Things) => {
	await told(of);
	await stepPilot(city.db, { id: of.pilot, revision: 2 }, 'ended', admin.id);
};

/** Another idea of the same challenge, and this one joined to it. */
const otherIdea = async ({ challenge }: Things) =>
	await writeIdea(city.db, challenge, { es: 'Otra' }, { staff: admin.id });
const joinedIdea = async (of: Things) => {
	const seen = { id: of.idea, challenge: of.challenge, revision: 1 };
	await joinIdea(city.db, seen, await otherIdea(of), { staff: admin.id });
};

/** A form on the page of the survey that nobody is asked yet. */
const onSurvey = (form: string, did: Deed['did'], fields: object, isAsked = false) =>
	on(`/staff/surveys/[id]${form}`, did, async ({ survey: id }) => {
		const options = ['a', 'b'].map((id) => ({ id, texts: { es: id } }));
		const asked = { id: 'q1', kind: 'one' as const, texts: { es: '¿Cómo?' }, required: false };
		const questions = [{ ...asked, options }];
		const survey = { title: { es: 'Luz' }, intro: { es: 'Dos preguntas' }, questions };
		const target = { kind: 'all' } as const;
		const before = (await readSurvey(city.db, id))?.edits ?? 0;
		await changeSurvey(city.db, { id, edits: before }, { survey, target }, admin.id, new Date());
		const edits = (await readSurvey(city.db, id))?.edits ?? 0;
		if (isAsked) await publishSurvey(city.db, { id, edits }, admin.id, new Date());
		return {
			ids: [id],
			fields: { edits: String((await readSurvey(city.db, id))?.edits), ...fields }
		};
	});

async function reply() {
	const texts = { es: { said: 'Falta luz.', done: 'Ya hay luz.' } };
	const by = { staff: admin.id, need: null, batch: null, decision: null };
	await sayPublicly(city.db, { place: null, texts }, by, new Date());
	const row = city.db.selectFrom('public_replies').select('id').orderBy('id', 'desc').limit(1);
	const { id } = await row.executeTakeFirstOrThrow();
	return { id, revision: await revisionOf('public_replies', id) };
}

/** The form with a recording, of a reply with this voice or none. */
async function spoken(seen: { id: string; revision: string }): Promise<Given> {
	const fields = new FormData();
	const bytes = new Uint8Array(Buffer.concat([voice, randomBytes(40)]));
	fields.set('lang', 'es');
	fields.set('voice-es', new File([bytes], 'voice.webm', { type: 'audio/webm' }));
	return { query: new URLSearchParams(seen).toString(), fields };
}

export const deedsToEverybody: Deed[] = [
	on('/staff/challenges/new', ['challenge.written'], ({ need }) => {
		return { query: `need=${need}`, fields: challenge };
	}),
	onChallenge('change', ['challenge.changed'], challenge),
	onChallenge('open', ['challenge.closed'], { open: 'no' }),
	on('/staff/challenges/[id]?/open', ['challenge.opened'], async ({ challenge: id }) => {
		await city.db.updateTable('challenges').set({ opened_at: null }).where('id', '=', id).execute();
		return { ids: [id], fields: { revision: '2', open: 'yes' } };
	}),
	onChallenge('round', ['round.begun'], {}),
	onChallenge('prioritising', ['prioritising.begun'], {}),
	on('/staff/challenges/[id]?/need', ['challenge.need-put'], async ({ challenge: id, need }) => {
		await city.db.deleteFrom('challenge_needs').where('challenge', '=', id).execute();
		return { ids: [id], fields: { number: await numberOf(need), in: 'yes' } };
	}),
	on('/staff/challenges/[id]?/need', ['challenge.need-taken'], async ({ challenge, need }) => {
		const others = await tell();
		await setNeed(city.db, { challenge, need: others, isBehind: true }, admin.id);
		return { ids: [challenge], fields: { number: await numberOf(need) } };
	}),
	on('/staff/challenges/[id]/ideas?/write', ['idea.written'], ({ challenge }) => ({
		ids: [challenge],
		fields: { 'text-es': 'Un banco' }
	})),
	onIdea('publish', ['idea.published'], { 'text-es': 'Un banco mejor' }),
	onIdea('refuse', ['idea.refused'], { reason: 'No se puede' }),
	on('/staff/challenges/[id]/ideas/[idea]?/join', ['idea.joined'], async (of) => ({
		ids: [of.challenge, of.idea],
		fields: { revision: await revisionOf('ideas', of.idea), to: await otherIdea(of) }
	})),
	onIdea('split', ['idea.split'], {}, joinedIdea),
	onRound('change', ['round.changed'], { until: '', 'text-new1-es': 'Más bancos' }),
	onRound('open', ['round.opened'], { open: 'yes' }, writtenRound),
	onRound('open', ['round.closed'], { open: 'no' }, askedRound),
	onChoice('change', ['prioritising.changed'], {
		...{ way: 'points', points: '5', sum: '', until: '' },
		'text-new1-es': 'Más bancos'
	}),
	onChoice('open', ['prioritising.opened'], { open: 'yes' }, writtenChoice),
	onChoice('open', ['prioritising.closed'], { open: 'no' }, askedChoice),
	on('/staff/pilots/new', ['pilot.written'], ({ challenge }) => ({
		query: `challenge=${challenge}`,
		fields: tried
	})),
	onPilot('change', ['pilot.changed'], tried),
	onPilot('step', ['pilot.published'], { step: 'published' }),
	onPilot('step', ['pilot.taken-back'], { step: 'taken-back' }, told),
	onPilot('step', ['pilot.ended'], { step: 'ended' }, told),
	onPilot('step', ['pilot.resumed'], { step: 'resumed' }, over),
	onPilot('feedback', ['survey.made'], {}, told),
	on('/staff/decisions/new', ['decision.written'], ({ challenge }) => ({
		query: `challenge=${challenge}`,
		fields: { ...decided, challenge }
	})),
	on('/staff/decisions/[id]?/change', ['decision.changed'], ({ challenge, decision }) => ({
		ids: [decision],
		fields: { ...decided, challenge, revision: '1' }
	})),
	onDecision('publish', ['decision.published'], { public: 'yes' }),
	onDecision('publish', ['decision.taken-back'], { public: 'no' }, ({ decision: id }) =>
		publishDecision(city.db, { id, revision: 1 }, true, admin.id)
	),
	by('/staff/surveys?/make', ['survey.made'], () => ({ fields: { from: '' } })),
	onSurvey('/edit', ['survey.changed'], { in: 'es', title: 'Más luz', target: 'all', do: 'keep' }),
	onSurvey('?/publish', ['survey.published'], {}),
	onSurvey('?/end', ['survey.ended'], {}, true),
	by('/staff/public-replies?/say', ['public-reply.said'], () => ({ fields: said })),
	by('/staff/public-replies?/check', [], () => ({ fields: said }), shown),
	by('/staff/public-replies?/change', ['public-reply.changed'], async () => ({
		fields: { ...said, 'done-es': 'Ya hay más luz.', ...(await reply()) }
	})),
	by('/staff/public-replies?/end', ['public-reply.taken-back'], async () => ({
		fields: await reply()
	})),
	by('/staff/public-replies?/voice', ['public-reply.changed'], async () => spoken(await reply())),
	by('/staff/public-replies?/unvoice', ['public-reply.changed'], async () => {
		const seen = await reply();
		const voices = JSON.stringify({ es: { file: 'A'.repeat(43), size: 1, type: 'audio/webm' } });
		await city.db.updateTable('public_replies').set({ voices }).where('id', '=', seen.id).execute();
		return { query: new URLSearchParams(seen).toString(), fields: { lang: 'es' } };
	})
];
