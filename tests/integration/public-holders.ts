// What is sent to the doors of what is published and of people: by nobody, by whoever holds something else, by the holder.
import { randomBytes } from 'node:crypto';
import { hashSecret, makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { newId } from './invented.ts';
import { hashOf } from './media-made.ts';
import { secret, type Answered, type Published } from './public-tries.ts';

export interface Try {
	path: string;
	/** A form, JSON, or bytes. */
	body?: URLSearchParams | object | Buffer;
	headers?: Record<string, string>;
	/** The answer: its status, the code of its problem, and what stands in it or does not. */
	status: number;
	code?: string;
	shows?: string;
	hides?: string;
}

export interface Tries {
	nobody: Try;
	wrong: Try[];
	/** None where a city has no such door: a hub's own. */
	right?: Try;
}

export const key = () => randomBytes(32).toString('base64url');
export const form = (fields: Record<string, string>) => new URLSearchParams(fields);
export const gone = { status: 404, hides: secret };
export const notFound = { status: 404, code: 'not-found' };
export const shown = { status: 200, shows: secret };

/** A page that is read by an id: of nothing, of what nobody sees, and of what everybody sees. */
const read = (at: (id: string) => string, draft: string, right: string): Tries => ({
	nobody: { path: at(newId()), ...gone },
	wrong: [{ path: at(draft), ...gone }],
	right: { path: at(right), ...shown }
});

/** Like `read`, of a file that has no words of it yet. */
const file = (at: (id: string) => string, draft: string, right: string): Tries => ({
	...read(at, draft, right),
	right: { path: at(right), status: 200 }
});

/** The numbers of something that has a page, in both files. */
const numbersOf = (page: string, at: (id: string) => string, draft: string, right: string) =>
	Object.fromEntries(
		['csv', 'json'].map((ending) => [
			`GET ${page}/numbers.${ending}`,
			file((id) => `${at(id)}/numbers.${ending}`, draft, right)
		])
	);

export function triesOfPublished(of: Published, answered: Answered): Record<string, Tries> {
	const page = '/[lang=lang]/neighbourhood/[challenge=id]';
	const round = (id: string) => `/es/neighbourhood/${of.challenge}/round/${id}`;
	const choice = (id: string) => `/es/neighbourhood/${of.challenge}/priority/${id}`;
	const survey = (path: string): Tries => ({
		nobody: { path, body: form({}), ...gone },
		wrong: [{ path, body: form({ survey: of.draftSurvey }), ...gone }],
		right: { path, body: form({ survey: of.survey, id: newId(), by: key() }), status: 200 }
	});
	const session = (lab: string, id: string) => `/es/sessions/${lab}/${id}.ics`;
	const voice = (sha256: string) => `/public-voices/${sha256}`;
	return {
		[`GET ${page}`]: read((id) => `/es/neighbourhood/${id}`, of.draft, of.challenge),
		[`GET ${page}/idea`]: read((id) => `/es/neighbourhood/${id}/idea`, of.draft, of.challenge),
		[`GET ${page}/round/[round=id]`]: read(round, of.draftRound, of.round),
		...numbersOf(`${page}/round/[round=id]`, round, of.draftRound, of.round),
		[`GET ${page}/priority/[priority=id]`]: read(choice, of.draftChoice, of.choice),
		...numbersOf(`${page}/priority/[priority=id]`, choice, of.draftChoice, of.choice),
		'GET /[lang=lang]/neighbourhood/poster/[lab=id]': read(
			(id) => `/es/neighbourhood/poster/${id}`,
			of.gone,
			of.lab
		),
		'GET /[lang=lang]/share/[picture].png': {
			nobody: { path: `/es/share/${newId()}.png`, ...gone },
			wrong: [{ path: `/es/share/${of.draft}.png`, ...gone }],
			right: { path: `/es/share/${of.challenge}.png`, status: 200 }
		},
		'GET /[lang=lang]/sessions/[lab]/[session].ics': {
			nobody: { path: session(of.lab, newId()), ...notFound },
			wrong: [{ path: session(of.gone, of.session), ...notFound }],
			right: { path: session(of.lab, of.session), ...shown }
		},
		'POST /[lang=lang]/survey?/check': survey('/es/survey?/check'),
		'POST /[lang=lang]/survey?/send': survey('/es/survey?/send'),
		'GET /public-voices/[sha256]': {
			nobody: { path: voice(hashOf(randomBytes(9))), ...notFound },
			// the city has this sound, and said it to one person
			wrong: [{ path: voice(answered.file), ...notFound }],
			right: { path: voice(of.heard), status: 200 }
		}
	};
}

export function triesOfPerson({ code, message, ...of }: Answered): Record<string, Tries> {
	const other = makeReceiptCode(new Uint8Array(randomBytes(10)));
	const find = (fields: Record<string, string>) => ({
		...{ path: '/es/needs/find', body: form(fields) }
	});
	const mine = (fields: Record<string, string>) => ({
		...{ path: '/my-need/es', body: form(fields) }
	});
	const media = (hash: string, query = '') => `/api/media/${hash}${query}`;
	const bytes = { 'content-type': 'application/octet-stream' };
	const sync = (more: object) => ({ path: '/api/sync', body: { v: 1, submissions: [], ...more } });
	const stranger = { authorization: `Plaza-Hub ${key().slice(0, 12)}.${key()}` };
	return {
		'POST /[lang=lang]/needs/find': {
			nobody: { ...find({}), status: 200, hides: secret },
			wrong: [{ ...find({ code: other }), status: 200, hides: secret }],
			right: { ...find({ code }), ...shown }
		},
		'POST /my-need/[lang=lang]': {
			nobody: { ...mine({}), ...gone },
			wrong: [
				{ ...mine({ code: other }), ...gone },
				{ ...mine({ code: other, act: 'json' }), ...gone },
				{ ...mine({ code: other, act: 'erase' }), ...gone }
			],
			right: { ...mine({ code }), ...shown }
		},
		'GET /said/[message]/[key]': {
			nobody: { path: `/said/${newId()}/${of.key}`, ...notFound },
			wrong: [{ path: `/said/${message}/${key()}`, ...notFound }],
			right: { path: `/said/${message}/${of.key}`, status: 200 }
		},
		'GET /api/said/[message]/[hash]': {
			nobody: { path: `/api/said/${newId()}/${hashSecret(of.key)}`, ...notFound },
			wrong: [{ path: `/api/said/${message}/${hashSecret(key())}`, ...notFound }],
			right: { path: `/api/said/${message}/${hashSecret(of.key)}`, status: 200 }
		},
		'POST /api/sync': {
			nobody: { ...sync({}), headers: stranger, status: 403, code: 'forbidden' },
			wrong: [{ ...sync({ watch: [key()] }), status: 200, hides: of.id }],
			right: { ...sync({ watch: [of.secrets.watch] }), status: 200, shows: of.id }
		},
		'HEAD /api/media/[sha256]': {
			nobody: { path: media('none'), status: 404 },
			wrong: [{ path: media(hashOf(randomBytes(9))), status: 404 }],
			right: { path: media(of.hash), status: 200 }
		},
		'PUT /api/media/[sha256]': {
			nobody: { path: media('none', '?offset=0'), headers: bytes, body: of.picture, ...notFound },
			wrong: [
				{
					...{ path: media(hashOf(randomBytes(9)), '?offset=0'), headers: bytes },
					...{ body: of.picture, ...notFound }
				}
			],
			right: { path: media(of.hash, '?offset=0'), headers: bytes, body: of.picture, status: 200 }
		}
	};
}
