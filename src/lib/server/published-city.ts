/** What of its settings the city gives to every device: a hub shows the same city by it. */
import * as v from 'valibot';
import { aboutYouQuestions } from '../domain/about-you.ts';
import { languages } from '../domain/language.ts';
import { neighbourhoodSchema } from '../domain/neighbourhood.ts';
import { swapsSchema } from '../domain/swap-fields.ts';
import type { Database } from './database.ts';
import { listNeighbourhoods, replaceNeighbourhoods } from './neighbourhoods.ts';
import { publish } from './publications.ts';
import { readSettings, writeSettings } from './settings.ts';
import { readSwaps, writeSwaps } from './swap-fields.ts';

/** Publication `city`: names, languages and neighbourhoods in the city's order, and its swap fields and what it asks since it has some. */
const publishedCitySchema = v.object({
	city: v.union([v.string(), v.record(v.picklist(languages), v.string())]),
	languages: v.pipe(v.array(v.picklist(languages)), v.minLength(1)),
	demonstration: v.boolean(),
	neighbourhoods: v.array(neighbourhoodSchema),
	swaps: v.optional(swapsSchema, {}),
	asks: v.optional(v.array(v.picklist(aboutYouQuestions)), [])
});

/** Publishes the city's settings as they are now; costs nothing where they are published already. */
export async function publishCity(db: Database): Promise<void> {
	const publishNow = async (trx: Database) => {
		const { city, languages, demonstration, asks } = await readSettings(trx);
		const neighbourhoods = await listNeighbourhoods(trx);
		const swaps = await readSwaps(trx);
		const given = {
			...(Object.keys(swaps).length > 0 && { swaps }),
			...(asks.length > 0 && { asks })
		};
		const body = { city, languages, demonstration, neighbourhoods, ...given };
		await publish(trx, [{ id: 'city', kind: 'city', lang: null, body }]);
	};
	await (db.isTransaction ? publishNow(db) : db.transaction().execute(publishNow));
}

/** At a hub: makes what the city published its own settings. What is no such thing changes nothing. */
export async function adoptCity(db: Database, body: unknown): Promise<void> {
	const read = v.safeParse(publishedCitySchema, body);
	if (!read.success) return;
	const { neighbourhoods, swaps, ...settings } = read.output;
	await db.transaction().execute(async (trx) => {
		await writeSettings(trx, settings);
		await replaceNeighbourhoods(trx, neighbourhoods);
		await writeSwaps(trx, swaps);
	});
}
