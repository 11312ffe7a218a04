import { sql, type Kysely } from 'kysely';

/**
 * One need at the desk: the city's own labels, notes, who handed it on to whom, when it was touched last, and what of
 * her words and photos was covered. `covered_at` moves with each covering and its undoing.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
	await sql`
		alter table needs
			add column touched_at timestamptz,
			add column department_since timestamptz,
			add column covered_at timestamptz,
			add column is_covered boolean not null default false`.execute(db);
	await sql`
		alter table need_events
			add column from_label text,
			add column to_label text,
			add column undoes uuid`.execute(db);
	await sql`alter table staff add column if not exists department text`.execute(db);
	await sql`
		create table need_notes (
			id uuid primary key,
			need uuid not null references needs (id),
			at timestamptz not null,
			staff text,
			words text not null
		)`.execute(db);
	await sql`create index need_notes_need on need_notes (need, at)`.execute(db);
	await sql`
		create table need_passes (
			id uuid primary key,
			need uuid not null references needs (id),
			at timestamptz not null,
			staff text,
			from_department text,
			to_department text,
			why text not null
		)`.execute(db);
	await sql`create index need_passes_need on need_passes (need, at)`.execute(db);
	await sql`
		alter table media
			add column covered text,
			add column boxes jsonb`.execute(db);
	await sql`create index media_covered on media (covered) where covered is not null`.execute(db);
	await sql`
		insert into labels (id, state, words, position)
		select row.id, row.state, row.words, row.position
		from json_populate_recordset(null::labels, ${JSON.stringify(defaults)}::json) as row
		on conflict (id) do nothing`.execute(db);
}

/** Words by language: ca, es, it, fr, nl, en, pt, ar. */
const words: [id: string, state: string, ...words: string[]][] = [
	[
		'received',
		'received',
		...['Rebuda', 'Recibida', 'Ricevuta', 'Reçue', 'Ontvangen', 'Received', 'Recebida', 'مستلمة']
	],
	['read', 'read', ...['Llegida', 'Leída', 'Letta', 'Lue', 'Gelezen', 'Read', 'Lida', 'مقروءة']],
	[
		'in-study',
		'in work',
		...['En estudi', 'En estudio', 'In esame', 'À l’étude', 'In onderzoek', 'In study'],
		...['Em estudo', 'قيد الدراسة']
	],
	[
		'in-co-design',
		'in work',
		...['En codisseny', 'En codiseño', 'In co-progettazione', 'En co-conception'],
		...['In co-ontwerp', 'In co-design', 'Em cocriação', 'قيد التصميم المشترك']
	],
	[
		'in-work',
		'in work',
		...['En marxa', 'En marcha', 'In lavorazione', 'En cours', 'In behandeling', 'In work'],
		...['Em andamento', 'قيد العمل']
	],
	[
		'delivered',
		'answered',
		...['Resolta', 'Resuelta', 'Realizzata', 'Réalisée', 'Uitgevoerd', 'Delivered'],
		...['Concretizada', 'منجزة']
	],
	[
		'declined',
		'declined',
		...['Desestimada', 'Denegada', 'Non accolta', 'Refusée', 'Afgewezen', 'Declined'],
		...['Recusada', 'مرفوضة']
	],
	[
		'joined',
		'joined',
		...['Unida a una altra', 'Unida a otra', 'Unita a un’altra', 'Jointe à une autre'],
		...['Samengevoegd', 'Joined', 'Junta a outra', 'مضمومة إلى غيرها']
	]
];

const defaults = words.map(([id, state, ...said], position) => ({
	id,
	state,
	position,
	retired: false,
	words: Object.fromEntries(
		['ca', 'es', 'it', 'fr', 'nl', 'en', 'pt', 'ar'].map((lang, at) => [lang, said[at]])
	)
}));
