import { sql, type Kysely } from 'kysely';

/**
 * What the inbox is ordered, filtered and counted by. Each need carries its facets, one word for each thing that it can be
 * found by; how many needs have a facet is kept beside them as a sum of changes, so that nobody waits for a counter.
 * The words that occur in needs stand in a list of their own, in which misspelt ones are looked up.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table needs
			add column lab text,
			add column facets text[] not null default '{}'`.execute(db);
	await sql`
		create function mark_need() returns trigger language plpgsql as $$
		begin
			new.due_at := coalesce(new.due_at, new.received_at + interval '720 hours');
			new.facets := array_remove(array[
				't:' || new.topic,
				'p:' || coalesce(new.place, '_'),
				'l:' || new.lang,
				's:' || new.state,
				case when new.state in ('received', 'read', 'in work') then 'o' end,
				'c:' || new.channel,
				'b:' || new.lab,
				'n:' || new.session,
				case when new.has_voice then 'm:voice' end,
				case when new.has_photo then 'm:photo' end,
				case when new.has_voice and new.words !~ '\\S' then 'm:only-voice' end,
				'g:' || new.label,
				'd:' || coalesce(new.department, '_'),
				'a:' || coalesce(new.assignee, '_'),
				'e:' || new.lesson,
				'r:' || new.lesson || '/' || new.step,
				'w:' || new.told
			], null);
			return new;
		end $$`.execute(db);
	await sql`
		create trigger needs_marked before insert or update on needs
			for each row execute function mark_need()`.execute(db);
	// search again: the words by which misspelt ones are found are new
	await sql`
		update needs set
			due_at = needs.received_at + interval '720 hours',
			channel = case when told = 'paper' then 'paper' when session is not null then 'lab' else 'phone' end,
			lab = case when needs.state <> 'withdrawn' then envelope ->> 'lab' end,
			has_voice = exists (select 1 from media where submission = needs.id and role = 'voice'),
			has_photo = exists (select 1 from media where submission = needs.id and role = 'photo'),
			search = case when words = '' then search end
		from submissions where submissions.id = needs.id`.execute(db);
	await sql`create index needs_facets on needs using gin (facets) with (fastupdate = off)`.execute(
		db
	);
	await sql`create index needs_due on needs (due_at, id)`.execute(db);
	await sql`
		create index needs_due_open on needs (due_at, id)
			where state in ('received', 'read', 'in work')`.execute(db);
	await sql`drop index needs_told`.execute(db);
	await countFacets(db);
	await listWords(db);
	await keepViews(db);
}

/** Topic, place and language are counted together too: k:; the state stands beside each facet. */
const counted = sql.raw(`facets || ('k:' || topic || '|' || coalesce(place, '_') || '|' || lang)`);
const isCounted = sql.raw(`facet <> 'o' and facet not like 's:%'`);

async function countFacets(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table need_counts (
			facet text not null,
			state text not null,
			many integer not null
		)`.execute(db);
	await sql`
		insert into need_counts
		select facet, state, count(*) from needs, unnest(${counted}) as facet
		where ${isCounted} group by facet, state`.execute(db);
	await sql`create index need_counts_facet on need_counts (facet)`.execute(db);
	await sql`
		create function count_new_needs() returns trigger language plpgsql as $$
		begin
			insert into need_counts
			select facet, state, count(*) from added, unnest(${counted}) as facet
			where ${isCounted} group by facet, state;
			return null;
		end $$`.execute(db);
	await sql`
		create function count_changed_needs() returns trigger language plpgsql as $$
		begin
			insert into need_counts
			select facet, state, sum(many) from (
				select after.*, 1 as many from after join before using (id)
				where after.facets <> before.facets
				union all
				select before.*, -1 from after join before using (id)
				where after.facets <> before.facets
			) as changes, unnest(${counted}) as facet
			where ${isCounted} group by facet, state having sum(many) <> 0;
			-- a word that is in no other need is forgotten with the words that it stood in
			delete from need_words where word in (
				select word from need_words
				where word in (
					select regexp_split_to_table(before.plain, '[^a-z0-9]+')
					from after join before using (id) where after.words <> before.words
				) and not exists (select 1 from needs where search @@ ('~' || word)::tsquery)
				for update skip locked
			);
			return null;
		end $$`.execute(db);
	await sql`
		create function forget_counts() returns trigger language plpgsql as $$
		begin
			truncate need_counts, need_words;
			return null;
		end $$`.execute(db);
	await sql`
		create trigger needs_counted after insert on needs
			referencing new table as added for each statement execute function count_new_needs()`.execute(db);
	await sql`
		create trigger needs_recounted after update on needs
			referencing old table as before new table as after
			for each statement execute function count_changed_needs()`.execute(db);
	await sql`
		create trigger needs_forgotten after truncate on needs
			for each statement execute function forget_counts()`.execute(db);
}

async function listWords(db: Kysely<unknown>): Promise<void> {
	// misspelt words are looked up in the list of words, no more in each text
	await sql`drop index needs_plain`.execute(db);
	await sql`create table need_words (word text primary key)`.execute(db);
	await sql`create index need_words_look on need_words using gin (word gin_trgm_ops)`.execute(db);
}

/** Filters that a member keeps under a name, and what was done to many needs at once. */
async function keepViews(db: Kysely<unknown>): Promise<void> {
	await sql`
		create table saved_views (
			id uuid primary key,
			staff text not null references staff (id) on delete cascade,
			name text not null,
			query text not null,
			shared boolean not null,
			made_at timestamptz not null
		)`.execute(db);
	await sql`create index saved_views_staff on saved_views (staff)`.execute(db);
	await sql`
		create table bulk_actions (
			id uuid primary key,
			at timestamptz not null,
			staff text,
			act text not null,
			value text,
			undone_at timestamptz
		)`.execute(db);
	await sql`
		create table bulk_needs (
			bulk uuid not null references bulk_actions (id),
			need uuid not null references needs (id),
			before jsonb not null,
			changed_at timestamptz not null,
			primary key (bulk, need)
		)`.execute(db);
}
