// A city in which two departments have needs, answers, notes and more of their own, to see who reaches what of whom.
import { receive } from '../../src/lib/server/receive.ts';
import { prepareAnswers } from '../../src/lib/server/answers.ts';
import { doBulk } from '../../src/lib/server/bulk.ts';
import { askExport } from '../../src/lib/server/exports.ts';
import { addLab } from '../../src/lib/server/labs.ts';
import { openChallenge, writeChallenge } from '../../src/lib/server/challenges.ts';
import { writeDecision } from '../../src/lib/server/decisions.ts';
import { writePilot } from '../../src/lib/server/pilots.ts';
import { writeIdea } from '../../src/lib/server/idea-moderation.ts';
import { beginPrioritising } from '../../src/lib/server/prioritisings.ts';
import { beginRound } from '../../src/lib/server/rounds.ts';
import { addNote } from '../../src/lib/server/notes.ts';
import { planSessions } from '../../src/lib/server/sessions.ts';
import { makeSurvey } from '../../src/lib/server/surveys.ts';
import { addTrainer } from '../../src/lib/server/trainers.ts';
import { aNeed, newId, newSecrets } from './invented.ts';
import { openStaffCity, type StaffCity } from './staff-city.ts';

/** Stands in all words that not everybody may read. */
export const secret = 'zafiro oculto';

export interface Things {
	need: string;
	message: string;
	note: string;
	theme: string;
	/** A challenge, and a survey that nobody is asked yet. */
	challenge: string;
	/** A round of that challenge, a pilot for it and a decision about it that nobody else sees yet. */
	round: string;
	/** A prioritising of it. */
	prioritising: string;
	pilot: string;
	decision: string;
	/** An idea for that challenge. */
	idea: string;
	survey: string;
	/** An answer to many that is only prepared, and something that was done to many: each another member's. */
	batch: string;
	bulk: string;
	session: string;
	/** An export that another member asked for. */
	file: string;
	/** Another member, and a trainer of a lab. */
	member: string;
	trainer: string;
	/** Every field in which a form of the staff names something, with a form's other fields filled in. */
	form: (action: string) => FormData;
}

let coordinator: string;

export async function openScopedCity() {
	const city = await openStaffCity();
	coordinator = (await city.addMember('ana@city.example')).id;
	for (const id of ['streets', 'parks']) {
		await city.db.insertInto('departments').values({ id, name: id }).execute();
	}
	const department = await city.addMember('eva@city.example', 'department');
	const trainer = await city.addMember('tom@city.example', 'trainer');
	const hers = { department: 'streets' };
	await city.db.updateTable('staff').set(hers).where('id', '=', department.id).execute();
	return { city, members: { department, trainer } };
}

/** One of each, of this department; the words of it all hold `secret`. */
export async function things(city: StaffCity, department: string): Promise<Things> {
	const { db } = city;
	const now = new Date();
	const told = aNeed(`La farola del ${secret}`, { secrets: newSecrets() });
	await receive(city, { v: 1, submissions: [told] }, now);
	const need = told.id;
	await db.updateTable('needs').set({ department }).where('id', '=', need).execute();
	const bulk = (await doBulk(db, { act: 'read' }, [need], { staff: coordinator }, now)).id ?? '';
	const words = `Nota: ${secret}`;
	await addNote(db, { need, staff: coordinator, words });
	const note = await db.selectFrom('need_notes').select('id').where('need', '=', need).execute();
	const message = newId();
	const said = { id: message, need, said_at: now, lang: 'es', words, staff: coordinator };
	await db.insertInto('need_messages').values(said).execute();
	const theme = newId();
	await db.insertInto('themes').values({ id: theme, name: 'Luz', made_at: now }).execute();
	const inTheme = { theme, need, received_at: now, by: 'hand' as const };
	await db.insertInto('theme_needs').values(inTheme).execute();
	const { number, changed_at: seen } = await db
		.selectFrom('needs')
		.select(['number', 'changed_at'])
		.where('id', '=', need)
		.executeTakeFirstOrThrow();
	const answer = { kind: 'answered' as const, label: null, texts: { es: words } };
	const targets = [{ id: need, number, lang: 'es', changedAt: seen }];
	const by = { staff: coordinator };
	const batch = await prepareAnswers(db, { ...answer, fallback: 'es' }, targets, by, now);
	// begun, so that whoever may goes on with it
	await db.updateTable('answer_batches').set({ begun_at: now }).execute();
	const texts = { es: { who: 'Familias', what: 'ver por la noche', why: 'no caer' } };
	const written = { place: null, topic: 'safety' as const, until: null, texts };
	const made = await writeChallenge(db, written, { needs: [need], themes: [] }, coordinator);
	const challenge = made === 'no-needs' ? '' : made.id;
	const round = (await beginRound(db, challenge, coordinator)) ?? '';
	const prioritising = (await beginPrioritising(db, challenge, coordinator)) ?? '';
	await openChallenge(db, { id: challenge, revision: 1 }, true, coordinator);
	const decided = { what: 'Hay luz', why: '', when: 'En marzo', who: 'La ciudad' };
	const about = { challenges: [challenge], place: null, topic: 'safety' as const };
	const form = { ...about, outcome: 'yes' as const, cost: 'none' as const, texts: { es: decided } };
	const put = await writeDecision(db, form, coordinator);
	const decision = typeof put === 'string' ? '' : put.id;
	const tried = { what: 'Una farola', where: '', who: 'Vecinos', learned: '' };
	const days = { from: '2026-03-01', until: '2026-04-01' };
	const trying = { ideas: [], place: null, lab: null, ...days, texts: { es: tried } };
	const begun = await writePilot(db, challenge, trying, coordinator);
	const pilot = typeof begun === 'string' ? '' : begun.id;
	const idea = await writeIdea(db, challenge, { es: secret }, { staff: coordinator });
	const asked = {
		survey: { title: { es: secret }, intro: {}, questions: [] },
		target: { kind: 'all' as const }
	};
	const survey = await makeSurvey(db, asked, coordinator, now);
	const lab = await addLab(db, { name: 'Casa', place: null, address: '' }, now);
	const hour = 3_600_000;
	// at noon of the day after tomorrow, because a form has one day for both hours
	const noon = new Date(now.getTime() + 48 * hour).setUTCHours(12, 0, 0, 0);
	const hours = [{ startsAt: new Date(noon), endsAt: new Date(noon + hour) }];
	await planSessions(db, { lab, modules: [], languages: ['es'] }, hours, now);
	const { id: session } = await db
		.selectFrom('sessions')
		.select('id')
		.where('lab', '=', lab)
		.executeTakeFirstOrThrow();
	const trainer = await addTrainer(db, { name: 'Amina', labs: [lab] });
	const file = await askExport(
		db,
		coordinator,
		{ kind: 'needs', format: 'csv', reason: 'For the council', filter: '' },
		now
	);
	const all = { need, message, note: note[0]?.id ?? '', theme, batch: batch ?? '' };
	return {
		...{ ...all, bulk, session, file, trainer, member: coordinator, survey },
		...{ challenge, round, prioritising, idea, decision, pilot },
		form: (action) => formOf({ ...all, bulk, session, number, seen }, action)
	};
}

function formOf(
	of: Omit<
		Things,
		| 'form'
		| 'file'
		| 'member'
		| 'trainer'
		| 'challenge'
		| 'round'
		| 'prioritising'
		| 'idea'
		| 'decision'
		| 'pilot'
		| 'survey'
	> & {
		number: string;
		seen: Date;
	},
	action: string
): FormData {
	const to = { state: 'in work', assign: coordinator, pass: 'streets' }[action] ?? '';
	const fields = {
		...{ need: of.need, page: of.need, other: of.need, from: of.need, lead: of.need },
		...{ id: action === 'unnote' ? of.note : of.need, back: of.need, number: of.number },
		...{ theme: of.theme, batch: of.batch, draft: of.batch, bulk: of.bulk, session: of.session },
		...{
			seen: String(of.seen.getTime()),
			was: action === 'pass' ? 'parks' : '',
			to,
			revision: '1'
		},
		...{ act: 'assign:me', of: 'chosen', kind: 'answered', words: 'Hecho.', lang: 'es' },
		...{ 'words-es': 'Hecho.', fallback: 'es', note: 'Visto.', why: 'No es nuestra.' },
		...{ date: `${new Date().getFullYear() + 1}-01-31`, name: 'Vista', query: 'state=all' }
	};
	const form = new FormData();
	for (const [name, value] of Object.entries(fields)) form.set(name, value);
	return form;
}
