/** By what an answer can call the state that it gives: the city's own labels of its kind. */
import { replyKinds } from '../domain/answer.ts';
import type { ReplyLabels } from '../domain/need-work.ts';
import { plainestOf, type Label } from './labels.ts';

/** The labels in use by kind of reply, where there is more than one to choose from; `has` is what the need is called now. */
export function replyLabels(
	labels: readonly Label[],
	name: (label: Label) => string,
	has: string | null = null
): ReplyLabels[] {
	return replyKinds.flatMap((kind) => {
		const own = labels.filter(({ state, retired }) => state === kind && !retired);
		if (own.length < 2) return [];
		// one that was answered already keeps what it is called
		const usual = own.find(({ id }) => id === has)?.id ?? plainestOf(own, kind) ?? '';
		return [{ kind, usual, labels: own.map((label) => ({ id: label.id, name: name(label) })) }];
	});
}

/** The labels that a template can be for: the same, and of those that are not in use any more the one that it has. */
export function templateLabels(
	labels: readonly Label[],
	name: (label: Label) => string,
	has: string | null
): ReplyLabels[] {
	return replyKinds.flatMap((kind) => {
		const all = labels.filter(({ state }) => state === kind);
		const own = all.filter(({ id, retired }) => !retired || id === has);
		if (own.length < 2 && !own.some(({ id }) => id === has)) return [];
		return [{ kind, usual: '', labels: own.map((label) => ({ id: label.id, name: name(label) })) }];
	});
}
