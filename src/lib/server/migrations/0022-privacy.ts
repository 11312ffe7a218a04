import { sql, type Kysely } from 'kysely';

/**
 * What the city accounts for: files that left it and why; erasures that one of the staff asks for and another confirms;
 * and what was erased, by its id and hash alone, so that it stays erased when it comes again or a backup is put back.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table exports (
			id uuid primary key,
			asked_at timestamptz not null,
			staff text not null,
			kind text not null,
			format text not null,
			filter text not null,
			reason text not null,
			ended_at timestamptz,
			lines bigint
		)`.execute(db);
	await sql`create index exports_order on exports (asked_at, id)`.execute(db);
	await sql`
		create table erasures (
			id uuid primary key,
			need uuid not null references needs (id),
			reason text not null,
			asked_at timestamptz not null,
			asked_by text not null,
			decided_at timestamptz,
			decided_by text,
			outcome text
		)`.execute(db);
	// one open question about a need is enough
	await sql`
		create unique index erasures_open on erasures (need) where outcome is null`.execute(db);
	await sql`create index erasures_order on erasures (asked_at, id)`.execute(db);
	await sql`
		create table erased (
			id uuid primary key,
			sha256 text not null,
			erased_at timestamptz not null
		)`.execute(db);
	await sql`
		insert into erased (id, sha256, erased_at)
		select id, sha256, changed_at from needs join submissions using (id)
		where state = 'withdrawn'`.execute(db);
	// the order of a publication, which tells nothing of when and by whom
	await sql`
		create index needs_publication on needs (md5('publication ' || id::text))
			where publish`.execute(db);
	// when the time was over for which the city keeps words
	await sql`alter table needs add column expired_at timestamptz`.execute(db);
}
