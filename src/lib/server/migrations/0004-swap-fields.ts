import { sql, type Kysely } from 'kysely';

/** Swap fields: how the city calls its office and where it is, for the lessons. `lang` is empty for what is the same in all. */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table swap_fields (
			field text not null,
			lang text not null,
			value text not null,
			primary key (field, lang)
		)`.execute(db);
}
