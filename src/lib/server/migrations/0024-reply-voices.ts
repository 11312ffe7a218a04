import { sql, type Kysely } from 'kysely';

/** An answer may be spoken too: which file it is, as what it plays, and the key under which its person gets it. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table need_messages
			add column voice_file text,
			add column voice_type text,
			add column voice_size int,
			add column voice_key text`.execute(db);
	await sql`
		create index need_messages_voice on need_messages (voice_file) where voice_file is not null`.execute(
		db
	);
}
