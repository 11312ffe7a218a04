/** Sentences for the problems of a form. */
import type { StaffWords } from '../../i18n/translator.ts';

export interface ShownProblem {
	code: string;
	row?: number;
	lesson?: string;
}

export type ShownProblems = Partial<Record<string, ShownProblem>>;

/** The sentence of a problem; undefined for none. */
export function problemWords(t: StaffWords, problem?: ShownProblem): string | undefined {
	// codes come from schemas as texts; tests/integration/setup.test.ts sees that each has its sentence
	if (!problem) return undefined;
	const { code, row, lesson } = problem;
	return t(`problems.${code}` as 'problems.name', { row, lesson });
}
