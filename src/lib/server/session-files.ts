/** What came of sessions as files: the same numbers as on the pages, the same ones hidden, and no session by its code. */
import { levels, moments } from '../domain/confidence.ts';
import { shownCount } from '../domain/small-numbers.ts';
import type { ConfidenceRow } from './confidence.ts';
import type { HeldRow } from './held-sessions.ts';
import type { WorkshopRow } from './workshops.ts';

type Lines = (string | number | null)[][];

/** So many rows a file has at most, the ones that were told last. */
export const mostInFile = 10_000;

/** One line for each session that was held; an empty number is under five. */
export function heldLines(sessions: HeldRow[]): Lines {
	return [
		['begun_on', 'lab', 'lab_name', 'modules', 'people'],
		...sessions.map(({ startedAt, labId, lab, modules, people }) => [
			...[dayOf(startedAt), labId, lab, modules.join(' '), people]
		])
	];
}

/** One line for each lab, moment and picture; an empty number is under five. */
export function confidenceLines(rows: ConfidenceRow[]): Lines {
	return [
		['lab', 'lab_name', 'moment', 'level', 'people'],
		...rows.flatMap(({ labId, lab, counts }) =>
			moments.flatMap((moment) =>
				levels.map((level) => [labId, lab, moment, level, counts[moment][level]])
			)
		)
	];
}

/**
 * One line for each thing that a room voted on; an empty number is under five. Rooms of under five people are left out:
 * there is nothing to count in them.
 */
export function workshopLines(workshops: WorkshopRow[]): Lines {
	const columns = [
		...['workshop', 'held_on', 'lab', 'lab_name', 'way', 'people', 'opinion_groups'],
		...['lang', 'name', 'topic', 'yes', 'not', 'neither', 'dots', 'verdict', 'needs']
	];
	const lines = workshops
		.filter(({ people }) => people !== null)
		.flatMap(({ groups, heldAt, labId, lab, way, people, opinionGroups, lang }, at) =>
			groups.map(({ name, topic, yes, not, neither, dots, verdict, told }) => [
				...[at + 1, dayOf(heldAt), labId, lab, way, people, opinionGroups],
				...[lang, name, topic, yes, not, neither, dots, verdict, shownCount(told)]
			])
		);
	return [columns, ...lines];
}

/** The day, as the trainer's device said it. */
function dayOf(instant: string): string {
	return instant.slice(0, instant.indexOf('T'));
}
