/** One step: its heading, and the blocks under it. */
import type { Code, Heading, RootContent } from 'mdast';
import { stepKinds } from '../../domain/lesson.ts';
import type { Step } from '../../domain/lesson.ts';
import { cutNotes, lineOf, plainWords } from './blocks.ts';
import { readChoices, readItems, readJudged, readPairs, readPlain } from './items.ts';
import { readPractice } from './practice.ts';
import { knownPicture, note, plainOnly, readBody, readTold, readWords } from './reader.ts';
import type { Reader } from './reader.ts';

/** Reads `## Title {#id kind picture=name}` with what follows it; nothing when the heading cannot be read. */
export function readStep(
	reader: Reader,
	heading: Heading,
	blocks: RootContent[]
): Step | undefined {
	const at = lineOf(heading);
	const text = plainWords(heading.children);
	if (text === undefined) return note(reader, at, plainOnly);
	const { words: title, notes } = cutNotes(text);
	const id = notes.find((word) => word.startsWith('#'))?.slice(1) ?? '';
	const written = notes.find((word) => !word.startsWith('#') && !word.includes('='));
	const kind = stepKinds.find((known) => known === written);
	if (!/^[a-z0-9-]{1,80}$/.test(id)) {
		return note(
			reader,
			at,
			'give the step an id of small letters, digits and -: {#id kind picture=name}'
		);
	}
	if (!kind) {
		return note(
			reader,
			at,
			`"${written ?? ''}" is no kind of step: write one of ${stepKinds.join(', ')}`
		);
	}
	readWords(reader, title, at, 1);
	const picture = knownPicture(reader, notes, at);
	const list = blocks.find((block) => block.type === 'list');
	const after = list && hasReply(kind) ? blocks.slice(blocks.indexOf(list) + 1) : [];
	const sentences = readTold(
		reader,
		blocks.filter((block) => !after.includes(block)),
		at
	);
	const screen = { id, title, sentences, picture };
	const codes = blocks.filter((block) => block.type === 'code');
	checkBlocks(reader, kind, at, blocks, codes);
	const reply = readBody(reader, after, at);
	if (list && hasReply(kind) && reply.length === 0) {
		note(reader, at, 'say under the list what comes next');
	}
	const items = readItems(reader, list, at, kind === 'say' ? 1 : 2);
	switch (kind) {
		case 'show':
			return { kind, ...screen };
		case 'choose':
			return { kind, ...screen, options: readChoices(reader, items, at) };
		case 'order':
			return { kind, ...screen, items: readPlain(reader, items), reply };
		case 'match':
			return { kind, ...screen, pairs: readPairs(reader, items), reply };
		case 'judge':
			return { kind, ...screen, items: readJudged(reader, items, at) };
		case 'say':
			return { kind, ...screen, points: readPlain(reader, items) };
		case 'plan':
			return { kind, ...screen, options: readPlain(reader, items) };
		case 'practice':
			return practiceIn(reader, codes[0], screen);
	}
}

function practiceIn(
	reader: Reader,
	code: Code | undefined,
	screen: { id: string; title: string; sentences: string[]; picture: string }
): Step | undefined {
	if (!code) return undefined;
	const { practice, mistakes } = readPractice(code, reader);
	reader.mistakes.push(...mistakes);
	return practice && { kind: 'practice', ...screen, practice };
}

function hasReply(kind: Step['kind']): boolean {
	return kind === 'order' || kind === 'match';
}

function checkBlocks(
	reader: Reader,
	kind: Step['kind'],
	at: number,
	blocks: RootContent[],
	codes: Code[]
): void {
	const holder = kind === 'practice' ? 'code' : kind === 'show' ? '' : 'list';
	const strange = blocks.find((block) => block.type !== 'paragraph' && block.type !== holder);
	if (strange) note(reader, lineOf(strange), `a "${kind}" step has no place for a ${strange.type}`);
	if (kind === 'practice' && codes.length !== 1) {
		note(reader, at, 'a "practice" step needs one fenced block with its data');
	}
	const lists = blocks.filter((block) => block.type === 'list').length;
	if (holder === 'list' && lists !== 1) {
		note(reader, at, `a "${kind}" step needs one list of ${kind === 'say' ? 1 : 2} to 4 options`);
	}
}
