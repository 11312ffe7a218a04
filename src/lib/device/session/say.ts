/** This phone says to the room how far its person is, where a hub or the city is reachable. Never her name or number. */
import type { Joined } from '../../domain/held-session.ts';
import { picturesOf } from '../../domain/member.ts';
import type { Saying } from '../../domain/room.ts';
import { isSameState, type RoomState } from '../../domain/room-state.ts';
import { readJoined } from '../joined.ts';
import { request } from '../sync/exchange.ts';
import { readState, whenNoted } from './state.ts';

/** At most so often, in milliseconds. */
const pause = 3000;
/** So often where nothing has changed: the room may have forgotten her. */
const quietTime = 60_000;
/** The longest wait where nobody answers. */
const longestWait = 120_000;
const patience = 10_000;
/** What this tab said last, so that a page that is opened says nothing twice. */
const saidKey = 'plaza-room-said';

type Said = { session: string; person: string; state: RoomState; at: number };

let timer: ReturnType<typeof setTimeout> | undefined;
let failures = 0;
let running: Promise<void> | undefined;
let isStarted = false;

/** Says it from now on, as long as this page stands and she is in a session. Safe to call again after she joined. */
export function keepSaying(): void {
	if (!isStarted) {
		isStarted = true;
		whenNoted(() => plan(0));
		document.addEventListener('visibilitychange', () => {
			if (!document.hidden) plan(0);
		});
		addEventListener('online', () => plan(0));
	}
	plan(0);
}

/** What is said of a person. */
export function sayingOf({ person, member }: Joined, state: RoomState): Saying {
	return { v: 1, person, pictures: picturesOf(member ?? person), state };
}

function plan(wait: number): void {
	clearTimeout(timer);
	timer = setTimeout(() => {
		running ??= say().finally(() => (running = undefined));
	}, wait);
}

async function say(): Promise<void> {
	const joined = await readJoined();
	if (!joined) return;
	const state = await readState(joined);
	const last = lastSaid(joined);
	const since = Date.now() - (last?.at ?? 0);
	const rest = last && isSameState(last.state, state) ? quietTime : pause;
	if (since >= 0 && since < rest) return plan(rest - since);
	const response = await request(
		`/api/room/${joined.id}`,
		{
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(sayingOf(joined, state))
		},
		patience
	);
	failures = response?.status === 200 ? 0 : failures + 1;
	if (failures > 0) return plan(Math.min(longestWait, pause * 2 ** failures));
	const said: Said = { session: joined.id, person: joined.person, state, at: Date.now() };
	sessionStorage.setItem(saidKey, JSON.stringify(said));
	plan(pause);
}

function lastSaid({ id, person }: Joined): Said | undefined {
	const said = JSON.parse(sessionStorage.getItem(saidKey) ?? 'null') as Said | null;
	return said?.session === id && said.person === person ? said : undefined;
}
