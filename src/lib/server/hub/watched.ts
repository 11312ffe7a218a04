/** The needs that phones at this hub wait to hear of: the hub asks the city for them and hands on what it cannot read. */
import type { AnyNews } from '../../domain/sync.ts';
import { hashSecret } from '../../domain/receipt-code.ts';
import type { Database } from '../database.ts';

/** A phone that has not asked for so long, in milliseconds, is no longer asked for. */
const memory = 60 * 24 * 60 * 60 * 1000;

/** Notes what a phone wants to hear of, and gives what is known of it; `isNew`: of some of it nobody asked here before. */
export async function watchHere(
	db: Database,
	secrets: string[],
	now: Date
): Promise<{ news: AnyNews[]; isNew: boolean }> {
	if (secrets.length === 0) return { news: [], isNew: false };
	const unique = [...new Set(secrets)].sort();
	const before = await db
		.selectFrom('hub_watched')
		.select('news')
		.where('watch', 'in', unique)
		.execute();
	await db
		.insertInto('hub_watched')
		.values(unique.map((watch) => ({ watch, asked_at: now })))
		.onConflict((conflict) => conflict.column('watch').doUpdateSet({ asked_at: now }))
		.execute();
	const news = before.flatMap(({ news }) => news ?? []);
	return { news, isNew: before.length < unique.length };
}

/** The secrets to ask the city for: those that phones asked for lately. */
export async function secretsToAsk(db: Database, now: Date): Promise<string[]> {
	await db
		.deleteFrom('hub_watched')
		.where('asked_at', '<', new Date(now.getTime() - memory))
		.execute();
	const rows = await db.selectFrom('hub_watched').select('watch').orderBy('watch').execute();
	return rows.map(({ watch }) => watch);
}

/** Keeps what the city said, each for the secret that it belongs to. */
export async function keepNewsHere(
	db: Database,
	secrets: string[],
	news: AnyNews[]
): Promise<void> {
	const byHash = new Map(secrets.map((secret) => [hashSecret(secret), secret]));
	for (const item of news) {
		const watch = byHash.get(item.watchHash);
		if (!watch) continue;
		await db
			.updateTable('hub_watched')
			.set({ news: JSON.stringify(item) })
			.where('watch', '=', watch)
			.execute();
	}
}
