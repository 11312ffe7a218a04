/**
 * A space: what a person keeps on a shared phone when she leaves it. Her words and receipt codes are sealed to a key that
 * only her printed card together with her PIN opens; her learning opens by her three pictures and the PIN, which keep
 * out the curious and no one else (docs/shared-phones.md).
 */
import * as v from 'valibot';
import type { Bytes, Cryptography, Point, PrivateKey } from './cryptography.ts';
import { fromBase64Url, toBase64Url } from './fingerprint.ts';
import { openFor, openWith, sealFor, sealWith } from './seal.ts';

/** The pictures on cards, by the names of their drawings. */
export const cardPictures = [
	'sun',
	'tree',
	'fish',
	'cat',
	'bicycle',
	'boat',
	'key',
	'cup',
	'star',
	'flower',
	'bird',
	'umbrella'
] as const;

export type CardPicture = (typeof cardPictures)[number];

/** How many of them stand on a card. */
export const picturesOnCard = 3;

/** A PIN: four digits. */
export const pinSchema = v.pipe(v.string(), v.regex(/^\d{4}$/));

/** Rounds of PBKDF2 over what a person knows or shows; an old phone does them in about a second without its own crypto. */
const rounds = 20_000;

/** What a printed card says, beside its pictures: which space, and the 128 bits that open it. */
export interface Card {
	id: string;
	secret: string;
}

/** A space as it lies on the phone, closed. */
export interface Space {
	id: string;
	pictures: CardPicture[];
	salt: string;
	/** Words are sealed to this key. */
	key: Point;
	/** The private key, under card and PIN. */
	lockedKey: string;
	/** The key of the learning, under pictures and PIN. */
	lockedLearning: string;
	/** What was sealed to the key, oldest first. */
	words: string[];
	/** What was done, under the key of the learning; empty before the first leaving. */
	learning: string;
	closedAt: number;
}

/** What a PIN opened: the learning always, the words when the card was shown too. */
export interface OpenedSpace {
	learningKey: string;
	privateKey?: PrivateKey;
}

/** A new space with its card. */
export async function makeSpace(
	crypt: Cryptography,
	pictures: CardPicture[],
	pin: string,
	now: number
): Promise<{ space: Space; card: Card; learningKey: string }> {
	const id = toBase64Url(crypt.random(9));
	const secret = toBase64Url(crypt.random(16));
	const salt = toBase64Url(crypt.random(16));
	const privateKey = await crypt.makeKey();
	const learningKey = toBase64Url(crypt.random(32));
	const byCard = await stretched(crypt, secret, pin, salt);
	const byPictures = await stretched(crypt, pictures.join('+'), pin, salt);
	const space: Space = {
		id,
		pictures,
		salt,
		key: { x: privateKey.x, y: privateKey.y },
		lockedKey: await sealWith(crypt, byCard, JSON.stringify(privateKey)),
		lockedLearning: await sealWith(crypt, byPictures, learningKey),
		words: [],
		learning: '',
		closedAt: now
	};
	return { space, card: { id, secret }, learningKey };
}

/** Opens the learning of a space; undefined with other pictures or another PIN. */
export async function openByPictures(
	crypt: Cryptography,
	space: Space,
	pictures: CardPicture[],
	pin: string
): Promise<OpenedSpace | undefined> {
	const key = await stretched(crypt, pictures.join('+'), pin, space.salt);
	const learningKey = await openWith(crypt, key, space.lockedLearning);
	return learningKey === undefined ? undefined : { learningKey };
}

/** Opens all of a space; undefined with another card or another PIN. */
export async function openByCard(
	crypt: Cryptography,
	space: Space,
	card: Card,
	pin: string
): Promise<OpenedSpace | undefined> {
	if (card.id !== space.id) return undefined;
	const key = await stretched(crypt, card.secret, pin, space.salt);
	const text = await openWith(crypt, key, space.lockedKey);
	const learning = await openByPictures(crypt, space, space.pictures, pin);
	if (text === undefined || !learning) return undefined;
	return { ...learning, privateKey: JSON.parse(text) as PrivateKey };
}

/** Seals words for a space: also by somebody who cannot open it. */
export async function sealWords(crypt: Cryptography, space: Space, text: string): Promise<string> {
	return sealFor(crypt, { ...space.key, kid: space.id }, text);
}

/** The words of a space, oldest first; what was damaged is left out. */
export async function openWords(
	crypt: Cryptography,
	space: Space,
	privateKey: PrivateKey
): Promise<string[]> {
	const opened = await Promise.all(space.words.map((each) => openFor(crypt, privateKey, each)));
	return opened.filter((text) => text !== undefined);
}

/** The text in a card's picture to scan: an address whose part behind the # never leaves the phone. */
export function writeCard(origin: string, lang: string, { id, secret }: Card): string {
	return `${origin}/${lang}/who#card=${id}.${secret}`;
}

/** The card in a text that was scanned, or in an address. */
export function readCard(text: string): Card | undefined {
	const [, id, secret] = /#card=([A-Za-z0-9_-]{12})\.([A-Za-z0-9_-]{22})$/.exec(text.trim()) ?? [];
	return id && secret ? { id, secret } : undefined;
}

async function stretched(
	crypt: Cryptography,
	what: string,
	pin: string,
	salt: string
): Promise<string> {
	const password: Bytes = new TextEncoder().encode(`${what} ${pin}`);
	return toBase64Url(await crypt.stretch(password, fromBase64Url(salt), rounds));
}
