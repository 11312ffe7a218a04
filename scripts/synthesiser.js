/** Where Debian's speech synthesiser and MP3 encoder are found, or got. Plain JavaScript: it runs under any Node. */
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

const packages = ['espeak-ng', 'lame'];

/** Are both here? */
export function hasSynthesiser() {
	return packages.every((name) => spawnSync(name, ['--version'], { stdio: 'ignore' }).status === 0);
}

/** Installs what is missing from Debian's packages, where this is Debian, run as root, with packages to be had. */
export function provideSynthesiser() {
	if (hasSynthesiser() || process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get')) return;
	console.log('Installing a speech synthesiser from the Debian packages ...');
	if (!install()) {
		apt(['update']);
		install();
	}
}

function install() {
	return apt(['install', '-y', '--no-install-recommends', ...packages]);
}

/** @param {string[]} args */
function apt(args) {
	// nobody waits long for a network that is not there
	const soon = ['-o', 'Acquire::Retries=0', '-o', 'Acquire::http::Timeout=10'];
	const { status } = spawnSync('apt-get', [...soon, ...args], {
		stdio: 'ignore',
		timeout: 120_000,
		env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
	});
	return status === 0;
}
