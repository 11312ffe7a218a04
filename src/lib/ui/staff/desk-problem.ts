/** What could not be done on the page of a need, in which part of it, with what was typed there. */
export interface DeskProblem {
	part: 'undo' | 'promise' | 'assign' | 'pass' | 'note' | 'cover' | 'boxes';
	code: string;
	typed?: Record<string, string>;
}
