import { sql, type Kysely } from 'kysely';

/**
 * *Me too*: what one device said last of one thing, by a token that tells nothing of the device. Nothing refers to the
 * thing: a support may come when it is gone.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table supports (
			thing uuid not null,
			token text not null,
			supports boolean not null,
			made_ms bigint not null,
			counted boolean not null default false,
			primary key (thing, token)
		)`.execute(db);
	await sql`create index supports_of on supports (thing) where supports`.execute(db);
	await sql`create index supports_new on supports (thing) where not counted`.execute(db);
}
