// `npm run hub`: which labs' hubs the city lets in.
import { resolve } from 'node:path';
import { openDataFolder } from '../src/lib/server/data-folder.ts';
import { enrolHub, listHubs, revokeHub } from '../src/lib/server/hubs.ts';
import { isHubFolder } from '../src/lib/server/hub.ts';
import { InstallationProblem } from '../src/lib/server/installation-problem.ts';
import { loadKeys } from '../src/lib/server/keys.ts';
import { withDatabase } from '../src/lib/server/with-database.ts';
import { runCommand } from './command.ts';

const usage = `npm run hub -- add <name of the lab>
npm run hub -- list
npm run hub -- revoke <hub>`;

await runCommand(async (environment) => {
	const [command, ...rest] = process.argv.slice(2);
	const given = rest.join(' ').trim();
	if (isHubFolder(resolve(environment.dataFolder))) {
		throw new InstallationProblem('Hubs are let in by the city; this is a hub itself.');
	}
	if (command === 'add' && given && given.length <= 80) {
		const keys = loadKeys(openDataFolder(environment.dataFolder));
		const { node, enrolment } = await withDatabase(environment, (db) => enrolHub(db, keys, given));
		console.log(`The hub "${given}" is let in as ${node}. On its machine, with internet, once:`);
		console.log(`PLAZA_UPSTREAM=<address of this city> PLAZA_ENROLMENT=${enrolment} npm start`);
		console.log('Whoever has this text can speak as this hub: hand it over like a key.');
	} else if (command === 'list' && !given) {
		const hubs = await withDatabase(environment, listHubs);
		for (const { node, name, made_at, seen_at, revoked_at } of hubs) {
			const seen = seen_at ? `seen ${seen_at.toISOString()}` : 'never seen';
			const state = revoked_at ? `shut out ${revoked_at.toISOString()}` : seen;
			console.log(`${node}  ${name}  let in ${made_at.toISOString()}  ${state}`);
		}
		if (hubs.length === 0) console.log('No hub is let in.');
	} else if (command === 'revoke' && given) {
		if (!(await withDatabase(environment, (db) => revokeHub(db, given)))) {
			throw new InstallationProblem(`There is no hub "${given}" that is let in.`);
		}
		console.log(`The hub ${given} is shut out.`);
	} else {
		throw new InstallationProblem(usage);
	}
});
