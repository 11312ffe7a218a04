/** What a page says of what was just done to needs: it stands in the address to which the doing led. */
export function bulkTold(params: URLSearchParams) {
	const count = (name: string) => Number(/^\d{1,3}$/.exec(params.get(name) ?? '')?.[0] ?? 0);
	return {
		done: params.get('bulk'),
		many: count('many'),
		lost: count('lost'),
		undone: params.get('undone'),
		stayed: count('stayed')
	};
}
