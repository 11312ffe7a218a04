/** The folders directly inside a folder of the content, in their order: files come in as path -> text. */
export function foldersIn(files: ReadonlyMap<string, string>, folder: string): string[] {
	const inside = [...files.keys()]
		.filter((file) => file.startsWith(`${folder}/`))
		.map((file) => file.slice(folder.length + 1).split('/'))
		.filter(({ length }) => length > 1)
		.map(([name]) => `${folder}/${String(name)}`);
	return [...new Set(inside)].sort();
}
