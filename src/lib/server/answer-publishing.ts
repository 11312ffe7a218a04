/** What of an answer can be said to everybody: the city's own words, never those of a citizen. */
import { fillIn, type Answers } from '../domain/answer.ts';
import { isLanguage, type Language } from '../domain/language.ts';
import { readBatch } from './answers.ts';
import type { Database } from './database.ts';
import { cityNameIn, readSettings } from './settings.ts';

export interface Publishable {
	/** What the city does, by language. */
	texts: Answers;
	/** To how many needs it was the answer. */
	needs: number;
	/** Of an answer to many: its id. */
	batch: string | null;
}

/**
 * The words of an answer to many needs, or of the newest answer to one, for the form of a public reply. Sentences with a
 * date or number of one need are left out, and the neighbourhood is the whole city: what is said to all is nobody's own.
 */
export async function readPublishable(
	db: Database,
	{ batch: id, need }: { batch: string | null; need: string | undefined }
): Promise<Publishable | undefined> {
	const batch = id ? await readBatch(db, id) : undefined;
	if (batch?.begunAt) {
		const { needs } = await db
			.selectFrom('need_messages')
			.select((row) => row.fn.countAll<string>().as('needs'))
			.where('batch', '=', batch.id)
			.executeTakeFirstOrThrow();
		return { texts: await forAll(db, batch.texts), needs: Number(needs), batch: batch.id };
	}
	if (!need) return undefined;
	const said = await db
		.selectFrom('need_messages')
		.select(['lang', 'words'])
		.where('need', '=', need)
		.where('words', '<>', '')
		.orderBy('said_at', 'desc')
		.orderBy('id', 'desc')
		.limit(1)
		.executeTakeFirst();
	if (!said || !isLanguage(said.lang)) return undefined;
	return { texts: { [said.lang]: said.words }, needs: 1, batch: null };
}

async function forAll(db: Database, texts: Answers): Promise<Answers> {
	const settings = await readSettings(db);
	const all = Object.entries(texts) as [Language, string][];
	return Object.fromEntries(
		all.map(([lang, words]) => {
			const common = words.replace(/[^.!?؟\n]*\{(?:date|number)\}[^.!?؟\n]*[.!?؟]?/g, '').trim();
			const filling = { place: cityNameIn(settings, lang), receivedAt: new Date(0), number: '' };
			return [lang, fillIn(common, lang, filling)];
		})
	);
}
