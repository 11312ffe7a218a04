/**
 * `npm test`: sets up what is missing (packages, a browser, the build), then runs lint, types and every test, and ends
 * with one line of sums. Plain JavaScript: it starts under any Node >= 20.
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { buildWhenStale, installPackages, nodeProgram, root } from './setup.js';
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

/**
 * Runs a program of the packages under Plaza's Node.
 * @param {string} program path in node_modules
 * @param {string[]} args
 * @param {Record<string, string>} [env]
 */
function run(program, args, env = {}) {
	const { status } = spawnSync(node, [join(root, 'node_modules', program), ...args], {
		cwd: root,
		stdio: 'inherit',
		env: { ...process.env, PATH, NO_COLOR: '1', ...env }
	});
	return status === 0;
}

/**
 * A check that is one test: it passes or fails.
 * @param {string} name
 * @param {() => boolean} check
 */
function check(name, check) {
	console.log(`\n# ${name}`);
	if (check()) sums.passed++;
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
check('format', () => run('prettier/bin/prettier.cjs', ['--check', '--log-level', 'warn', '.']));
check('lint', () => run('eslint/bin/eslint.js', ['.']));
run('@sveltejs/kit/svelte-kit.js', ['sync']);
check('types', () =>
	run('svelte-check/bin/svelte-check', [
		'--tsconfig',
		'./tsconfig.json',
		'--fail-on-warnings',
		'--output',
		'human'
	])
);
check('types of the worker', () => run('typescript/bin/tsc', ['-p', 'src/service-worker']));
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
