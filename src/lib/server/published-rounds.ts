/** Rounds as everybody may read them: from the publications, so that a hub shows the same. */
import { sql } from 'kysely';
import * as v from 'valibot';
import { isOpenOn } from '../domain/challenge.ts';
import { localeOf, type Language } from '../domain/language.ts';
import { roundSchema, type Round, type ShownRound } from '../domain/round.ts';
import type { Database } from './database.ts';
import { today } from './today.ts';

/** So many of a city a phone keeps. */
const mostRead = 60;

/** The rounds of all challenges, or of one: the newest first. */
export async function publishedRounds(db: Database, challenge?: string): Promise<Round[]> {
	const of = challenge === undefined ? sql`` : sql`and body ->> 'challenge' = ${challenge}`;
	const { rows } = await sql<{ body: unknown }>`
		select body from publications where kind = 'round' and body is not null ${of}
		order by body ->> 'openedAt' desc, id desc limit ${mostRead}`.execute(db);
	return rows.flatMap(({ body }) => {
		const read = v.safeParse(roundSchema, body);
		return read.success ? [read.output] : [];
	});
}

/** One round of a challenge, or undefined. */
export async function publishedRound(
	db: Database,
	{ challenge, id }: { challenge: string; id: string }
): Promise<Round | undefined> {
	return (await publishedRounds(db, challenge)).find((each) => each.id === id);
}

/** As a page in this language shows it; `others` are the city's languages, for what nobody wrote in hers. */
export function showRound(
	round: Round,
	lang: Language,
	others: readonly Language[],
	now: Date
): ShownRound {
	const { id, challenge, results, until, isClosed } = round;
	const days = new Intl.DateTimeFormat(localeOf(lang), { dateStyle: 'long', timeZone: 'UTC' });
	return {
		...{ id, challenge, results, isOpen: !isClosed && isOpenOn(round, today(now)) },
		until: until ? days.format(new Date(until)) : '',
		statements: round.statements.flatMap(({ id, texts }) => {
			const written = Object.keys(texts) as Language[];
			const own = [lang, ...others, ...written].find((each) => texts[each]);
			const text = own && texts[own];
			return text ? [{ id, text, lang: own }] : [];
		})
	};
}

/** A round's results as a file: the same numbers as on its page, the same ones hidden. */
export function roundLines(round: ShownRound): (string | number | null)[][] {
	const columns = [
		...['statement', 'language', 'words', 'agree', 'disagree', 'pass', 'consensus', 'verdict'],
		...(round.results?.groups ?? []).flatMap((_, at) =>
			['agree', 'disagree', 'pass'].map((word) => `group${at + 1}_${word}`)
		)
	];
	const texts = new Map(round.statements.map((each) => [each.id, each]));
	const lines = (round.results?.statements ?? []).map((each) => [
		...[each.id, texts.get(each.id)?.lang ?? null, texts.get(each.id)?.text ?? null],
		...[each.yes, each.not, each.neither, each.consensus, each.verdict],
		...each.groups.flatMap(({ yes, not, neither }) => [yes, not, neither])
	]);
	return [columns, ...lines];
}
