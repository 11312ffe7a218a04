/**
 * Opinion groups: people of a room who said much the same. Found as Polis finds them (Small and others 2021), with what is
 * honest for 5 to 60 people in a room (docs/decisions/opinion-groups.md).
 */
import { cluster } from './clusters.ts';
import { groupBy, type Opinion } from './consensus.ts';
import { project } from './principal-components.ts';
import { fewest } from './small-numbers.ts';

/** With fewer statements, groups would only repeat the counts. */
const fewestStatements = 4;
/** Groups that are told apart at all, by the mean silhouette. */
const leastSilhouette = 0.65;
const mostGroups = 5;
/** A person counts from so many statements, or half of them where there are fewer. */
const enoughVotes = 7;

/**
 * The opinion group of each person, from 0; whoever said too little is in none. With few people, few statements, or where
 * nothing divides them clearly, all are in the one group 0. The order of the opinions changes nothing.
 */
export function findOpinionGroups(opinions: readonly Opinion[]): Map<string, number> {
	const statements = [...new Set(opinions.map(({ statement }) => statement))].sort();
	const said = groupBy(opinions, ({ person }) => person);
	const everybody = new Map([...said.keys()].sort().map((person) => [person, 0]));
	const enough = Math.min(enoughVotes, Math.ceil(statements.length / 2));
	const people = [...everybody.keys()].filter(
		(person) => (said.get(person) ?? []).length >= enough
	);
	if (people.length < 2 * fewest || statements.length < fewestStatements) return everybody;
	const rows = people.map((person) => {
		const votes = new Map((said.get(person) ?? []).map((each) => [each.statement, each.vote]));
		return statements.map((statement) => votes.get(statement));
	});
	const points = project(withMeans(rows));
	const most = Math.min(mostGroups, 2 + Math.floor(people.length / 12));
	const found = Array.from({ length: most - 1 }, (_, at) => cluster(points, at + 2))
		.filter(({ sizes }) => sizes.every((size) => size >= fewest))
		.sort((a, b) => b.silhouette - a.silhouette)[0];
	if (!found || found.silhouette < leastSilhouette) return everybody;
	return new Map(people.map((person, at) => [person, found.of[at] ?? 0]));
}

/** What somebody did not say is as all others say it on average: it moves nobody. */
function withMeans(rows: (number | undefined)[][]): number[][] {
	const means = (rows[0] ?? []).map((_, column) => {
		const known = rows.flatMap((row) => row[column] ?? []);
		return known.reduce((sum, vote) => sum + vote, 0) / Math.max(1, known.length);
	});
	return rows.map((row) => row.map((vote, column) => vote ?? means[column] ?? 0));
}
