/** The spaces on this phone: closed when their person leaves, opened again by her card, or the learning by her pictures. */
import type { Cryptography } from '../domain/cryptography.ts';
import { openWith, sealWith } from '../domain/seal.ts';
import {
	makeSpace,
	openByCard,
	openByPictures,
	openWords,
	sealWords,
	type Card,
	type CardPicture,
	type Space
} from '../domain/space.ts';
import { device, readFact, type DoneStep, type KeptTry } from './database.ts';
import { changePerson } from './shared-phone.ts';
import type { MediaWithPieces } from './media-rows.ts';
import { readWords, takeWords, wordsNow, type SpaceWords } from './space-words.ts';
import { offerAgain } from './offer-again.ts';

/** The space that is open now; `whole` when the card was shown, so that its words are here too. */
type Present = { id: string; learningKey: string; whole: boolean };

/** What lies under the key of the learning; up to version 2 it was the steps alone. */
type Learning = { steps: DoneStep[]; attempts: KeptTry[] };

function readLearning(text: string | undefined): Learning {
	const kept = text ? (JSON.parse(text) as Learning | DoneStep[]) : [];
	return Array.isArray(kept) ? { steps: kept, attempts: [] } : kept;
}

/** Is a space open, and with its words? */
export async function presentSpace(): Promise<Present | undefined> {
	return readFact<Present>('space');
}

/** Makes a space for whoever uses the phone now, and her card, which is shown only this once. */
export async function makeCard(
	crypt: Cryptography,
	pictures: CardPicture[],
	pin: string,
	now = Date.now()
): Promise<Card> {
	const { space, card, learningKey } = await makeSpace(crypt, pictures, pin, now);
	const present: Present = { id: space.id, learningKey, whole: true };
	await device.transaction('rw', device.spaces, device.facts, async () => {
		await device.spaces.add(space);
		await device.facts.put({ key: 'space', value: present });
	});
	return card;
}

/** The pictures of the cards that were made on this phone, those used last first. */
export async function listCards(): Promise<Pick<Space, 'id' | 'pictures'>[]> {
	const spaces = await device.spaces.toArray();
	return spaces
		.sort((a, b) => b.closedAt - a.closedAt)
		.map(({ id, pictures }) => ({ id, pictures }));
}

/** Opens the learning of a space by its pictures and PIN; the words stay closed. Says whether they fit. */
export async function openLearning(
	crypt: Cryptography,
	id: string,
	pictures: CardPicture[],
	pin: string
): Promise<boolean> {
	const space = await device.spaces.get(id);
	const opened = space && (await openByPictures(crypt, space, pictures, pin));
	if (!opened) return false;
	await enter(crypt, space, { id, learningKey: opened.learningKey, whole: false }, []);
	return true;
}

/** Opens all of a space by its card and PIN: `no-space` when it is not on this phone, `no-fit` for another PIN. */
export async function openSpace(
	crypt: Cryptography,
	card: Card,
	pin: string
): Promise<'opened' | 'no-space' | 'no-fit'> {
	const space = await device.spaces.get(card.id);
	if (!space) return 'no-space';
	const opened = await openByCard(crypt, space, card, pin);
	if (!opened?.privateKey) return 'no-fit';
	const words = (await openWords(crypt, space, opened.privateKey)).flatMap(readWords);
	const present = { id: space.id, learningKey: opened.learningKey, whole: true };
	await enter(crypt, space, present, words);
	return 'opened';
}

async function enter(
	crypt: Cryptography,
	space: Space,
	present: Present,
	words: SpaceWords[]
): Promise<void> {
	const { steps, attempts } = readLearning(
		await openWith(crypt, present.learningKey, space.learning)
	);
	const put = await takeWords(crypt, words);
	const { needs, receipts, news, drafts, media, pieces, outbox, facts } = device;
	const learnt = [device.steps, device.attempts];
	const tables = [needs, receipts, news, drafts, media, pieces, outbox, facts, ...learnt];
	await device.transaction('rw', tables, async () => {
		await device.steps.bulkPut(steps);
		await device.attempts.bulkPut(attempts);
		await put();
		await facts.put({ key: 'space', value: present });
		await changePerson();
	});
	const epoch = await readFact<string>('epoch');
	const others = words.filter((each) => each.epoch !== null && each.epoch !== epoch);
	if (others.length > 0) await offerAgain(new Set());
}

/** The space of whoever uses the phone now, as it will lie here when she has left; undefined when she has none. */
export async function closedSpace(
	crypt: Cryptography,
	now: number
): Promise<{ space: Space; media: MediaWithPieces[] } | undefined> {
	const present = await presentSpace();
	const space = present && (await device.spaces.get(present.id));
	if (!space) return undefined;
	const { words: said, media } = await wordsNow(crypt, space.id);
	const words = await sealWords(crypt, space, JSON.stringify(said));
	const learning: Learning = {
		steps: await device.steps.toArray(),
		attempts: await device.attempts.toArray()
	};
	const closed: Space = {
		...space,
		// with the card all of it was open: what lay here before is in it
		words: present.whole ? [words] : [...space.words, words],
		learning: await sealWith(crypt, present.learningKey, JSON.stringify(learning)),
		closedAt: now
	};
	return { space: closed, media };
}
