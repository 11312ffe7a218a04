// A city with things of people and of the staff, and who tries which of its public doors with what.
import { randomBytes } from 'node:crypto';
import { openChallenge, writeChallenge } from '../../src/lib/server/challenges.ts';
import { addLab, closeLab } from '../../src/lib/server/labs.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import {
	beginPrioritising,
	changePrioritising,
	openPrioritising
} from '../../src/lib/server/prioritisings.ts';
import { sayPublicly } from '../../src/lib/server/public-replies.ts';
import { listPublicReplies } from '../../src/lib/server/public-reply-list.ts';
import { setPublicVoice } from '../../src/lib/server/public-voices.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { withVoice } from '../../src/lib/server/reply-voices.ts';
import { beginRound, changeRound, openRound } from '../../src/lib/server/rounds.ts';
import { planSessions } from '../../src/lib/server/sessions.ts';
import { writeSettings } from '../../src/lib/server/settings.ts';
import { makeSurvey, publishSurvey, readSurvey } from '../../src/lib/server/surveys.ts';
import { readOneWatched } from '../../src/lib/server/watched.ts';
import { deriveSecrets, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { aNeed } from './invented.ts';
import { hashOf, itemOf, photo, voice } from './media-made.ts';
import type { StaffCity } from './staff-city.ts';

/** Stands in the words of the person, and in the city's answer to her. */
export const secret = 'zafiro oculto';

const recording = () => Buffer.concat([voice, randomBytes(40)]);
const newCode = () => makeReceiptCode(new Uint8Array(randomBytes(10)));

/** What the city says to a person, in words and aloud; with a photo of hers that has not come yet. */
export async function anAnsweredNeed(city: StaffCity, staff: string) {
	const { db, dataFolder } = city;
	const [code, picture] = [newCode(), await photo('#0B6E6E', 320, 240)];
	const secrets = deriveSecrets(code);
	const media = [itemOf(picture, 'image/jpeg')];
	const told = aNeed(`La farola del ${secret}`, { secrets, replyKey: secrets.reply, media });
	await receive(city, { v: 1, submissions: [told] }, new Date());
	const row = db.selectFrom('needs').select('changed_at').where('id', '=', told.id);
	const { changed_at: seen } = await row.executeTakeFirstOrThrow();
	const sound = { bytes: new Uint8Array(recording()), type: 'audio/webm' as const };
	let file = '';
	await withVoice(dataFolder, sound, async (kept) => {
		file = kept.file;
		const reply = { words: `Respuesta: ${secret}`, lang: 'es', voice: kept };
		return takeStep(db, { need: told.id, staff, to: 'answered', seen, reply });
	});
	const [message] = (await readOneWatched(db, secrets.watch))?.messages ?? [];
	const [id, key] = [message?.id ?? '', message?.voice?.key ?? ''];
	return { id: told.id, code, secrets, picture, hash: hashOf(picture), message: id, key, file };
}

/** What the city asks and says: one of each that everybody sees, and one that nobody sees yet or any more. */
export async function publishedThings(city: StaffCity, staff: string, need: string) {
	const { db, dataFolder } = city;
	const now = new Date();
	await writeSettings(db, { languages: ['es'] });
	const texts = { es: { who: 'Familias', what: `ver ${secret}`, why: 'no caer' } };
	const form = { place: null, topic: 'safety' as const, until: null, texts };
	const write = async () => {
		const made = await writeChallenge(db, form, { needs: [need], themes: [] }, staff);
		return made === 'no-needs' ? '' : made.id;
	};
	const [challenge, draft] = [await write(), await write()];
	await openChallenge(db, { id: challenge, revision: 1 }, true, staff);
	const rounds = [0, 1].map(async () => (await beginRound(db, challenge, staff)) ?? '');
	const [round = '', draftRound = ''] = await Promise.all(rounds);
	const statements = ['s1', 's2', 's3'].map((id) => {
		return { id, texts: { es: `${secret} ${id}` }, isHidden: false };
	});
	for (const id of [round, draftRound])
		await changeRound(db, { id, revision: 1 }, { until: null, statements }, staff);
	await openRound(db, { id: round, revision: 2 }, true, staff);
	const choices = [0, 1].map(async () => (await beginPrioritising(db, challenge, staff)) ?? '');
	const [choice = '', draftChoice = ''] = await Promise.all(choices);
	const things = ['t1', 't2'].map((id) => {
		return { id, idea: null, texts: { es: `${secret} ${id}` }, cost: null };
	});
	const chosen = { way: 'points' as const, amount: 5, until: null, things };
	for (const id of [choice, draftChoice])
		await changePrioritising(db, { id, revision: 1 }, chosen, staff);
	await openPrioritising(db, { id: choice, revision: 2 }, true, staff);
	const [lab, gone] = [await labOf(city), await labOf(city)];
	await closeLab(db, gone, now);
	const hour = 3_600_000;
	const hours = [0, 1].map((at) => new Date(now.getTime() + (at + 1) * hour));
	const [startsAt = now, endsAt = now] = hours;
	await planSessions(db, { lab, modules: [], languages: ['es'] }, [{ startsAt, endsAt }], now);
	const row = db.selectFrom('sessions').select('id').where('lab', '=', lab);
	const session = (await row.executeTakeFirstOrThrow()).id;
	const said = { es: { said: 'Falta luz.', done: 'Ya hay luz.' } };
	const by = { staff, need: null, batch: null, decision: null };
	await sayPublicly(db, { place: null, texts: said }, by, now);
	const [{ id = '', revision = 0 } = {}] = await listPublicReplies(db);
	const sound = { bytes: new Uint8Array(recording()), type: 'audio/webm' as const };
	const heard = hashOf(sound.bytes);
	await withVoice(dataFolder, sound, (kept) =>
		setPublicVoice(db, { id, revision, lang: 'es' }, kept, staff)
	);
	const [survey, draftSurvey] = [await surveyOf(city, staff), await surveyOf(city, staff)];
	const edits = (await readSurvey(db, survey))?.edits ?? 0;
	await publishSurvey(db, { id: survey, edits }, staff, now);
	return {
		...{ challenge, draft, round, draftRound, choice, draftChoice, lab, gone, session, heard },
		...{ survey, draftSurvey }
	};
}

export type Published = Awaited<ReturnType<typeof publishedThings>>;
export type Answered = Awaited<ReturnType<typeof anAnsweredNeed>>;

const labOf = ({ db }: StaffCity) =>
	addLab(db, { name: `Casa ${secret}`, place: null, address: '' }, new Date());

function surveyOf({ db }: StaffCity, staff: string) {
	const question = { id: 'q1', kind: 'text' as const, texts: { es: secret }, required: false };
	const survey = { title: { es: secret }, intro: { es: 'Una' }, questions: [question] };
	return makeSurvey(db, { survey, target: { kind: 'all' } }, staff, new Date());
}
