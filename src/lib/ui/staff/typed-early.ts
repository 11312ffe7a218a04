/** What somebody typed before a page's script came: the script draws its fields as they were sent, and would take it away. */

type Field = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

let typed: (() => void)[] | undefined;

/** Remembers what differs from how the page was sent. To be called before the page is hydrated. */
export function rememberTyped(): void {
	// later what is drawn is the script's own
	if (typed) return;
	const fields = [...document.querySelectorAll<Field>('input, textarea, select')];
	typed = fields.flatMap((field) => {
		if (field instanceof HTMLSelectElement) {
			const { value } = field;
			const sent = [...field.options].find(({ defaultSelected }) => defaultSelected);
			return value === (sent ?? field.options[0])?.value ? [] : [() => put(field, { value })];
		}
		if (field.type === 'file' || field.type === 'hidden') return [];
		if (field instanceof HTMLInputElement && /^(checkbox|radio)$/.test(field.type)) {
			const { checked } = field;
			return checked === field.defaultChecked ? [] : [() => put(field, { checked })];
		}
		const { value } = field;
		return value === field.defaultValue ? [] : [() => put(field, { value })];
	});
}

/** Gives it back, and tells the page's script of it. To be called when the page stands. */
export function giveTypedBack(): void {
	for (const give of typed ?? []) give();
	typed = [];
}

function put(field: Field, was: { value: string } | { checked: boolean }): void {
	Object.assign(field, was);
	field.dispatchEvent(new Event('input', { bubbles: true }));
	field.dispatchEvent(new Event('change', { bubbles: true }));
}
