import { codeOf } from '../../src/lib/domain/problem.ts';
import { resultNames, type SyncResult } from '../../src/lib/domain/sync.ts';
import type { Letter } from './letters.ts';

type Line = { row: number; result: SyncResult['result']; code: string; field: string };

/** The longest list of refused rows on the screen; the file has them all. */
const mostShown = 20;

const said: Record<SyncResult['result'], string> = {
	accepted: 'accepted',
	duplicate: 'already there',
	incomplete: 'accepted without its media',
	held: 'held at a hub',
	later: 'to be sent again',
	conflict: 'already there with something else (kept beside it)',
	rejected: 'refused',
	deleted: 'withdrawn since'
};

/** What became of the rows, without their words. */
export class Report {
	#lines: Line[] = [];

	/** How many rows were sent. */
	get rows(): number {
		return this.#lines.length;
	}

	/** Adds the city's results for a batch. */
	add(letters: Letter[], results: SyncResult[]): void {
		for (const [index, { row }] of letters.entries()) {
			const { result, problem } = results[index] as SyncResult;
			const code = problem ? codeOf(problem) : '';
			this.#lines.push({ row, result, code, field: problem?.field ?? '' });
		}
	}

	/** The end of the command in a few lines. */
	summary(): string {
		const counts = resultNames
			.map((name) => ({ name, count: this.#lines.filter(({ result }) => result === name).length }))
			.filter(({ name, count }) => count > 0 || name === 'accepted')
			.map(({ name, count }) => `${count} ${said[name]}`);
		const refused = this.#lines.filter(({ result }) => result === 'rejected');
		const shown = refused
			.slice(0, mostShown)
			.map(({ row, code, field }) => `  row ${row}: ${code}${field && ` (${field})`}`);
		if (refused.length > mostShown) {
			shown.push(`  ... and ${refused.length - mostShown} more: see --report`);
		}
		return [`${this.rows} rows: ${counts.join(', ')}.`, ...shown].join('\n');
	}

	/** Every row with its result, as CSV. */
	csv(): string {
		const lines = this.#lines.map(({ row, result, code, field }) => [row, result, code, field]);
		return [['row', 'result', 'problem', 'field'], ...lines]
			.map((line) => `${line.join(',')}\r\n`)
			.join('');
	}
}
