/** What happens just now, for the staff's open pages: over PostgreSQL's LISTEN and NOTIFY, so that a command is heard too. */
import { sql } from 'kysely';
import pg from 'pg';
import type { Database } from './database.ts';
import { reasonOf } from './installation-problem.ts';
import { logger } from './log.ts';

/** The channel of PostgreSQL on which activity and arrivals are told. */
export const liveChannel = 'staff';
/** The subject of an activity after which every sign-in may be over, not one member's. */
export const everySignIn = 'settings:second-factor';
/** Milliseconds in which many arrivals are told as one. */
const together = 1_000;
/** Milliseconds after which a broken line is opened again. */
const again = 1_000;

/** Needs came or changed; a colleague changed this page's need; who else looks at it now. */
export type LiveEvent =
	{ type: 'needs' } | { type: 'touched' } | { type: 'here'; names: readonly string[] };

/** An open page of a member: the inbox, or one need's. */
export interface Watcher {
	staff: { id: string; name: string };
	need: string | undefined;
	tell(event: LiveEvent): void;
	/** Something of her account changed: does her sign-in still hold? */
	look(): void;
}

export interface Live {
	/** From now on this page is told; gives what ends it. Whoever looks at the same need hears of both. */
	join(watcher: Watcher): () => void;
	/** Needs may have come: told once a second at most, behind the answers to phones. */
	arrived(): void;
	end(): Promise<void>;
}

/** Opens its one line to the database when the first page joins, and again whenever it breaks. */
export function openLive(url: string, db: Database): Live {
	const watchers = new Set<Watcher>();
	let line: Promise<pg.Client> | undefined;
	let arrival: NodeJS.Timeout | undefined;
	let isOver = false;

	const listen = () => {
		line ??= openLine(url, hear, () => {
			line = undefined;
			if (isOver || watchers.size === 0) return;
			setTimeout(listen, again).unref();
			// what was told meanwhile was not heard
			for (const watcher of watchers) watcher.tell({ type: 'needs' });
		});
		line.catch((error: unknown) => logger.warn({ reason: reasonOf(error) }, 'not live'));
	};

	function hear(payload: string) {
		const { needs, staff, account, isForAll } = readPayload(payload);
		for (const watcher of watchers) {
			if (isForAll || account !== undefined) {
				if (isForAll || watcher.staff.id === account) watcher.look();
				continue;
			}
			if (staff !== undefined && watcher.staff.id === staff) continue;
			if (watcher.need === undefined) watcher.tell({ type: 'needs' });
			else if (needs?.includes(watcher.need)) watcher.tell({ type: 'touched' });
		}
	}

	function tellWhoIsHere(need: string | undefined) {
		const there = [...watchers].filter((each) => need !== undefined && each.need === need);
		for (const watcher of there) {
			const others = there.filter(({ staff }) => staff.id !== watcher.staff.id);
			watcher.tell({ type: 'here', names: [...new Set(others.map(({ staff }) => staff.name))] });
		}
	}

	return {
		join(watcher) {
			watchers.add(watcher);
			listen();
			tellWhoIsHere(watcher.need);
			return () => {
				watchers.delete(watcher);
				tellWhoIsHere(watcher.need);
			};
		},
		arrived() {
			if (isOver) return;
			arrival ??= setTimeout(() => {
				arrival = undefined;
				sql`select pg_notify(${liveChannel}, '{}')`.execute(db).catch(() => undefined);
			}, together).unref();
		},
		async end() {
			isOver = true;
			clearTimeout(arrival);
			watchers.clear();
			await line?.then((client) => client.end()).catch(() => undefined);
		}
	};
}

async function openLine(
	url: string,
	hear: (payload: string) => void,
	broken: () => void
): Promise<pg.Client> {
	const client = new pg.Client({ connectionString: url });
	client.on('notification', ({ payload }) => hear(payload ?? ''));
	client.on('error', () => undefined);
	client.once('end', broken);
	try {
		await client.connect();
		await client.query(`listen ${liveChannel}`);
	} catch (error) {
		broken();
		throw error;
	}
	return client;
}

/** What a payload tells; one that cannot be read tells that something came. */
function readPayload(payload: string): {
	needs?: string[];
	staff?: string;
	account?: string;
	isForAll?: boolean;
} {
	try {
		const { subject, staff, needs } = JSON.parse(payload) as {
			subject?: string;
			staff?: string;
			needs?: string[];
		};
		const [, noun, id] = /^(need|staff):(.+)$/.exec(subject ?? '') ?? [];
		const on = noun === 'staff' ? { account: id } : { needs: id ? [id] : (needs ?? []) };
		return { ...on, staff: staff ?? undefined, isForAll: subject === everySignIn };
	} catch {
		return {};
	}
}
