/**
 * Gets a fresh clone ready: packages, the right Node, the built app. Plain JavaScript: it runs under any Node >= 20
 * before anything is installed. `node scripts/setup.js` installs what is missing and does nothing else.
 */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** Node keeps here what it compiled: a start takes an eighth less of the processor. Gone with the packages, so never stale. */
export const compiled = { NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/node') };

/** The oldest Node that runs TypeScript files as they are. */
const OLDEST_NODE = [22, 18];
const SOURCES = [
	'src',
	'static',
	'scripts',
	'package-lock.json',
	'svelte.config.js',
	'vite.config.ts'
];
const STAMP = join(root, 'build/.plaza-source');

/** Installs the packages when what is installed is not what package-lock.json says. Ends the process if it cannot. */
export function installPackages() {
	if (isInstalled()) return;
	console.log('Installing packages (once, takes a minute) ...');
	const { command, args } = npm();
	// installers set NODE_ENV=production, which would leave out what builds Plaza
	const ci = ['ci', '--include=dev', '--include=optional', '--no-audit', '--no-fund'];
	const { status, error } = spawnSync(command, [...args, ...ci, '--loglevel=error'], {
		cwd: root,
		stdio: 'inherit'
	});
	if (status !== 0) fail(`the packages cannot be installed (${error?.message ?? 'see above'}).`);
}

/**
 * The Node that runs Plaza: the one among its packages, else this one. Ends the process if that one is too old.
 * @returns {string}
 */
export function nodeProgram() {
	const { platform, arch, execPath } = process;
	const system = platform === 'win32' ? 'win' : platform;
	const packaged = [`node-${system}-${arch}`, `node-bin-${system}-${arch}`]
		.map((name) => join(root, 'node_modules', name, 'bin', system === 'win' ? 'node.exe' : 'node'))
		.find((program) => existsSync(program));
	// the packaged one needs glibc
	if (packaged && spawnSync(packaged, ['--version']).status === 0) return packaged;
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	const [oldest = 0, oldestMinor = 0] = OLDEST_NODE;
	if (major < oldest || (major === oldest && minor < oldestMinor)) {
		fail(
			`no Node comes with Plaza for ${platform} ${arch}, and this one is ${process.versions.node}: install Node 26.`
		);
	}
	return execPath;
}

/**
 * Builds the app when its sources changed since the last build. Ends the process if the build fails.
 * @param {AbortSignal} [stop] ends an unfinished build
 * @returns {Promise<void>}
 */
export async function buildWhenStale(stop) {
	const sources = fingerprint();
	if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === sources) return;
	console.log('Building Plaza (after each change, takes a minute) ...');
	const vite = join(root, 'node_modules/vite/bin/vite.js');
	// side by side: a build leaves a core to the voices, without which a Plaza is whole too
	const [build, voices] = await Promise.all([
		runQuietly([vite, 'build', '--logLevel', 'warn'], stop),
		runQuietly([join(root, 'scripts/voices.ts'), 'main'], stop)
	]);
	if (stop?.aborted) return;
	if (build.code !== 0) {
		console.error(build.report);
		fail('the build failed; what is wrong stands above.');
	}
	console.log(voices.report.trim() || 'Voices for those who listen are made.');
	writeFileSync(STAMP, sources);
}

/**
 * Runs a program under Plaza's Node until it ends, and gives what it said.
 * @param {string[]} args
 * @param {AbortSignal} [stop]
 */
async function runQuietly(args, stop) {
	const child = spawn(nodeProgram(), args, {
		cwd: root,
		env: { ...process.env, NODE_ENV: 'production' },
		stdio: ['ignore', 'pipe', 'pipe'],
		signal: stop
	});
	let report = '';
	for (const stream of [child.stdout, child.stderr]) {
		stream.setEncoding('utf8').on('data', (/** @type {string} */ text) => (report += text));
	}
	/** @type {unknown} */
	const code = await new Promise((done) => {
		child.once('error', done);
		child.once('close', done);
	});
	return { code, report };
}

/**
 * Ends the process with one line.
 * @param {string} sentence
 * @returns {never}
 */
export function fail(sentence) {
	console.error(`Plaza: ${sentence}`);
	process.exit(1);
}

function isInstalled() {
	const installed = packagesIn('node_modules/.package-lock.json');
	const wanted = packagesIn('package-lock.json');
	return Object.entries(wanted).every(
		([path, { version, optional }]) =>
			path === '' || (installed[path] ? installed[path].version === version : optional)
	);
}

/**
 * @param {string} lock
 * @returns {Record<string, { version?: string, optional?: boolean }>}
 */
function packagesIn(lock) {
	const file = join(root, lock);
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : {};
}

function npm() {
	const running = process.env['npm_execpath'];
	if (running?.endsWith('.js')) return { command: process.execPath, args: [running] };
	return { command: process.platform === 'win32' ? 'npm.cmd' : 'npm', args: [] };
}

function fingerprint() {
	const hash = createHash('sha256');
	const plugins = readdirSync(join(root, 'scripts')).filter((name) => name.endsWith('-plugin.ts'));
	for (const source of [...SOURCES, ...plugins.map((name) => `scripts/${name}`)]) {
		for (const file of filesOf(source)) {
			hash.update(`\0${file}\0`).update(readFileSync(join(root, file)));
		}
	}
	return hash.digest('hex');
}

/**
 * @param {string} path
 * @returns {string[]}
 */
function filesOf(path) {
	const entry = statSync(join(root, path), { throwIfNoEntry: false });
	if (!entry) return [];
	if (!entry.isDirectory()) return [path];
	return readdirSync(join(root, path))
		.sort()
		.flatMap((name) => filesOf(join(path, name)));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installPackages();
