/** What came of sessions as files: the same numbers as on the pages, the same ones hidden, and no session by its code. */
import { levels, moments } from '../domain/confidence.ts';
import type { ExportTable } from '../domain/export.ts';
import { shownCount } from '../domain/small-numbers.ts';
import type { ConfidenceRow } from './confidence.ts';
import type { Database } from './database.ts';
import { inBatches, linesInBatches, rowsAtOnce } from './exports/batches.ts';
import { listHeldSessions, type HeldRow } from './held-sessions.ts';
import type { Told } from './told-order.ts';
import { listWorkshops, type WorkshopRow } from './workshops.ts';

type Lines = (string | number | null)[][];

/** One line for each session that was held, from the one that was told last; an empty number is under five. */
export function heldTable(db: Database): ExportTable {
	const rows = inBatches(
		(last?: HeldRow) => listHeldSessions(db, rowsAtOnce, last),
		({ startedAt, labId, lab, modules, people }) => [
			...[dayOf(startedAt), labId, lab, modules.join(' '), people]
		]
	);
	return { columns: ['begun_on', 'lab', 'lab_name', 'modules', 'people'], rows };
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
export function workshopTable(db: Database): ExportTable {
	const columns = [
		...['workshop', 'held_on', 'lab', 'lab_name', 'way', 'people', 'opinion_groups'],
		...['lang', 'name', 'topic', 'yes', 'not', 'neither', 'dots', 'verdict', 'needs']
	];
	let newest: Told | undefined;
	let at = 0;
	const rows = linesInBatches(
		async (last?: WorkshopRow) => {
			const some = await listWorkshops(db, rowsAtOnce, { last, newest });
			newest ??= some[0];
			return some;
		},
		({ groups, heldAt, labId, lab, way, people, opinionGroups, lang }) => {
			if (people === null) return [];
			at += 1;
			return groups.map(({ name, topic, yes, not, neither, dots, verdict, told }) => [
				...[at, dayOf(heldAt), labId, lab, way, people, opinionGroups],
				...[lang, name, topic, yes, not, neither, dots, verdict, shownCount(told)]
			]);
		}
	);
	return { columns, rows };
}

/** The day, as the trainer's device said it. */
function dayOf(instant: string): string {
	return instant.slice(0, instant.indexOf('T'));
}
