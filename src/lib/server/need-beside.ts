/** What stands beside a need on its page: its thread, and needs that look alike. */
import { mayLead } from '../domain/join.ts';
import type { CityState } from '../domain/need-state.ts';
import { mayDo } from '../domain/rights.ts';
import type { Database } from './database.ts';
import { readSimilar, type SimilarNeed } from './similar.ts';
import type { StaffMember } from './staff.ts';
import { readThread, type ThreadView } from './thread-view.ts';

/** For whoever may join needs; null for all others, who must not read needs that they were not given. */
export type Beside = { thread: ThreadView; similar: SimilarNeed[] } | null;

/** The thread of a need, and what looks like it while it can be joined or lead. */
export async function readBeside(
	db: Database,
	staff: StaffMember,
	need: { id: string; state: CityState }
): Promise<Beside> {
	if (!mayDo(staff.role, 'needs.join')) return null;
	const [thread, similar] = await Promise.all([
		readThread(db, need.id),
		mayLead(need.state) ? readSimilar(db, need.id) : []
	]);
	return { thread, similar };
}
