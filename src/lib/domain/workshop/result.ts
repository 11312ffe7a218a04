/** The result of a workshop, from the votes of the room. */
import { agreements, byConsensus, ratio, type Agreement, type Opinion } from '../consensus.ts';
import { findOpinionGroups } from '../opinion-groups.ts';
import type { WorkshopBody } from '../workshop.ts';
import { workshopId, type Ballot } from './ballot.ts';
import type { Cast } from './cast.ts';
import type { NeedGroup, Workshop } from './state.ts';

/** A group with what the room said to it; `dots` are all that it was given. */
export type GroupResult = Agreement &
	Pick<NeedGroup, 'name' | 'topic' | 'needs'> & { dots: number };

export interface WorkshopResult {
	way: 'codes' | 'hands';
	/** Who voted; by hands, the most hands that were up for one group. */
	people: number;
	/** How many opinion groups the room has; 0 where that cannot be known. */
	opinionGroups: number;
	/** What the room agrees on most comes first. */
	groups: GroupResult[];
}

/** The result by the hands of the room where those were counted, else by codes. */
export function resultOf(workshop: Workshop, casts: readonly Cast[]): WorkshopResult {
	return workshop.hands ? resultOfHands(workshop) : resultOfCasts(workshop, casts);
}

/** The result of votes by codes, one vote for each person. */
export function resultOfCasts({ groups }: Workshop, casts: readonly Cast[]): WorkshopResult {
	const opinions = casts.flatMap(({ person, votes }) =>
		groups.flatMap(({ id }, at): Opinion[] => {
			const vote = votes[at];
			return vote === null || vote === undefined ? [] : [{ person, statement: id, vote }];
		})
	);
	const found = findOpinionGroups(opinions);
	const opinionGroups = Math.max(1, new Set(found.values()).size);
	const agreed = new Map(
		agreements(opinions, (person) => found.get(person)).map((each) => [each.statement, each])
	);
	return {
		way: 'codes',
		people: casts.length,
		opinionGroups,
		groups: groups
			.map(({ id, name, topic, needs }, at): GroupResult => {
				const none = { statement: id, yes: 0, not: 0, neither: 0, consensus: 0.5 ** opinionGroups };
				const dots = casts.reduce((sum, cast) => sum + (cast.dots[at] ?? 0), 0);
				return { ...none, ...agreed.get(id), name, topic, needs, dots };
			})
			.sort(byConsensus)
	};
}

/** The result of hands that were counted: the room as one group, because hands say nothing of persons. */
export function resultOfHands({ groups, hands = {} }: Workshop): WorkshopResult {
	const counted = groups.map(({ id, name, topic, needs }): GroupResult => {
		const { yes, not, neither } = hands[id] ?? { yes: 0, not: 0, neither: 0 };
		const consensus = ratio(yes, yes + not + neither);
		return { statement: id, name, topic, needs, yes, not, neither, consensus, dots: 0 };
	});
	const people = Math.max(0, ...counted.map(({ yes, not, neither }) => yes + not + neither));
	return { way: 'hands', people, opinionGroups: 0, groups: counted.sort(byConsensus) };
}

/** The groups with the most dots, where any were given. */
export function mostDots({ groups }: WorkshopResult): GroupResult[] {
	const most = Math.max(0, ...groups.map(({ dots }) => dots));
	return most === 0 ? [] : groups.filter(({ dots }) => dots === most);
}

/** What the city would hear, without the hour: so it is seen whether it was told already. */
export function asTold(workshop: Workshop, ballot: Ballot, result: WorkshopResult): string {
	return JSON.stringify(bodyOf({ ...workshop, id: workshopId(ballot) }, result, ''));
}

/** What the city hears of it. */
export function bodyOf(workshop: Workshop, result: WorkshopResult, heldAt: string): WorkshopBody {
	const { way, people, opinionGroups } = result;
	return {
		workshop: workshop.id,
		heldAt,
		...{ way, people, opinionGroups },
		groups: result.groups.map(({ name, topic, needs, yes, not, neither, dots, consensus }) => ({
			...{ name, topic },
			needs: workshop.needs.flatMap(({ id, need }) => (need && needs.includes(id) ? need : [])),
			told: needs.length,
			...{ yes, not, neither, dots, consensus }
		}))
	};
}
