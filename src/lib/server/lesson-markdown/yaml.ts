/** YAML read through a schema, with the line of everything in it. */
import * as v from 'valibot';
import { LineCounter, isNode, parseDocument } from 'yaml';
import type { Mistake } from './mistake.ts';

type Path = readonly PropertyKey[];

export type YamlReading<T> =
	| { value: T; lineOf: (path: Path) => number; mistakes: [] }
	| { value?: undefined; mistakes: [Mistake, ...Mistake[]] };

/** Reads `text`, whose first line is line `firstLine` of `file`; `before` changes what the schema sees. Anchors are not followed. */
export function readYaml<T extends v.GenericSchema>(
	schema: T,
	text: string,
	file: string,
	firstLine = 1,
	before: (found: object) => object = (found) => found
): YamlReading<v.InferOutput<T>> {
	const lineCounter = new LineCounter();
	const document = parseDocument(text, { lineCounter, prettyErrors: false });
	const lineAt = (offset: number) => firstLine + Math.max(lineCounter.linePos(offset).line, 1) - 1;
	const lineOf = (path: Path): number => {
		const node = path.length > 0 ? document.getIn(path, true) : document.contents;
		if (isNode(node) && node.range) return lineAt(node.range[0]);
		return path.length > 0 ? lineOf(path.slice(0, -1)) : firstLine;
	};
	const [broken] = document.errors;
	if (broken) {
		const line = lineAt(broken.pos[0]);
		return { mistakes: [{ file, line, sentence: `this is not YAML: ${broken.message}` }] };
	}
	let found: unknown;
	try {
		found = document.toJS({ maxAliasCount: 0 });
	} catch (reason) {
		return {
			mistakes: [{ file, line: firstLine, sentence: `this is not YAML: ${String(reason)}` }]
		};
	}
	const plain = typeof found === 'object' && found !== null && !Array.isArray(found) ? found : {};
	const reading = v.safeParse(schema, before(plain));
	if (reading.success) return { value: reading.output, lineOf, mistakes: [] };
	const [first, ...others] = reading.issues.map((issue) => mistakeOf(issue, file, lineOf));
	return { mistakes: [first as Mistake, ...others] };
}

function mistakeOf(
	issue: v.BaseIssue<unknown>,
	file: string,
	lineOf: (path: Path) => number
): Mistake {
	const path = (issue.path ?? []).map(({ key }) => key as PropertyKey);
	const where = path.length > 0 ? `${path.map(String).join('.')}: ` : '';
	const unknown = issue.type === 'strict_object' && issue.expected === 'never';
	const absent = issue.type === 'strict_object' && issue.received === 'undefined';
	const what = unknown ? 'nothing here has this name' : absent ? 'this is missing' : issue.message;
	return { file, line: lineOf(path), sentence: where + what };
}
