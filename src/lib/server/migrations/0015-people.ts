import { sql, type Kysely } from 'kysely';

/**
 * The people of the staff: their departments, second factors, and what their sign-ins are shown by.
 * `half` is a sign-in whose password was right and whose second factor is still missing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table staff
			add column department text,
			add column signed_in_at timestamptz,
			add column totp_secret text,
			add column totp_since timestamptz,
			add column totp_used bigint not null default 0`.execute(db);
	await sql`
		alter table staff_sign_ins
			add column half boolean not null default false,
			add column device text`.execute(db);
	await sql`alter table setup_links add column department text`.execute(db);
	await sql`
		create table staff_recovery_codes (
			staff_id text not null references staff (id) on delete cascade,
			code_hash text not null,
			used_at timestamptz,
			primary key (staff_id, code_hash)
		)`.execute(db);
	await sql`
		create table staff_passkeys (
			id text primary key,
			staff_id text not null references staff (id) on delete cascade,
			name text not null,
			public_key text not null,
			counter bigint not null,
			transports jsonb not null,
			made_at timestamptz not null,
			used_at timestamptz
		)`.execute(db);
	await sql`create index staff_passkeys_staff on staff_passkeys (staff_id)`.execute(db);
	await sql`
		create table used_challenges (
			challenge text primary key,
			expires_at timestamptz not null
		)`.execute(db);
	await sql`create index activity_staff on activity (staff, seq)`.execute(db);
	await sql`create index activity_action on activity (action, seq)`.execute(db);
}
