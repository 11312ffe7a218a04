// `npm run keys`: which keys the city has, and a new one in use.
import { resolve } from 'node:path';
import { InstallationProblem } from '../src/lib/server/installation-problem.ts';
import { readKeys, rotateKey, type KeyPair } from '../src/lib/server/keys.ts';
import { runCommand } from './command.ts';

const USAGE = 'Say what to do: npm run keys -- list | rotate signing | rotate sealing';

await runCommand(async ({ dataFolder }) => {
	const folder = resolve(dataFolder);
	const [command, list, ...more] = process.argv.slice(2);
	if (command === 'list' && !list) {
		show(folder);
	} else if (command === 'rotate' && (list === 'signing' || list === 'sealing') && !more[0]) {
		rotate(folder, list);
	} else {
		throw new InstallationProblem(USAGE);
	}
});

function show(folder: string): void {
	const { root, signing, sealing } = readKeys(folder) ?? none(folder);
	const line = (name: string, pair: KeyPair, index: number) =>
		console.log(`${name}  ${pair.public.kid}  ${index === 0 ? 'in use' : 'former'}`);
	line('root   ', root, 0);
	for (const [index, pair] of signing.entries()) line('signing', pair, index);
	for (const [index, pair] of sealing.entries()) line('sealing', pair, index);
}

function rotate(folder: string, list: 'signing' | 'sealing'): void {
	const keys = rotateKey(folder, list) ?? none(folder);
	console.log(
		[
			`A new ${list} key is in use: ${keys[list][0].public.kid}`,
			`A Plaza that runs takes it by itself. Former keys stay (${keys[list].length - 1}).`,
			'Make a backup now: an older one does not have this key.'
		].join('\n')
	);
}

function none(folder: string): never {
	throw new InstallationProblem(`There are no keys in ${folder} yet: start Plaza there once.`);
}
