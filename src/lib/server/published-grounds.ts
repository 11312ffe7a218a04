/** On what decisions rest, as everybody may read it: from the publications, so that a hub shows the same. */
import * as v from 'valibot';
import { groundKinds, type Decision, type ShownGround } from '../domain/decision.ts';
import { ideaSchema, type Idea } from '../domain/idea.ts';
import type { Language } from '../domain/language.ts';
import type { Database } from './database.ts';
import { showIdeas } from './published-ideas.ts';

/** As a page in this language shows it; what nobody can read any more is not there. */
export async function shownGrounds(
	db: Database,
	decisions: readonly Decision[],
	lang: Language,
	others: readonly Language[]
): Promise<ShownGround[]> {
	const named = decisions.flatMap((decision) =>
		groundKinds.flatMap((kind) =>
			(decision[kind] ?? []).map((id) => ({ decision: decision.id, kind, id }))
		)
	);
	if (named.length === 0) return [];
	const rows = await db
		.selectFrom('publications')
		.select(['id', 'body'])
		.where(
			'id',
			'in',
			named.map(({ id }) => id)
		)
		.where('body', 'is not', null)
		.execute();
	const bodies = new Map(rows.map(({ id, body }) => [id, body]));
	return named.flatMap(({ decision, kind, id }): ShownGround[] => {
		const body = bodies.get(id);
		const read = v.safeParse(v.object({ challenge: v.string() }), body);
		if (!read.success) return [];
		const own = { decision, id, challenge: read.output.challenge };
		if (kind !== 'ideas') return [{ ...own, kind }];
		if (!v.is(ideaSchema, body)) return [];
		return showIdeas([body as Idea], lang, others).map(({ text, lang: written }) => {
			return { ...own, kind, text, lang: written };
		});
	});
}

/** On which challenge's page each of these decisions can be read. */
export async function pagesOfDecisions(
	db: Database,
	decisions: readonly string[]
): Promise<Map<string, string>> {
	if (decisions.length === 0) return new Map();
	const rows = await db
		.selectFrom('publications')
		.select(['id', 'body'])
		.where('kind', '=', 'decision')
		.where('id', 'in', decisions)
		.where('body', 'is not', null)
		.execute();
	return new Map(
		rows.flatMap(({ id, body }) => {
			const read = v.safeParse(v.object({ challenges: v.array(v.string()) }), body);
			const [challenge] = read.success ? read.output.challenges : [];
			return challenge ? [[id, challenge] as const] : [];
		})
	);
}
