/** What somebody typed or ticked before a page's script came stays as she left it. */
import { onMount } from 'svelte';

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

/** Call it first thing in the page's own script: it looks before the page comes alive, and puts back what that changed. */
export function keepTyped(): void {
	if (typeof document === 'undefined') return;
	const fields = [...document.querySelectorAll<Field>('main :is(input, textarea, select)')];
	const before = fields
		.filter(({ type }) => type !== 'hidden' && type !== 'file')
		.map((field) => ({ field, ...stateOf(field) }));
	onMount(() => {
		for (const { field, value, checked } of before) {
			if (field.value !== value) field.value = value;
			if (field instanceof HTMLInputElement && checked !== undefined) field.checked = checked;
		}
	});
}

function stateOf(field: Field): { value: string; checked: boolean | undefined } {
	return {
		value: field.value,
		checked: field instanceof HTMLInputElement ? field.checked : undefined
	};
}
