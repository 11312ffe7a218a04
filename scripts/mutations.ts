/**
 * `npm run test:mutations [part of a file's name ...]`: makes small mistakes in the code that acknowledges and deletes, one
 * at a time, and says which of them no test notices. Nothing on the disk is changed: the mistakes are in what vite reads.
 * Those that may survive stand with their reason in docs/decisions/mutants.md, and are not tried.
 */
import { mkdtempSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { createVitest } from 'vitest/node';
import { mutantsOf } from '../tests/mutations/mutants.ts';
import { targets } from '../tests/mutations/targets.ts';
import { buildWhenStale, root } from './setup.js';

/** A file of tests, and the milliseconds that it takes where no mistake is made. */
type Test = { file: string; took: number };

/** Milliseconds after which a mistake counts as noticed: what it broke has no end. */
const patienceFor = ({ took }: Test) => 30_000 + 4 * took;

type Fate = 'noticed' | 'no end' | 'survived';

process.env['LOG_LEVEL'] = 'silent';
process.env['VITEST'] = 'true';

/** The first test of a file that fails, and why. */
async function firstFailure(test: string): Promise<string | undefined> {
	const specifications = await vitest.globTestSpecifications([test]);
	if (specifications.length === 0) return `${test} is not there`;
	const { testModules, unhandledErrors } = await vitest.runTestSpecifications(specifications);
	// it gives those of earlier runs too, with what failed then
	const ran = specifications.map(({ moduleId }) => moduleId);
	for (const each of testModules.filter(({ moduleId }) => ran.includes(moduleId))) {
		for (const failed of each.children.allTests('failed')) {
			return `${failed.fullName}: ${failed.result().errors?.[0]?.message}`;
		}
		if (!each.ok()) return `${test}: ${each.errors()[0]?.message}`;
	}
	return unhandledErrors.length > 0 ? `${test}: ${inspect(unhandledErrors[0])}` : undefined;
}

// some tests start a whole Plaza
await buildWhenStale();
const config = join(root, 'tests/mutations/vitest.config.ts');
const options = { root, config, watch: false, reporters: [{}], silent: true } as const;
const vitest = await createVitest(options as never);

/** What becomes of a mistake, by its file and number. */
async function fateOf(mistake: string, tests: Test[]): Promise<Fate> {
	process.env['PLAZA_MISTAKE'] = mistake;
	for (const test of tests) {
		const patience = patienceFor(test);
		process.env['PLAZA_PATIENCE'] = String(patience);
		const began = Date.now();
		const failure = await firstFailure(test.file);
		if (failure !== undefined) return Date.now() - began < patience ? 'noticed' : 'no end';
	}
	return 'survived';
}

/** The tests that come to each mistake, while none is made; the command ends where one of them fails by itself. */
async function testsByMistake(file: string, tests: string[]): Promise<Map<string, Test[]>> {
	const into = join(mkdtempSync(join(tmpdir(), 'plaza-mutations-')), 'reached.json');
	const found = new Map<string, Test[]>();
	delete process.env['PLAZA_MISTAKE'];
	delete process.env['PLAZA_PATIENCE'];
	process.env['PLAZA_REACHED'] = into;
	for (const test of tests) {
		const began = Date.now();
		const failure = await firstFailure(test);
		const took = Date.now() - began;
		if (failure !== undefined) {
			console.error(`${file}: its tests fail without any mistake: ${failure}`);
			process.exit(1);
		}
		for (const mistake of JSON.parse(readFileSync(into, 'utf8')) as string[]) {
			found.set(mistake, [...(found.get(mistake) ?? []), { file: test, took }]);
		}
	}
	delete process.env['PLAZA_REACHED'];
	return found;
}

const expected = readFileSync(join(root, 'docs/decisions/mutants.md'), 'utf8');
/** The list names a mistake by its file and its change, whatever line that stands on by now. */
const withoutLine = (name: string) => name.replace(/:\d+ /, ': ');

const wanted = process.argv.slice(2);
const count: Record<Fate, number> = { noticed: 0, 'no end': 0, survived: 0 };
let isFine = true;
for (const [file, tests] of Object.entries(targets)) {
	if (wanted.length > 0 && !wanted.some((part) => file.includes(part))) continue;
	const began = Date.now();
	const reached = await testsByMistake(file, tests);
	const { names } = mutantsOf(file, readFileSync(join(root, file), 'utf8'));
	for (const [number, name] of names.entries()) {
		const mistake = `${file} ${number}`;
		if (expected.includes(withoutLine(name))) continue;
		const fate = await fateOf(mistake, reached.get(mistake) ?? []);
		count[fate]++;
		if (fate !== 'survived') continue;
		isFine = false;
		console.log(`survived: ${name}`);
	}
	const seconds = Math.round((Date.now() - began) / 1000);
	console.log(`${file}: ${names.length} mistakes, ${seconds} s, so far ${JSON.stringify(count)}`);
}
await vitest.close();
process.exit(isFine ? 0 : 1);
