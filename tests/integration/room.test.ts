/** The doors of the rooms: what they take, whom they refuse, and how often. */
import { randomBytes } from 'node:crypto';
import { beforeEach, describe, expect, it } from 'vitest';
import { makeId } from '../../src/lib/domain/id.ts';
import { picturesOf } from '../../src/lib/domain/member.ts';
import { codeOf, type Problem } from '../../src/lib/domain/problem.ts';
import { roomSchema } from '../../src/lib/domain/room.ts';
import { writeRoomFacts } from '../../src/lib/domain/room-code.ts';
import { sessionCode } from '../../src/lib/domain/session-hours.ts';
import * as byCode from '../../src/routes/api/room/+server.ts';
import * as room from '../../src/routes/api/room/[session]/+server.ts';
import * as v from 'valibot';

/** Two sessions that have the same six characters. */
const twins = ['019ca8d7-2d00-7000-8000-000000003bc7', '019ca8d7-2d00-7000-8000-000000009439'];

const newId = () => makeId(Date.now(), randomBytes(10));
const person = () => randomBytes(12).toString('base64url');
const state = { lesson: 'abcd', done: 4, needsHelp: true };
const pictures = picturesOf('AAECAwQFBgcICQoL');

/** Each test comes from a network of its own: limits are counted for one. */
let address: string;
let networks = 0;
beforeEach(() => {
	address = `192.0.2.${++networks}`;
});

type Heard = { status: number; code?: string; said: unknown; headers: Headers };

async function ask(path: string, method = 'GET', body?: object | string): Promise<Heard> {
	const url = new URL(path, 'https://plaza.test');
	const text = typeof body === 'string' ? body : JSON.stringify(body);
	const headers = {
		'content-type': 'application/json',
		'content-length': String(Buffer.byteLength(text ?? ''))
	};
	const request = new Request(url, { method, ...(body !== undefined && { headers, body: text }) });
	const session = url.pathname.split('/')[3];
	const doors = (session === undefined ? byCode : room) as unknown as Record<
		string,
		(event: object) => Promise<Response>
	>;
	const door = doors[method] ?? doors['fallback'];
	const event = { request, url, params: { session }, getClientAddress: () => address };
	if (!door) throw new Error(`no door for ${method}`);
	const response = await door(event);
	const said = (await response.json()) as unknown;
	const { status } = response;
	return {
		status,
		said,
		headers: response.headers,
		...(status !== 200 && { code: codeOf(said as Problem) })
	};
}

const say = (session: string, more: object = {}) =>
	ask(`/api/room/${session}`, 'POST', { v: 1, person: person(), pictures, state, ...more });

function aSession(id = newId()) {
	const endsAt = Date.now() + 2 * 60 * 60_000;
	return {
		...{ id, lab: newId(), labName: 'Raval', endsAt, modules: ['scam-messages'] },
		...{ languages: ['es' as const], root: '' }
	};
}

const announce = (session: ReturnType<typeof aSession>) =>
	ask(`/api/room/${session.id}`, 'PUT', { v: 1, facts: writeRoomFacts(session) });

describe('The door of a room', () => {
	it('takes how far somebody is, and tells it to whoever knows the session', async () => {
		const session = newId();
		const ana = person();
		expect((await say(session, { person: ana })).status).toBe(200);
		const { said, headers } = await ask(`/api/room/${session}`);
		expect(headers.get('cache-control')).toBe('no-store');
		expect(v.parse(roomSchema, said)).toEqual({
			v: 1,
			announced: false,
			people: [{ person: ana, pictures, state, came: 0, said: 0 }]
		});
		expect((await ask(`/api/room/${newId()}`)).said).toMatchObject({ people: [] });
	});

	it('refuses a nickname, a member, and whatever else is not as it must be, and keeps nothing of it', async () => {
		const session = newId();
		for (const more of [
			{ nickname: 'Ana' },
			{ member: 'AAECAwQFBgcICQoL' },
			{ person: 'Ana' },
			{ pictures: ['sun', 'sun', 'tree'] },
			{ pictures: ['sun', 'tree'] },
			{ pictures: ['sun', 'tree', 'house'] },
			{ state: { ...state, done: 256 } },
			{ state: { ...state, done: 1.5 } },
			{ state: { ...state, lesson: 'scam-messages/parcel-fee' } },
			{ state: { ...state, words: 'hello' } },
			{ state: undefined }
		]) {
			expect([more, (await say(session, more)).code]).toEqual([more, 'malformed']);
		}
		expect((await say(session, { v: 2 })).code).toBe('unknown-version');
		expect((await say(session, { more: 'x'.repeat(5000) })).code).toBe('too-large');
		expect((await ask(`/api/room/${session}`, 'POST', 'no json')).code).toBe('malformed');
		expect((await say('not-an-id')).code).toBe('not-found');
		expect((await ask('/api/room/not-an-id')).code).toBe('not-found');
		expect((await ask(`/api/room/${session}`, 'DELETE')).code).toBe('method-not-allowed');
		expect((await ask(`/api/room/${session}`)).said).toMatchObject({ people: [] });
	});

	it('lets a lab of sixty phones behind one address talk, and no flood', async () => {
		const session = newId();
		const codes = new Set<string | undefined>();
		for (let n = 0; n < 60 * 20; n++) codes.add((await ask(`/api/room/${session}`)).code);
		expect([...codes]).toEqual([undefined]);
		let heard = await ask(`/api/room/${session}`);
		for (let n = 0; n < 1000 && !heard.code; n++) heard = await ask(`/api/room/${session}`);
		expect(heard.code).toBe('too-many');
		expect(Number(heard.headers.get('retry-after'))).toBeGreaterThan(0);
	});

	it('opens so many new rooms an hour for one network, and goes on in those that are open', async () => {
		const first = newId();
		await say(first);
		let last = await say(newId());
		for (let n = 0; n < 40 && !last.code; n++) last = await say(newId());
		expect(last.code).toBe('too-many');
		expect((await say(first)).status).toBe(200);
	});
});

describe('The six characters', () => {
	it('find the session that was announced, as kindly as they are typed', async () => {
		const session = aSession();
		expect((await ask(`/api/room?code=${sessionCode(session)}`)).said).toEqual({ v: 1, rooms: [] });
		expect((await announce(session)).status).toBe(200);
		const code = sessionCode(session);
		for (const typed of [code, code.toLowerCase(), `${code.slice(0, 3)} ${code.slice(3)}`]) {
			const { said } = await ask(`/api/room?code=${encodeURIComponent(typed)}`);
			expect(said).toEqual({ v: 1, rooms: [writeRoomFacts(session)] });
		}
		expect((await ask('/api/room?code=12345')).code).toBe('malformed');
		expect((await ask('/api/room')).code).toBe('malformed');
	});

	it('of two sessions find both', async () => {
		const both = twins.map((id, n) => ({ ...aSession(id), labName: ['Raval', 'Gràcia'][n] ?? '' }));
		for (const session of both) expect((await announce(session)).status).toBe(200);
		const { said } = await ask(`/api/room?code=${sessionCode({ id: twins[0] ?? '' })}`);
		expect(said).toEqual({ v: 1, rooms: both.map(writeRoomFacts) });
	});

	it('are not announced by the facts of another session', async () => {
		const [session, other] = [aSession(), aSession()];
		const facts = writeRoomFacts(other);
		expect((await ask(`/api/room/${session.id}`, 'PUT', { v: 1, facts })).code).toBe('malformed');
		expect((await ask(`/api/room?code=${sessionCode(other)}`)).said).toMatchObject({ rooms: [] });
	});

	it('cannot be guessed one after the other, and a room full of people who type theirs is let in', async () => {
		const session = aSession();
		await announce(session);
		const right = `/api/room?code=${sessionCode(session)}`;
		for (let n = 0; n < 200; n++) expect((await ask(right)).code).toBeUndefined();
		let heard = await ask('/api/room?code=000000');
		let guesses = 1;
		while (!heard.code) {
			heard = await ask(`/api/room?code=${String(guesses++).padStart(6, '0')}`);
		}
		expect([heard.code, guesses]).toEqual(['too-many', 61]);
	});
});
