/** One need as staff see it. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { idSchema } from '../domain/id.ts';
import type { CityState } from '../domain/need-state.ts';
import type { Told, Topic } from '../domain/need.ts';
import { deriveSecrets, hashSecret, readReceiptCode } from '../domain/receipt-code.ts';
import type { SaidMessage } from '../domain/said-message.ts';
import { agreedTo } from './consent.ts';
import type { Database } from './database.ts';
import { viewMedia, type MediaView } from './media/view.ts';

/** How and from where a need came. */
export interface PrivateFacts {
	/** The phone's own time, as it said it. */
	madeAt: string;
	/** The hub that brought it: its name, or its node where nobody knows it any more. */
	hub: string | null;
	/** The session in which it was told: its id. */
	session: string | null;
	/** The city or hub that gave the receipt, and the first signs of what it says to have received (sha256, base64url). */
	receipt: { node: string; sha256: string };
	/** The version of the consent text, and its sentences; null where how it was sent is not kept any more. */
	consent: { version: number; words: string[] } | null;
}
import { readMessages } from './thread-messages.ts';

export interface NeedView {
	id: string;
	number: string;
	state: CityState;
	/** Where the person sees it: where a need stands to which hers is joined, else where it stands itself. */
	seenState: CityState;
	topic: Topic;
	place: string | null;
	lang: string;
	/** Empty when the need was withdrawn; may be blank too where there is a recording. */
	words: string;
	media: MediaView[];
	publish: boolean;
	receivedAt: Date;
	changedAt: Date;
	label: string | null;
	/** An ISO date. */
	promisedOn: string | null;
	dueAt: Date | null;
	department: string | null;
	departmentSince: Date | null;
	/** Who owns it in front of the citizen. */
	assignee: string | null;
	touchedAt: Date | null;
	isCovered: boolean;
	coveredAt: Date | null;
	/** What the person said of the last answer. */
	helped: string | null;
	/** What tells more of the person than her words; only for the right `needs.private`. */
	private: PrivateFacts | null;
	/** The step of a lesson from which it was told. */
	from: { lesson: string; step: string } | null;
	/** How it was told, where a trainer told it for others. */
	told: Told | null;
	messages: SaidMessage[];
	/** `by` is a name; null for a member who has left, and where `withStaff` is false for the person herself. */
	events: {
		id: string;
		at: Date;
		from: CityState;
		to: CityState;
		by: string | null;
		withStaff: boolean;
	}[];
}

/** The need with this id, its replies and its history, oldest first; undefined when there is none. */
export async function viewNeed(db: Database, id: string): Promise<NeedView | undefined> {
	if (!v.is(idSchema, id)) return undefined;
	const [need, media, messages, events] = await Promise.all([
		db
			.selectFrom('needs')
			.innerJoin('submissions', 'submissions.id', 'needs.id')
			.leftJoin('hubs', 'hubs.node', 'submissions.via')
			.select(['needs.id', 'number', 'state', 'topic', 'place', 'needs.lang', 'words', 'publish'])
			.select(['needs.received_at', 'changed_at', 'submissions.made_at', 'lesson', 'step'])
			.select(['told', 'told_people', 'written_on', 'label', 'promised_on', 'due_at', 'department'])
			.select(['department_since', 'assignee', 'touched_at', 'is_covered', 'covered_at', 'helped'])
			.select(['needs.session', 'submissions.receipt'])
			.select((row) =>
				row
					.selectFrom('needs as root')
					.select('root.state')
					.whereRef('root.id', '=', 'needs.joined_to')
					.as('root_state')
			)
			.select(
				sql<number | null>`(envelope #>> '{body,consent,version}')::int`.as('consent_version')
			)
			.select((row) => row.fn.coalesce('hubs.name', 'submissions.via').as('hub'))
			.where('needs.id', '=', id)
			.executeTakeFirst(),
		viewMedia(db, id),
		readMessages(db, [id]),
		db
			.selectFrom('need_events as event')
			.leftJoin('staff', 'staff.id', 'event.staff')
			.select(['event.id', 'at', 'from_state', 'to_state', 'staff.name', 'event.staff'])
			.where('need', '=', id)
			.orderBy('at')
			.orderBy('event.id')
			.execute()
	]);
	if (!need) return undefined;
	const { lesson, step, told: how, told_people: people, written_on: writtenOn } = need;
	const { number, state, topic, place, lang, words, publish } = need;
	const consentOf = (version: number | null) =>
		version === null ? null : { version, words: agreedTo({ version, publish }, lang, how) };
	return {
		...{ id, number, state, topic, place, lang, words, publish, media },
		seenState: need.root_state ?? state,
		...{ label: need.label, department: need.department, assignee: need.assignee },
		receivedAt: need.received_at,
		changedAt: need.changed_at,
		promisedOn: need.promised_on,
		dueAt: need.due_at,
		departmentSince: need.department_since,
		touchedAt: need.touched_at,
		isCovered: need.is_covered,
		coveredAt: need.covered_at,
		helped: need.helped,
		private: {
			...{ madeAt: need.made_at, hub: need.hub, session: need.session },
			receipt: { node: need.receipt.node, sha256: need.receipt.sha256.slice(0, 12) },
			consent: consentOf(need.consent_version)
		},
		from: lesson && step ? { lesson, step } : null,
		told: how && { how, ...(people && { people }), ...(writtenOn && { writtenOn }) },
		messages: (messages.get(id) ?? []).map(({ id, said_at, lang, words, by, voice }) => ({
			...{ id, saidAt: said_at, lang, words, by, spoken: voice !== null }
		})),
		events: events.map(({ id, at, from_state, to_state, name, staff }) => ({
			id,
			at,
			from: from_state,
			to: to_state,
			by: name,
			withStaff: staff !== null
		}))
	};
}

/** The id of the need whose receipt code somebody typed: `code` when it is none, `code-unknown` when no need has it. */
export async function findByCode(
	db: Database,
	typed: string
): Promise<{ id: string } | { problem: 'code' | 'code-unknown' }> {
	const code = readReceiptCode(typed);
	if (!code) return { problem: 'code' };
	const row = await db
		.selectFrom('needs')
		.innerJoin('submissions', 'submissions.id', 'needs.id')
		.select('needs.id')
		.where('watch_hash', '=', hashSecret(deriveSecrets(code).watch))
		.executeTakeFirst();
	return row ?? { problem: 'code-unknown' };
}

/** The id of the need with this number. */
export async function needWithNumber(db: Database, number: string): Promise<string | undefined> {
	const row = await db
		.selectFrom('needs')
		.select('id')
		.where('number', '=', number)
		.executeTakeFirst();
	return row?.id;
}

/** The id of the need whose number somebody typed; undefined when it is none, or no need has it. */
export async function findByNumber(db: Database, typed: string): Promise<string | undefined> {
	const number = /^\s*#?(\d{1,15})\s*$/.exec(typed)?.[1];
	return number ? needWithNumber(db, number) : undefined;
}
