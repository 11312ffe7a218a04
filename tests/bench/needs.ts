/** Needs by the hundred thousand, straight into a database: invented, or in words that people wrote where PLAZA_TEXTS is set. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { sql } from 'kysely';
import { makeId } from '../../src/lib/domain/id.ts';
import { languages, type Language } from '../../src/lib/domain/language.ts';
import { topics } from '../../src/lib/domain/need.ts';
import type { Database } from '../../src/lib/server/database.ts';
import {
	lookText,
	lookWords,
	searchVector,
	vectorFields
} from '../../src/lib/server/search-text.ts';
import { chanceOf, sayNeed } from './grammar.ts';

const atOnce = 2_000;
const day = 24 * 60 * 60 * 1000;
/** Needs of so many days. */
const days = 3 * 365;

const spoken: Language[] = ['es', 'es', 'es', 'es', 'ca', 'ca', 'en', 'ar', 'fr', 'pt', 'it', 'nl'];

/**
 * Fills an empty city: needs of the last three years, most of the older ones answered, told by phone, in 40 labs, on paper
 * and by form. With real texts one need in four bears the words of one of them. The same seed gives the same city.
 * Indexes are left out while it writes, and made again: only for a database that nobody else uses.
 */
export async function fillNeeds(
	db: Database,
	count: number,
	{
		seed = 1,
		now = new Date(),
		texts = process.env['PLAZA_TEXTS']
	}: { seed?: number; now?: Date; texts?: string | undefined } = {}
): Promise<void> {
	const chance = chanceOf(seed);
	const real = texts ? readTexts(texts) : [];
	const labs = Array.from({ length: 40 }, () => idAt(chance, now.getTime() - days * day));
	const sessions = Array.from({ length: 40 * 50 }, (_, at) => ({
		id: idAt(chance, now.getTime() - chance() * days * day),
		lab: labs[at % labs.length] ?? ''
	}));
	await writeLabs(db, labs, sessions, now);
	const indexes = await dropIndexes(db);
	await sql`alter table needs disable trigger user`.execute(db);
	// what each need is found by is written as always; the numbers of all follow at once
	await sql`alter table needs enable trigger needs_marked`.execute(db);
	const said = new Set<string>();
	let writing: Promise<unknown> = Promise.resolve();
	for (let from = 0; from < count; from += atOnce) {
		const rows = Array.from({ length: Math.min(atOnce, count - from) }, (_, at) => {
			const age = days * day * (1 - (from + at) / count);
			return inventNeed(chance, now.getTime() - age, sessions, real);
		});
		for (const { words } of rows) for (const word of lookWords(words)) said.add(word);
		await writing;
		writing = writeNeeds(db, rows);
	}
	await writing;
	await sql`insert into need_words select unnest(${[...said]}::text[])`.execute(db);
	await sql`
		insert into need_counts
		select facet, state, count(*) from needs,
			unnest(facets || ('k:' || topic || '|' || coalesce(place, '_') || '|' || lang)) as facet
		where facet <> 'o' and facet not like 's:%' group by facet, state`.execute(db);
	await writeThemes(db, now);
	await sql`alter table needs enable trigger user`.execute(db);
	await db.connection().execute(async (one) => {
		await sql`set maintenance_work_mem = '1GB'`.execute(one);
		for (const definition of indexes) await sql.raw(definition).execute(one);
	});
	await sql`vacuum analyze`.execute(db);
}

type Invented = ReturnType<typeof inventNeed>;

function inventNeed(
	chance: () => number,
	at: number,
	sessions: { id: string; lab: string }[],
	real: { lang: Language; words: string }[]
) {
	const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T;
	const skewed = (many: number) => Math.floor(many * chance() ** 2);
	const age = (Date.now() - at) / day;
	const isOpen = chance() < (age < 30 ? 0.9 : age < 120 ? 0.4 : 0.08);
	const state = isOpen
		? pick(['received', 'received', 'read', 'in work'])
		: pick([...Array<string>(16).fill('answered'), 'declined', 'declined', 'withdrawn', 'joined']);
	const topic = topics[skewed(topics.length)] ?? 'other';
	const kept = chance() < 0.25 && real.length > 0 ? pick(real) : undefined;
	const lang = kept?.lang ?? pick(spoken);
	const way = chance();
	const session = way < 0.2 ? pick(sessions) : undefined;
	const lesson = chance() < 0.15 ? skewed(60) : undefined;
	const isWithdrawn = state === 'withdrawn';
	const hasVoice = !isWithdrawn && chance() < 0.2;
	const words =
		isWithdrawn || (hasVoice && chance() < 0.5)
			? ''
			: (kept?.words ?? sayNeed(chance, lang, topic));
	const isPassed = state !== 'received' && chance() < 0.7;
	return {
		...{ id: idAt(chance, at), at: new Date(at).toISOString(), state, topic, lang, words },
		place: chance() < 0.2 ? null : `place-${skewed(24)}`,
		channel: session ? 'lab' : way < 0.26 ? 'paper' : way < 0.3 ? 'form' : 'phone',
		lab: session?.lab ?? null,
		session: session?.id ?? null,
		told: way >= 0.2 && way < 0.26 ? 'paper' : null,
		has_voice: hasVoice,
		has_photo: !isWithdrawn && chance() < 0.25,
		lesson: lesson === undefined ? null : `module-${lesson % 12}/lesson-${lesson}`,
		step: lesson === undefined ? null : `step-${skewed(5)}`,
		department: isPassed ? `department-${skewed(12)}` : null,
		assignee: isPassed ? `member-${skewed(25)}` : null,
		label: state === 'in work' ? pick(['in-study', 'in-co-design', 'in-work']) : null,
		promised_on:
			isOpen && chance() < 0.1
				? new Date(at + 60 * day * chance()).toISOString().slice(0, 10)
				: null,
		plain: lookText(words),
		...vectorFields(lang, words)
	};
}

async function writeNeeds(db: Database, rows: Invented[]): Promise<void> {
	const all = JSON.stringify(rows);
	await sql`
		with told as materialized (select fields from json_array_elements(${all}::json) as fields), kept as (
			insert into submissions (id, sha256, kind, lang, made_at, received_at, receipt, envelope)
			select (fields ->> 'id')::uuid, md5(fields ->> 'id'), 'need', fields ->> 'lang', fields ->> 'at',
				(fields ->> 'at')::timestamptz, '{}', '{"kind": "need"}' from told
		)
		insert into needs (id, received_at, changed_at, state, topic, place, lang, publish, words, plain, search,
			channel, lab, session, told, has_voice, has_photo, lesson, step, department, assignee, label, promised_on, due_at)
		select need.id, need.at, need.at, need.state, need.topic, need.place, need.lang, need.words <> '', need.words,
			need.plain, ${searchVector}, need.channel, need.lab, need.session, need.told, need.has_voice, need.has_photo,
			need.lesson, need.step, need.department, need.assignee, need.label, need.promised_on,
			coalesce(need.promised_on::timestamptz + interval '1 day', need.at + interval '720 hours')
		from told, json_to_record(fields) as need (id uuid, at timestamptz, state text, topic text, place text, lang text,
			words text, plain text, channel text, lab text, session text, told text, has_voice boolean, has_photo boolean,
			lesson text, step text, department text, assignee text, label text, promised_on text)`.execute(db);
}

async function writeLabs(
	db: Database,
	labs: string[],
	sessions: { id: string; lab: string }[],
	now: Date
): Promise<void> {
	await db
		.insertInto('labs')
		.values(
			labs.map((id, at) => ({ id, name: `Lab ${at}`, address: '', place: null, made_at: now }))
		)
		.execute();
	await db
		.insertInto('neighbourhoods')
		.values(
			Array.from({ length: 24 }, (_, at) => ({
				id: `place-${at}`,
				name: `Place ${at}`,
				position: at,
				shape: null
			}))
		)
		.onConflict((conflict) => conflict.doNothing())
		.execute();
	for (let from = 0; from < sessions.length; from += 500) {
		const rows = sessions.slice(from, from + 500).map((session) => ({
			...session,
			...{ received_at: now, started_at: now.toISOString(), ends_at: now.toISOString() },
			...{ modules: [], languages: [] }
		}));
		await db.insertInto('held_sessions').values(rows).execute();
	}
}

/** How many of a thousand needs are in each theme; a need may be in several. */
const themeShares = [100, 50, 20, ...Array<number>(20).fill(4)];

/** The id of a theme, by its place in `themeShares`. */
export function benchTheme(at: number): string {
	return `00000000-0000-7000-8000-${String(at).padStart(12, '0')}`;
}

async function writeThemes(db: Database, now: Date): Promise<void> {
	for (const [at, share] of themeShares.entries()) {
		const theme = { id: benchTheme(at), name: `Theme ${at}`, rule: null, made_at: now };
		await db.insertInto('themes').values(theme).execute();
		await sql`
			insert into theme_needs (theme, need, received_at, by)
			select ${theme.id}::uuid, id, received_at, 'rule' from needs
			where state <> 'withdrawn' and abs(hashtext(id::text || ${theme.id})) % 1000 < ${share}::int`.execute(
			db
		);
		await sql`
			insert into theme_counts
			select ${theme.id}::uuid, 'all', '', count(*) from theme_needs where theme = ${theme.id}`.execute(
			db
		);
	}
}

/** Drops the indexes that no constraint stands on, and gives what makes them again. */
async function dropIndexes(db: Database): Promise<string[]> {
	const { rows } = await sql<{ name: string; definition: string }>`
		select indexrelid::regclass::text as name, pg_get_indexdef(indexrelid) as definition
		from pg_index where indrelid in ('needs'::regclass, 'submissions'::regclass) and not indisunique`.execute(
		db
	);
	for (const { name } of rows) await sql.raw(`drop index ${name}`).execute(db);
	return rows.map(({ definition }) => definition);
}

/** What people wrote, of all files with a language and a text. */
function readTexts(folder: string): { lang: Language; words: string }[] {
	const files = readdirSync(folder).filter((name) => name.endsWith('.csv'));
	const rows = files.flatMap((name) => {
		return parse(readFileSync(join(folder, name)), {
			...{ bom: true, relax_column_count: true },
			columns: true
		}) as Record<string, string>[];
	});
	return rows.flatMap(({ lang, text }) => {
		const known = languages.find((language) => language === lang);
		return known && text?.trim() ? [{ lang: known, words: text.trim().slice(0, 2_000) }] : [];
	});
}

function idAt(chance: () => number, at: number): string {
	return makeId(
		Math.floor(at),
		Uint8Array.from({ length: 10 }, () => Math.floor(chance() * 256))
	);
}
