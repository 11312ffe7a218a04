/** The doors of the rooms: small JSON, strictly read, so many a minute from one network. Nothing of a request is logged. */
import type { RequestEvent } from '@sveltejs/kit';
import { RateLimiterMemory } from 'rate-limiter-flexible';
import * as v from 'valibot';
import { alphabet, tidyTyped } from '../domain/crockford.ts';
import { idSchema } from '../domain/id.ts';
import { announcementSchema, sayingSchema } from '../domain/room.ts';
import { city } from './city.ts';
import { lanAddresses } from './lan-addresses.ts';
import { problemResponse } from './problem-response.ts';
import { openRooms } from './rooms.ts';
import { networkOf, waitOf } from './sign-in-limits.ts';
import { readSmallJson } from './small-json.ts';

const minute = 60;

/** Sixty phones behind one address of a lab, and their trainers, have room in each. */
function roomLimits() {
	return {
		/** What is said and asked. */
		talk: new RateLimiterMemory({ points: 2000, duration: minute }),
		/** Rooms that were not there before. */
		open: new RateLimiterMemory({ points: 30, duration: 60 * minute }),
		/** Six characters that fit no session, from one network and from all. */
		guess: new RateLimiterMemory({ points: 60, duration: 15 * minute }),
		guesses: new RateLimiterMemory({ points: 3000, duration: 15 * minute })
	};
}

const limits = roomLimits();
const rooms = openRooms();

type Event = Pick<RequestEvent, 'request' | 'getClientAddress'>;
type RoomEvent = Event & { params: { session: string } };

/** Who is in a room: for whoever knows the session's id. */
export async function readRoom({
	params,
	url,
	getClientAddress
}: RoomEvent & { url: URL }): Promise<Response> {
	const refused = await tooOften(limits.talk, networkOf(getClientAddress()));
	if (refused) return refused;
	if (!v.is(idSchema, params.session)) return noSession();
	const [address] = isLoopback(url) ? addressesOf(url) : [];
	return said({ ...rooms.read(params.session, Date.now()), ...(address && { address }) });
}

/** A laptop that is the hub shows its own page at an address that no phone can open. */
const isLoopback = ({ hostname }: URL) => /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);

function addressesOf({ port }: URL): string[] {
	const { origin } = city();
	return origin ? [origin] : lanAddresses({ host: process.env['HOST'] ?? '', port, origin });
}

/** Somebody says how far she is. */
export async function sayInRoom(event: RoomEvent): Promise<Response> {
	const refused = await mayEnter(event);
	if (refused) return refused;
	const asked = await readSmallJson(event.request, sayingSchema);
	if ('refused' in asked) return problemResponse(asked.refused, asked.detail);
	const isIn = rooms.say(event.params.session, asked, Date.now());
	return isIn ? said({ v: 1 }) : problemResponse('too-many', 'the room is full');
}

/** A trainer's device announces its session. */
export async function announceRoom(event: RoomEvent): Promise<Response> {
	const refused = await mayEnter(event);
	if (refused) return refused;
	const asked = await readSmallJson(event.request, announcementSchema);
	if ('refused' in asked) return problemResponse(asked.refused, asked.detail);
	const isOf = rooms.announce(event.params.session, asked.facts, Date.now());
	return isOf ? said({ v: 1 }) : problemResponse('malformed', 'these are no facts of this session');
}

/** The sessions that have these six characters. What fits is taken back from the guesses. */
export async function findRooms({
	url,
	getClientAddress
}: Event & { url: URL }): Promise<Response> {
	const network = networkOf(getClientAddress());
	const refused =
		(await tooOften(limits.guess, network)) ?? (await tooOften(limits.guesses, 'all'));
	if (refused) return refused;
	const code = tidyTyped(url.searchParams.get('code') ?? '');
	const isCode = code.length === 6 && [...code].every((each) => alphabet.includes(each));
	if (!isCode) return problemResponse('malformed', 'a code has six characters');
	const found = rooms.find(code, Date.now());
	if (found.length > 0) {
		await Promise.all([limits.guess.reward(network), limits.guesses.reward('all')]);
	}
	return said({ v: 1, rooms: found });
}

/** These doors answer no other methods. */
export function notAllowed(methods: string): Response {
	const response = problemResponse('method-not-allowed', `only ${methods} is answered here`);
	response.headers.set('allow', methods);
	return response;
}

async function mayEnter({ params, getClientAddress }: RoomEvent): Promise<Response | undefined> {
	if (!v.is(idSchema, params.session)) return noSession();
	const network = networkOf(getClientAddress());
	const refused = await tooOften(limits.talk, network);
	if (refused || rooms.has(params.session)) return refused;
	return tooOften(limits.open, network);
}

async function tooOften(limiter: RateLimiterMemory, key: string): Promise<Response | undefined> {
	const wait = await waitOf(limiter, key);
	if (wait === 0) return undefined;
	const response = problemResponse('too-many', 'wait before the next try');
	response.headers.set('retry-after', String(Math.max(1, Math.ceil(wait / 1000))));
	return response;
}

const noSession = () => problemResponse('not-found', 'a session is called by its id');

function said(answer: object): Response {
	return Response.json(answer, { headers: { 'cache-control': 'no-store' } });
}
