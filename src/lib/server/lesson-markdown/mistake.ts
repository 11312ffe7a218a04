/** What an author has to mend, and where. */
export interface Mistake {
	/** The path inside the content folder. */
	file: string;
	/** Counted from 1. */
	line: number;
	sentence: string;
}

/** One line that a terminal or an editor can jump to. */
export function formatMistake({ file, line, sentence }: Mistake): string {
	return `${file}:${line}: ${sentence}`;
}
