/**
 * `npm test`: sets up what is missing (packages, a browser, the build), then runs lint, types and every test, and ends
 * with one line of sums. Plain JavaScript: it starts under any Node >= 20.
 */
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { text } from 'node:stream/consumers';
import { buildWhenStale, compiled, installPackages, nodeProgram, root } from './setup.js';
import { provideChromium } from './chromium.js';

installPackages();
provideChromium();
const node = nodeProgram();
const reports = mkdtempSync(join(tmpdir(), 'plaza-reports-'));
const sums = { passed: 0, failed: 0, skipped: 0 };

// programs that start others by name find Plaza's Node first
const PATH = [join(node, '..'), join(root, 'node_modules/.bin'), process.env['PATH']].join(
	delimiter
);

/** What a program of the packages needs, under Plaza's Node. */
const command = (/** @type {string} */ program, /** @type {string[]} */ args) => [
	join(root, 'node_modules', program),
	...args
];
const surroundings = { cwd: root, env: { ...compiled, ...process.env, PATH, NO_COLOR: '1' } };

/**
 * Runs a program of the packages under Plaza's Node.
 * @param {string} program path in node_modules
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
function run(program, args, env = {}) {
	const { status } = spawnSync(node, command(program, args), {
		...surroundings,
		stdio: 'inherit',
		env: { ...surroundings.env, ...env }
	});
	return status === 0;
}

/**
 * A check that is one test: it passes or fails, and says what it has to say when it has ended.
 * @param {string} name
 * @param {string} program path in node_modules
 * @param {string[]} args
 */
async function check(name, program, args) {
	const child = spawn(node, command(program, args), {
		...surroundings,
		stdio: ['ignore', 'pipe', 'pipe']
	});
	const ended = once(child, 'close');
	const [said, complained] = await Promise.all([text(child.stdout), text(child.stderr)]);
	const [status] = await ended;
	console.log(`\n# ${name}\n${said}${complained}`.trimEnd());
	if (status === 0) sums.passed++;
	else {
		sums.failed++;
		console.log(`${name}: failed`);
	}
}

/**
 * A runner that reports its tests; one that ends badly without a failed test counts as one failure.
 * @param {string} name
 * @param {() => boolean} runner
 * @param {() => { passed: number, failed: number, skipped: number }} read
 */
function suite(name, runner, read) {
	console.log(`\n# ${name}`);
	const fine = runner();
	let report = { passed: 0, failed: 0, skipped: 0 };
	try {
		report = read();
	} catch {
		report.failed = 1;
	}
	if (!fine && report.failed === 0) report.failed = 1;
	sums.passed += report.passed;
	sums.failed += report.failed;
	sums.skipped += report.skipped;
}

/** @param {string} file */
const readReport = (file) => JSON.parse(readFileSync(join(reports, file), 'utf8'));

/** @param {string} file */
function vitestReport(file) {
	const { numPassedTests, numFailedTests, numPendingTests, numFailedTestSuites, testResults } =
		readReport(file);
	// a file that could not be loaded has no tests that could fail
	const broken = testResults.filter(
		(/** @type {{ status: string, assertionResults: unknown[] }} */ { status, assertionResults }) =>
			status === 'failed' && assertionResults.length === 0
	).length;
	const failed = numFailedTests + (numFailedTestSuites > 0 ? broken : 0);
	return { passed: numPassedTests, failed, skipped: numPendingTests };
}

function playwrightReport() {
	const { expected, unexpected, flaky, skipped } = readReport('journeys.json').stats;
	return { passed: expected, failed: unexpected + flaky, skipped };
}

await buildWhenStale();
run('@sveltejs/kit/svelte-kit.js', ['sync']);
const typed = ['--tsconfig', './tsconfig.json', '--fail-on-warnings', '--output', 'human'];
// none of them uses two processors
await Promise.all([
	check('format', 'prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']).then(() =>
		check('lint', 'eslint/bin/eslint.js', ['.'])
	),
	check('types', 'svelte-check/bin/svelte-check', typed).then(() =>
		check('types of the worker', 'typescript/bin/tsc', ['-p', 'src/service-worker'])
	)
]);
for (const project of ['unit', 'integration', 'component']) {
	const file = `${project}.json`;
	const reporters = [
		'--reporter=dot',
		'--reporter=json',
		`--outputFile.json=${join(reports, file)}`
	];
	suite(
		project,
		() => run('vitest/vitest.mjs', ['run', '--project', project, ...reporters]),
		() => vitestReport(file)
	);
}
suite(
	'journeys',
	() =>
		run('@playwright/test/cli.js', ['test', '--project=journeys', '--reporter=line,json'], {
			PLAYWRIGHT_JSON_OUTPUT_NAME: join(reports, 'journeys.json')
		}),
	playwrightReport
);
rmSync(reports, { recursive: true });

const { passed, failed, skipped } = sums;
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exit(failed > 0 ? 1 : 0);
