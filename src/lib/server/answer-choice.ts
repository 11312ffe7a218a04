/** To which needs an answer goes, as the address of its page says: `needs=id,id`, `draft=id`, or the inbox's filter. */
import { readFilter } from '../domain/inbox-filter.ts';
import type { Role } from '../domain/rights.ts';
import { chooseTargets, readBatch, readTargets, type AnswerBatch, type Target } from './answers.ts';
import type { Database } from './database.ts';

export interface Choice {
	targets: Target[];
	/** There are others beyond the most that are answered at once. */
	hasMore: boolean;
	/** The answer that was prepared before and is not sent yet. */
	draft: AnswerBatch | undefined;
}

/** Reads the choice; what the address names and nobody may answer any more is left out. */
export async function readChoice(
	db: Database,
	params: URLSearchParams,
	member: { id: string; role: Role }
): Promise<Choice> {
	const draft = await ownDraft(db, params.get('draft'), member.id);
	if (draft) {
		const needs = (await readTargets(db, draft.id)).map(({ need }) => need);
		return { ...(await chooseTargets(db, { needs }, member)), draft };
	}
	const named = params.get('needs');
	const chosen =
		named === null ? { filter: readFilter(listOf(params)) } : { needs: named.split(',') };
	return { ...(await chooseTargets(db, chosen, member)), draft: undefined };
}

/** The inbox's query, as it is or as one parameter. */
function listOf(params: URLSearchParams): URLSearchParams {
	const list = params.get('list');
	return list === null ? params : new URLSearchParams(list);
}

async function ownDraft(db: Database, id: string | null, staff: string) {
	const batch = id ? await readBatch(db, id) : undefined;
	return batch?.staff === staff && !batch.begunAt ? batch : undefined;
}
