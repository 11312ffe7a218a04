/** The ways through the practices, as somebody goes who has read only the task and the screens (docs/lessons.md). */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { parse } from 'yaml';

const folder = join(import.meta.dirname, 'ways');
const fileSchema = v.nullable(v.record(v.string(), v.array(v.string())));

/** Every way in English, by `module/lesson/step`. */
export function readWays(): Map<string, string[]> {
	const ways = new Map<string, string[]>();
	for (const name of readdirSync(folder).sort()) {
		const file = v.parse(fileSchema, parse(readFileSync(join(folder, name), 'utf8')));
		for (const [step, way] of Object.entries(file ?? {})) {
			ways.set(`${name.replace(/\.yaml$/, '')}/${step}`, way);
		}
	}
	return ways;
}
