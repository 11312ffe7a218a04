import { sql, type Kysely } from 'kysely';

/**
 * What the staff's work needs: labels, promises, departments and joining on needs; a log of activity whose rows are
 * chained and can only be added; and roles beyond admin and staff, of whom the latter were coordinators.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table needs
			add column label text,
			add column promised_on text,
			add column due_at timestamptz,
			add column department text,
			add column assignee text,
			add column joined_to uuid references needs (id) deferrable initially deferred,
			add column channel text not null default 'phone',
			add column has_voice boolean not null default false,
			add column has_photo boolean not null default false,
			add column helped text`.execute(db);
	await sql`
		create table labels (
			id text primary key,
			state text not null,
			words jsonb not null,
			position integer not null,
			retired boolean not null default false
		)`.execute(db);
	await sql`
		create table departments (
			id text primary key,
			name text not null,
			retired boolean not null default false
		)`.execute(db);
	await sql`
		create table activity (
			seq bigint primary key,
			at text not null,
			staff text,
			action text not null,
			subject text not null,
			detail jsonb not null,
			previous text not null,
			hash text not null
		)`.execute(db);
	await sql`create index activity_subject on activity (subject, seq)`.execute(db);
	await sql`
		create function refuse_change() returns trigger language plpgsql as $$
		begin
			-- a restore puts the whole log of a backup in the place of this one
			if current_setting('plaza.restoring', true) = 'on' then return null; end if;
			raise exception 'activity is only ever added to';
		end $$`.execute(db);
	await sql`
		create trigger activity_stays before update or delete or truncate on activity
			for each statement execute function refuse_change()`.execute(db);
	await sql`update staff set role = 'coordinator' where role = 'staff'`.execute(db);
	await sql`alter table staff alter column role set default 'reader'`.execute(db);
	await sql`update setup_links set role = 'coordinator' where role = 'staff'`.execute(db);
}
