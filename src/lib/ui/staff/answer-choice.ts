/** What is chosen of an answer while it is written: its kind, and the city's own label of that kind. */
import type { ReplyLabels } from '../../domain/need-work.ts';

export interface AnswerChoice {
	kind: string;
	label: string;
}

/** As it stood when the page was made: what was typed, else the usual label of that kind. */
export function choiceOf(
	typed: { kind?: string; labels?: Record<string, string> } | undefined,
	labels: readonly ReplyLabels[]
): AnswerChoice {
	const kind = typed?.kind ?? '';
	const usual = labels.find((each) => each.kind === kind)?.usual ?? '';
	return { kind, label: typed?.labels?.[kind] || usual };
}

/** As it stands in the form now. */
export function choiceIn(form: HTMLFormElement): AnswerChoice {
	const said = new FormData(form);
	const kind = String(said.get('kind') ?? '');
	return { kind, label: String(said.get(`label-${kind}`) ?? '') };
}
