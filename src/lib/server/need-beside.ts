/** What stands beside a need on its page: its thread, needs that look alike, themes, and what became of it. */
import type { ChallengeTexts } from '../domain/challenge.ts';
import { mayLead } from '../domain/join.ts';
import type { CityState } from '../domain/need-state.ts';
import { mayDo } from '../domain/rights.ts';
import { challengesBehind } from './challenge-needs.ts';
import { listChallenges } from './challenges.ts';
import type { Database } from './database.ts';
import { readSimilar, type SimilarNeed } from './similar.ts';
import type { StaffMember } from './staff.ts';
import { listThemes, themesOf, type ThemeStub } from './themes.ts';
import { readThread, type ThreadView } from './thread-view.ts';

/** For whoever may join needs; null for all others, who must not read needs that they were not given. */
export type Beside = {
	thread: ThreadView;
	similar: SimilarNeed[];
	/** Its own themes, and the open ones that it is not in. */
	themes: { own: ThemeName[]; others: ThemeName[] };
	/** Those behind which it stands, by itself or by its thread. */
	challenges: { id: string; texts: ChallengeTexts }[];
} | null;

type ThemeName = Pick<ThemeStub, 'id' | 'name'>;

/** The thread of a need, and what looks like it while it can be joined or lead. */
export async function readBeside(
	db: Database,
	staff: StaffMember,
	need: { id: string; state: CityState }
): Promise<Beside> {
	if (!mayDo(staff.role, 'needs.join')) return null;
	const [thread, similar, own, all, challenges] = await Promise.all([
		readThread(db, need.id),
		mayLead(need.state) ? readSimilar(db, need.id) : [],
		themesOf(db, need.id),
		listThemes(db),
		listChallenges(db, await challengesBehind(db, need.id))
	]);
	const others = all.filter(({ id, closedAt }) => !closedAt && !own.some((each) => each.id === id));
	return {
		...{ thread, similar, themes: { own: own.map(nameOf), others: others.map(nameOf) } },
		challenges: challenges.map(({ id, texts }) => ({ id, texts }))
	};
}

function nameOf({ id, name }: ThemeStub): ThemeName {
	return { id, name };
}
