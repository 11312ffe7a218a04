/** The city's settings: what an installer or an admin chose, and two names that the city gives itself. */
import { randomBytes } from 'node:crypto';
import * as v from 'valibot';
import { mostUsualDays, usualDays } from '../domain/due.ts';
import { aboutYouQuestions } from '../domain/about-you.ts';
import { languages, type Language } from '../domain/language.ts';
import { logActivity } from './activity.ts';
import { within, type Database } from './database.ts';

const cityName = v.pipe(v.string(), v.trim(), v.maxLength(80));
const ownName = v.pipe(v.string(), v.minLength(1), v.maxLength(80));

const entries = {
	/** One name for all, or one per language; empty until the first-run page is done. */
	city: v.union([cityName, v.record(v.picklist(languages), v.pipe(cityName, v.minLength(1)))]),
	/** The languages offered, in the order of the first screen. */
	languages: v.pipe(v.array(v.picklist(languages)), v.minLength(1)),
	/** Is all content invented? Then each page says so. */
	demonstration: v.boolean(),
	/** Within how many days the city usually answers: counts for needs that come from then on. */
	usualDays: v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(mostUsualDays)),
	/** What the city asks of whoever tells it a need, so that it sees who is not heard. */
	asks: v.array(v.picklist(aboutYouQuestions)),
	/** Does everybody on the staff need a second factor? */
	secondFactor: v.boolean(),
	/** Which server gave a receipt. */
	node: ownName,
	/** Changes when a backup was put back: phones then offer their last submissions again. */
	epoch: ownName
};

const settingsSchema = v.strictObject(entries);

export type Settings = v.InferOutput<typeof settingsSchema>;

const defaults = {
	city: '',
	languages: [...languages],
	demonstration: false,
	usualDays,
	asks: [],
	secondFactor: false
};

/**
 * The city's settings; what nobody has set has its default. The city's own names, node and epoch, are made at the first
 * reading.
 */
export async function readSettings(db: Database): Promise<Settings> {
	const stored = await readStored(db);
	if ('node' in stored && 'epoch' in stored) return v.parse(settingsSchema, stored);
	await db
		.insertInto('settings')
		.values([
			{ key: 'node', value: JSON.stringify(makeName()) },
			{ key: 'epoch', value: JSON.stringify(makeName()) }
		])
		.onConflict((conflict) => conflict.column('key').doNothing())
		.execute();
	return v.parse(settingsSchema, await readStored(db));
}

/**
 * Changes the settings that are given and leaves the others.
 * @throws ValiError on a value that the schema refuses; nothing is changed then
 */
export async function writeSettings(
	db: Database,
	changes: Partial<Omit<Settings, 'node' | 'epoch'>>
): Promise<void> {
	const checked = v.parse(v.partial(v.strictObject(entries)), changes);
	const rows = Object.entries(checked).map(([key, value]) => ({
		key,
		value: JSON.stringify(value)
	}));
	if (rows.length > 0) await write(db, rows);
}

/** Gives the city a new epoch: a backup was put back, and what came after it may be missing. */
export async function setEpoch(db: Database): Promise<string> {
	const epoch = makeName();
	await write(db, [{ key: 'epoch', value: JSON.stringify(epoch) }]);
	return epoch;
}

/** Within how many days the city usually answers. */
export async function readUsualDays(db: Database): Promise<number> {
	const row = await db
		.selectFrom('settings')
		.select('value')
		.where('key', '=', 'usualDays')
		.executeTakeFirst();
	return row ? v.parse(entries.usualDays, row.value) : usualDays;
}

/** Makes these the usual days, for needs that come from now on; the log keeps who chose them, and which there were before. */
export async function writeUsualDays(db: Database, staff: string, days: number): Promise<void> {
	await within(db, async (trx) => {
		const detail = { from: await readUsualDays(trx), to: days };
		if (detail.from === days) return;
		await writeSettings(trx, { usualDays: days });
		await logActivity(trx, {
			...{ staff, action: 'settings.changed', subject: 'settings:answer-time', detail }
		});
	});
}

/** The city's name for a reader of this language. */
export function cityNameIn(settings: Settings, language: Language): string {
	if (typeof settings.city === 'string') return settings.city;
	return settings.city[language] ?? Object.values(settings.city)[0] ?? '';
}

async function readStored(db: Database): Promise<Record<string, unknown>> {
	const rows = await db
		.selectFrom('settings')
		.selectAll()
		.where('key', 'in', Object.keys(entries))
		.execute();
	return { ...defaults, ...Object.fromEntries(rows.map(({ key, value }) => [key, value])) };
}

async function write(db: Database, rows: { key: string; value: string }[]): Promise<void> {
	await db
		.insertInto('settings')
		.values(rows)
		.onConflict((conflict) =>
			conflict.column('key').doUpdateSet({ value: (row) => row.ref('excluded.value') })
		)
		.execute();
}

function makeName(): string {
	return randomBytes(9).toString('base64url');
}
