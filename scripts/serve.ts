// Plaza itself, from the data folder to the orderly stop. `npm start` runs it under Plaza's own Node.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { claimFolder, openDataFolder } from '../src/lib/server/data-folder.ts';
import { openDatabase } from '../src/lib/server/database.ts';
import { type Environment, readEnvironment } from '../src/lib/server/environment.ts';
import {
	InstallationProblem,
	isInstallationProblem
} from '../src/lib/server/installation-problem.ts';
import { lanAddresses } from '../src/lib/server/lan-addresses.ts';
import { adapterSettings, type Handler, listen } from '../src/lib/server/listener.ts';
import { isHubFolder, keepEnrolment } from '../src/lib/server/hub.ts';
import { migrate } from '../src/lib/server/migrations/index.ts';
import { startPostgres } from '../src/lib/server/postgres.ts';
import { tryDatabase } from '../src/lib/server/reachable.ts';
import { openSetupLink } from '../src/lib/server/setup-links.ts';
import { countStaff } from '../src/lib/server/staff.ts';
import { orderToStop } from './order-to-stop.ts';
import { buildWhenStale, root } from './setup.js';

/** How long running requests may take to end, and the app's connections to close. */
const GRACE = { requests: 10_000, orphanedRequests: 500, connections: 5_000 };

const order = orderToStop();

async function serve(environment: Environment): Promise<void> {
	await using running = new AsyncDisposableStack();
	const dataFolder = openDataFolder(environment.dataFolder);
	const claim = claimFolder(dataFolder);
	running.defer(() => claim.release());
	const hub = takeRole(environment, dataFolder);
	await buildWhenStale(order.signal);
	order.signal.throwIfAborted();

	const postgres = environment.databaseUrl ? undefined : await startPostgres(dataFolder);
	running.defer(() => postgres?.stop(GRACE.connections));
	const databaseUrl = environment.databaseUrl ?? postgres?.url ?? '';
	const setupToken = await prepareDatabase(databaseUrl, hub !== undefined);
	order.signal.throwIfAborted();

	const handler = await openApp(environment, dataFolder, databaseUrl);
	running.defer(() => void process.emit('sveltekit:shutdown' as never));
	const listener = await listen(handler, environment);
	running.defer(() => listener.close(order.orphaned ? GRACE.orphanedRequests : GRACE.requests));

	const address = environment.origin ?? `http://localhost:${environment.port}`;
	// one write, so that whoever reads along has all of it or nothing
	console.log(
		[
			`Plaza runs at ${[address, ...lanAddresses(environment)].join('  ')}`,
			`Data folder: ${dataFolder}`,
			...(postgres ? [`Database: PostgreSQL in ${postgres.folder}`] : []),
			...(hub ? [`Hub "${hub.name}": it forwards to ${environment.upstream}`] : []),
			...(setupToken
				? [
						`Set up your city (this link works once, for 30 minutes): ${address}/staff/setup/${setupToken}`
					]
				: [])
		].join('\n')
	);

	await Promise.race([order.given, postgres?.ended ?? order.given]);
	if (!order.signal.aborted) {
		await listener.close(0);
		throw new InstallationProblem(`PostgreSQL has ended (see ${postgres?.folder}/log).`);
	}
	console.log('Plaza is stopping ...');
}

/** The enrolment where this is to be a hub. A data folder is a hub's or a city's, never both. */
function takeRole({ upstream, enrolment }: Environment, dataFolder: string) {
	const wasHub = isHubFolder(dataFolder);
	if (!upstream) {
		if (!wasHub) return undefined;
		throw new InstallationProblem(
			`The data folder ${dataFolder} belongs to a hub; set PLAZA_UPSTREAM to its city.`
		);
	}
	if (!wasHub && existsSync(join(dataFolder, 'keys.json'))) {
		throw new InstallationProblem(
			`The data folder ${dataFolder} belongs to a city, and PLAZA_UPSTREAM makes a hub; set PLAZA_DATA to another folder.`
		);
	}
	return keepEnrolment(dataFolder, enrolment);
}

/** Migrates; gives the token of a setup link while there is nobody who could sign in. Nobody signs in at a hub. */
async function prepareDatabase(url: string, isHub: boolean): Promise<string | undefined> {
	await tryDatabase(url);
	const db = openDatabase(url);
	try {
		await migrate(db);
		if (isHub || (await countStaff(db)) > 0) return undefined;
		return await openSetupLink(db, { purpose: 'first', role: 'admin' });
	} finally {
		await db.destroy();
	}
}

/** The built app reads its settings from the environment, at its import. */
async function openApp(
	environment: Environment,
	dataFolder: string,
	databaseUrl: string
): Promise<Handler> {
	Object.assign(process.env, adapterSettings, {
		NODE_ENV: 'production',
		PLAZA_DATA: dataFolder,
		PLAZA_CHECKOUT: root,
		DATABASE_URL: databaseUrl,
		HOST: environment.host
	});
	process.env['PLAZA_UPSTREAM'] = environment.upstream ?? '';
	if (environment.origin) process.env['ORIGIN'] = environment.origin;
	else delete process.env['ORIGIN'];
	const built = new URL('../build/handler.js', import.meta.url).href;
	return ((await import(built)) as { handler: Handler }).handler;
}

try {
	const read = readEnvironment(process.env);
	if ('problems' in read) throw new InstallationProblem(read.problems.join(' '));
	await serve(read.environment);
	process.exit(0);
} catch (error) {
	if (order.signal.aborted) process.exit(0);
	console.error(isInstallationProblem(error) ? `Plaza: ${error.message}` : error);
	process.exit(1);
}
