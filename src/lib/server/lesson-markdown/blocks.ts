/** The plain words of Markdown blocks, and the notes in braces that an author writes after them. */
import type { ListItem, Node, PhrasingContent } from 'mdast';

/** The first line of a block. */
export function lineOf(node: Node): number {
	return node.position?.start.line ?? 1;
}

/** The text of a block when it is plain words; nothing when there is anything else in it. */
export function plainWords(children: PhrasingContent[]): string | undefined {
	return children.every((child) => child.type === 'text')
		? children.map((child) => child.value).join('')
		: undefined;
}

/** `Words {notes}` -> words and notes; the notes are cut at spaces. */
export function cutNotes(text: string): { words: string; notes: string[] } {
	const found = /^(.*?)\s*\{([^{}]*)\}\s*$/s.exec(text);
	if (!found) return { words: text.trim(), notes: [] };
	return { words: (found[1] ?? '').trim(), notes: (found[2] ?? '').split(/\s+/).filter(Boolean) };
}

/** The name after `picture=` in the notes. */
export function pictureIn(notes: string[]): string | undefined {
	return notes.find((note) => note.startsWith('picture='))?.slice('picture='.length);
}

/** The words of a list item that is one plain paragraph. */
export function itemWords(item: ListItem): string | undefined {
	const [only, ...others] = item.children;
	return only?.type === 'paragraph' && others.length === 0 ? plainWords(only.children) : undefined;
}
