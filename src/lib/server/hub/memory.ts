/** What a hub remembers of its city between two contacts, in its own settings table. */
import * as v from 'valibot';
import { isWordOf } from '../../domain/badge-word.ts';
import { isKeySetOf, keySetSchema, type KeySet, type PublicKey } from '../../domain/receipt.ts';
import type { Database } from '../database.ts';
import { checkSignature } from '../signature.ts';

const factSchemas = {
	/** The city's key set, checked against the root of the enrolment. */
	keys: keySetSchema,
	/** The city's epoch. */
	epoch: v.string(),
	/** Where the hub stands in the feed, and in the news of the needs that it watches. */
	feedCursor: v.string(),
	newsStanding: v.object({ watched: v.string(), cursor: v.string() }),
	/** When the city answered last, and whether it has shut this hub out. */
	metAt: v.string(),
	shutOut: v.boolean()
};

export type HubFact = keyof typeof factSchemas;
export type HubFacts = { [F in HubFact]?: v.InferOutput<(typeof factSchemas)[F]> };

/** Everything that is remembered. */
export async function readHubFacts(db: Database): Promise<HubFacts> {
	const rows = await db.selectFrom('settings').selectAll().where('key', 'like', 'hub:%').execute();
	return v.parse(
		v.partial(v.object(factSchemas)),
		Object.fromEntries(rows.map(({ key, value }) => [key.slice('hub:'.length), value]))
	);
}

/** Remembers facts in the place of what was remembered. */
export async function writeHubFacts(db: Database, facts: HubFacts): Promise<void> {
	const rows = Object.entries(facts).map(([key, value]) => ({
		key: `hub:${key}`,
		value: JSON.stringify(value)
	}));
	if (rows.length === 0) return;
	await db
		.insertInto('settings')
		.values(rows)
		.onConflict((conflict) =>
			conflict.column('key').doUpdateSet({ value: (row) => row.ref('excluded.value') })
		)
		.execute();
}

/** The key set in what came, if it is really that of the city whose root this is. */
export async function checkedKeys(root: PublicKey, came: unknown): Promise<KeySet | undefined> {
	const read = v.safeParse(keySetSchema, came);
	if (!read.success || read.output.root.kid !== root.kid) return undefined;
	const { v: version, keys, signature, badges } = read.output;
	const set = { v: version, root, keys, signature };
	if (!(await isKeySetOf(root, set, checkSignature))) return undefined;
	const isOurs = badges && (await isWordOf(root, badges, checkSignature));
	return isOurs ? { ...set, badges } : set;
}
