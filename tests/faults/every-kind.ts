/** A shared phone with something of every kind that a person can tell, for freezing: in the clear, sealed, begun, answered. */
import { answer } from './frozen-phone.ts';
import { connect, newPhone } from './phone.ts';
import { askForBadge } from '../../src/lib/device/badges.ts';
import { readDraft } from '../../src/lib/device/drafts.ts';
import { keepIdeaDraft, takeIdeaBack, tellIdea } from '../../src/lib/device/ideas.ts';
import { codesOfIdeas } from '../../src/lib/device/idea-news.ts';
import { leave } from '../../src/lib/device/leave.ts';
import { keepMedia } from '../../src/lib/device/media.ts';
import { keepNeed, newNeedIdentity, sayHelped, withdrawNeed } from '../../src/lib/device/needs.ts';
import { sayOpinion } from '../../src/lib/device/opinions.ts';
import { changeChoice, tellChoice } from '../../src/lib/device/priorities.ts';
import { keepStep } from '../../src/lib/device/progress.ts';
import { sayConfidence } from '../../src/lib/device/session/join-confidence.ts';
import { join as joinSession } from '../../src/lib/device/session/join.ts';
import { startSession } from '../../src/lib/device/session/lead.ts';
import { addByNickname } from '../../src/lib/device/session/list.ts';
import { keepWorkshop, tellWorkshop } from '../../src/lib/device/session/workshop.ts';
import { setShared } from '../../src/lib/device/shared-phone.ts';
import { makeCard, openSpace } from '../../src/lib/device/spaces.ts';
import { saySupport } from '../../src/lib/device/supports.ts';
import { keepAnswers, tellAnswers } from '../../src/lib/device/surveys.ts';
import { sync } from '../../src/lib/device/sync.ts';
import type { Opener } from '../../src/lib/device/trainer-rows.ts';
import { begin, keepBegun, tellForOthers, together } from '../../src/lib/device/trainer-told.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { answerOwner, ideaOwner } from '../../src/lib/domain/media.ts';
import type { NeedForm } from '../../src/lib/domain/need-form.ts';
import type { Card } from '../../src/lib/domain/space.ts';
import { bodyOf, resultOfCasts } from '../../src/lib/domain/workshop/result.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { internet } from '../integration/asked.ts';
import type { Door } from '../integration/door.ts';
import { newId } from '../integration/invented.ts';
import { photo, voice } from '../integration/media-made.ts';

/** Its name among the frozen phones. */
export const every = '5-every-kind';

/** What opens the trainer's things on it. */
export const opener: Opener = { crypt, key: toBase64Url(new Uint8Array(32).fill(5)) };

/** The survey that both people answered, and one that is only begun. */
const asked = { id: newId(), begun: newId() };
const nobody = 'http://127.0.0.1:9';

const need = (words: string): NeedForm => ({ topic: 'access', words, place: null, publish: true });

/** The recording with this number: no two are the same. */
export const spoken = (n: number) => new Uint8Array(Buffer.concat([voice, Buffer.from([n])]));

const speak = (n: number, owner?: string) =>
	keepMedia('voice', 'audio/webm', spoken(n), { seconds: 2, ...(owner && { owner }) });

/** Ana tells everything and leaves; Fátima, who was here before, leads a session, tells everything and is in the middle of more. */
export async function tellEveryKind(door: Door): Promise<{ card: Card; pin: string }> {
	const pin = '2580';
	await newPhone();
	connect(door.url);
	await setShared(true);
	await sync(crypt);
	const cardOfFatima = await makeCard(crypt, ['key', 'cup', 'star'], pin);
	const { answered, gone, taken } = await fatimaWithInternet(door);
	await leave(crypt);

	// no internet from here on
	connect(nobody);
	await readDraft();
	const card = await makeCard(crypt, ['sun', 'cat', 'boat'], pin);
	await keepNeed(need('De Ana'), 'es');
	await sayAll('Ana', 10);
	await leave(crypt);

	await openSpace(crypt, cardOfFatima, pin);
	await readDraft();
	await sayHelped(answered, newId(), 'bit', 'es');
	await withdrawNeed(gone, 'es');
	await takeIdeaBack(taken, 'es');
	await askForBadge('scam-messages', 'Fátima Ben Ali', 'es');
	await leadAndTell();
	await speak(21);
	await keepMedia('photo', 'image/jpeg', new Uint8Array(await photo('#0B4690', 64, 48)));
	await keepNeed(need('Espera con voz y foto'), 'ar');
	await sayAll('Fátima', 30);
	await beginMore();
	return { card, pin };
}

/** A need with its answer, and an idea with its voice, that the city has; and each of them to be taken back. */
async function fatimaWithInternet(door: Door) {
	await readDraft();
	const answered = await keepNeed(need('Tiene respuesta'), 'es');
	const gone = await keepNeed(need('No'), 'es');
	const challenge = newId();
	await tellIdea({ challenge, words: 'Mejor no', people: 1, publish: true }, 'es');
	const [taken] = await codesOfIdeas();
	await speak(20, ideaOwner(challenge));
	await tellIdea({ challenge, words: 'Ya enviada', people: 1, publish: true }, 'es');
	for (let round = 0; round < 3; round++) await sync(crypt);
	await answer(door, answered);
	await sync(crypt);
	if (!taken) throw new Error('the idea is not kept');
	return { answered, gone, taken: taken.id };
}

/** What is said of the neighbourhood, to surveys, and learnt. */
async function sayAll(who: string, n: number): Promise<void> {
	const challenge = newId();
	await speak(n, ideaOwner(challenge));
	await tellIdea({ challenge, words: `Idea de ${who}`, people: 2, publish: true }, 'es');
	await saySupport(newId(), true, 'es');
	await sayOpinion({ round: newId(), statement: 's1', opinion: 'agree' }, 'es');
	const id = newId();
	const things = [{ id: 't1', cost: null }];
	await changeChoice({ id, way: 'points', amount: 5, things }, 't1', 1);
	await tellChoice(id, 'es');
	await speak(n + 1, answerOwner(asked.id, 'why'));
	const survey = { id: asked.id, revision: 1, survey: internet } as Parameters<
		typeof tellAnswers
	>[0];
	await tellAnswers(survey, { have: 'no', why: null }, 'es');
	await keepStep('scam-messages/parcel-fee', { step: 'look' }, 'es');
}

/** A session: its list, a workshop, what is told for others with a recording, and what is begun for them. */
async function leadAndTell(): Promise<void> {
	const lab = { id: newId(), name: 'Laboratorio del Raval' };
	const plan = { lab, modules: ['scam-messages'], languages: ['es' as const], hours: 2 };
	const session = await startSession(plan, 'es');
	await addByNickname(opener, session, 'Rosa', 'es');
	await joinSession(session, 'es');
	await sayConfidence('before', 2, 'es');
	const groups = [{ id: 'w', name: 'Wifi', topic: 'connection' as const, needs: [] }];
	const workshop = { id: newId(), needs: [], groups };
	await keepWorkshop(opener, session.id, workshop);
	const body = bodyOf(workshop, resultOfCasts(workshop, []), new Date().toISOString());
	await tellWorkshop(opener, session, body, 'es');
	await begin(opener, session.id, { how: 'behalf', lang: 'es', name: 'Rosa' });
	await speak(40, together);
	await tellForOthers(opener, session, need('De Rosa'), newNeedIdentity());
	const typed = { ...need('Del grupo, empezado'), place: 'raval', lesson: '', step: '' };
	await begin(opener, session.id, { how: 'group', lang: 'ar', people: 7 });
	await keepBegun(opener, { session: session.id, how: 'group', lang: 'ar', people: 7, typed });
	await speak(41, together);
}

/** An idea with its recording, answers and a choice that nobody has been told of yet. */
async function beginMore(): Promise<void> {
	const challenge = newId();
	await speak(50, ideaOwner(challenge));
	await keepIdeaDraft({ challenge, words: 'Idea empezada', people: 1, publish: false });
	await speak(51, answerOwner(asked.begun, 'why'));
	await keepAnswers(asked.begun, { have: 'no' });
	const things = [{ id: 't1', cost: null }];
	await changeChoice({ id: newId(), way: 'points', amount: 5, things }, 't1', 1);
}
