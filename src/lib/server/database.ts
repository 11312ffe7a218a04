/** The city's memory: PostgreSQL through Kysely. Each noun has its own file of SQL beside this one. */
import { Kysely, PostgresDialect, type ColumnType, type Generated, type Transaction } from 'kysely';
import pg from 'pg';
import type { Envelope } from '../domain/envelope.ts';
import type { Sealed } from '../domain/sealed.ts';
import type { AboutYou } from '../domain/about-you.ts';
import type { MediaRole, MediaType } from '../domain/media.ts';
import type { CityState } from '../domain/need-state.ts';
import type { ToldHow, Topic } from '../domain/need.ts';
import type { Attempt, Outcome } from '../domain/attempt.ts';
import type { Receipt } from '../domain/receipt.ts';
import type { AnyNews, SyncResult } from '../domain/sync.ts';
import type { InboxTables } from './inbox-tables.ts';
import type { PhotoBox } from '../domain/photo-boxes.ts';
import type { AnswerTables } from './answer-tables.ts';
import type { HeardTables } from './heard-tables.ts';
import type { AccountTables } from './account-tables.ts';
import type { ChallengeTables } from './challenge-tables.ts';
import type { IdeaTables } from './idea-tables.ts';
import type { PrioritisingTables } from './prioritising-tables.ts';
import type { RoundTables } from './round-tables.ts';
import type { DecisionTables } from './decision-tables.ts';
import type { LabTables } from './lab-tables.ts';
import type { NeedTables } from './need-tables.ts';
import type { PilotTables } from './pilot-tables.ts';
import type { PrivacyTables } from './privacy-tables.ts';
import type { PublicationTables } from './publication-tables.ts';
import type { Channel, StaffTables } from './staff-tables.ts';
import type { SurveyTables } from './survey-tables.ts';

type Json<T> = ColumnType<T, string, string>;

export type Tables = {
	settings: { key: string; value: Json<unknown> };
	/** `lang` is empty for what is the same in all languages. */
	swap_fields: { field: string; lang: string; value: string };
	neighbourhoods: {
		id: string;
		name: string;
		position: number;
		shape: Json<unknown> | null;
		retired: Generated<boolean>;
	};
	submissions: {
		id: string;
		sha256: string;
		kind: string;
		lang: string;
		made_at: string;
		received_at: Date;
		watch_hash: string | null;
		withdraw_hash: string | null;
		receipt: Json<Receipt>;
		envelope: Json<Envelope> | null;
		/** The hub that brought it first. */
		via: Generated<string | null>;
	};
	conflicts: { id: string; sha256: string; received_at: Date; envelope: Json<Envelope> };
	withdrawn: { withdraw_hash: string; withdrawn_at: Date };
	needs: {
		id: string;
		number: Generated<string>;
		received_at: Date;
		changed_at: Date;
		state: CityState;
		topic: Topic;
		place: string | null;
		lang: string;
		publish: boolean;
		words: string;
		/** Both null until searchable.ts has written them. */
		plain: string | null;
		search: string | null;
		/** Where its news stand among all changes; 0 while there are none. bigint comes as text. */
		change_seq: Generated<string>;
		/** The step of a lesson from which it was told; null too once it is taken back. */
		lesson: Generated<string | null>;
		step: Generated<string | null>;
		/** In which it was told. */
		session: Generated<string | null>;
		/** How, where it was told for others. */
		told: Generated<ToldHow | null>;
		told_people: Generated<number | null>;
		/** An ISO date, as it stands on the paper. */
		written_on: Generated<string | null>;
		/** What she said of herself, where the city asks: counted only, shown beside no need. */
		age: Generated<AboutYou['age'] | null>;
		gender: Generated<AboutYou['gender'] | null>;
		/** The city's own label, where one is set. */
		label: Generated<string | null>;
		/** The day by which the city promised an answer; an ISO date. */
		promised_on: Generated<string | null>;
		/** When an answer is due: what the inbox is ordered by. */
		due_at: Generated<Date | null>;
		department: Generated<string | null>;
		/** Who answers for it in front of the citizen: an id of the staff. */
		assignee: Generated<string | null>;
		/** The need whose answers go to its person too. */
		joined_to: Generated<string | null>;
		channel: Generated<Channel>;
		has_voice: Generated<boolean>;
		has_photo: Generated<boolean>;
		/** What the person said of the last answer. */
		helped: Generated<string | null>;
		/** When a member of the staff did something with it last. */
		touched_at: Generated<Date | null>;
		department_since: Generated<Date | null>;
		/** When words of it were covered, or uncovered, last; and whether some are now. */
		covered_at: Generated<Date | null>;
		is_covered: Generated<boolean>;
	};
	media: {
		submission: string;
		position: number;
		sha256: string;
		size: number;
		type: MediaType;
		role: MediaRole;
		arrived_at: Generated<Date | null>;
		/** Hash of the file that staff see or hear, of a photo a copy without metadata; null where it cannot be shown. */
		shown: Generated<string | null>;
		shown_type: Generated<string | null>;
		/** Hash of a copy with boxes over it, and where they are; null where nothing is covered. */
		covered: Generated<string | null>;
		boxes: ColumnType<PhotoBox[] | null, string | null | undefined, string | null>;
	};
	media_awaited: {
		sha256: string;
		submission: string;
		position: number;
		size: number;
		sealed: boolean;
		/** What opens it where it comes sealed. */
		key: Generated<string | null>;
	};
	hubs: {
		node: string;
		name: string;
		secret_hash: string;
		made_at: Date;
		revoked_at: Generated<Date | null>;
		seen_at: Generated<Date | null>;
	};
	hub_letters: {
		id: string;
		sha256: string;
		received_at: Date;
		/** null some time after the city's receipt came. */
		letter: Json<Sealed> | null;
		receipt: Json<Receipt>;
		tried_at: Generated<Date | null>;
		result: Json<SyncResult> | null;
		/** When the city's last word came: a receipt, or that it will not take it. */
		settled_at: Generated<Date | null>;
	};
	hub_media: {
		sha256: string;
		size: number;
		arrived_at: Generated<Date | null>;
		forwarded_at: Generated<Date | null>;
	};
	hub_watched: { watch: string; asked_at: Date; news: Json<AnyNews> | null };
	progress: {
		id: string;
		received_at: Date;
		lesson: string;
		step: string;
		attempt: Json<Attempt> | null;
		/** What is counted of the attempt, and in which language it was. */
		lang: string | null;
		outcome: Outcome | null;
		seconds: number | null;
		session: Generated<string | null>;
	};
	badges: {
		id: string;
		issued_at: Date;
		module: string;
		level: string;
		/** Its place in the status lists. bigint comes as text. */
		status: string;
		/** Open Badges 3.0 as VC-JWT. */
		credential: string;
		signature: string;
		taken_back_at: Generated<Date | null>;
		taken_back_by: Generated<string | null>;
		reason: Generated<string | null>;
		change_seq: Generated<string>;
	};
	/** Who of the city saw it: `witness` as it stands on the badge, `staff` her account. */
	badge_confirmations: {
		badge: string;
		confirmed_at: Date;
		staff: string;
		witness: string;
		credential: string;
		signature: string;
	};
} & AccountTables &
	AnswerTables &
	ChallengeTables &
	IdeaTables &
	PrioritisingTables &
	RoundTables &
	DecisionTables &
	HeardTables &
	LabTables &
	NeedTables &
	PilotTables &
	PrivacyTables &
	PublicationTables &
	StaffTables &
	SurveyTables &
	InboxTables;

export type Database = Kysely<Tables>;

/** Runs work in one transaction; within somebody's it is part of that one. */
export function within<T>(
	db: Database,
	work: (trx: Transaction<Tables>) => Promise<T>
): Promise<T> {
	return db.isTransaction ? work(db as Transaction<Tables>) : db.transaction().execute(work);
}

/**
 * Opens a pool of connections to the database at a URL.
 * A connection that breaks while it rests is thrown away by the pool; the next query opens a new one.
 */
export function openDatabase(url: string): Database {
	const pool = new pg.Pool({
		connectionString: url,
		max: 10,
		connectionTimeoutMillis: 10_000,
		idleTimeoutMillis: 60_000
	});
	pool.on('error', () => undefined);
	// how alike a misspelt word must be (docs/search.md); a connection that breaks here breaks the query behind it too
	pool.on('connect', (client) => {
		// one that is in use when PostgreSQL ends says so to whoever asks it next; nobody else has to die of it
		client.on('error', () => undefined);
		client.query('set pg_trgm.similarity_threshold = 0.4').catch(() => undefined);
	});
	return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}
