/** A whole Plaza for a journey: its own data folder, started, stopped and killed as an installer's would be. */
import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { chmodSync, existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { freePort } from '../integration/free-port.ts';
import { databaseAt } from '../integration/one-postgres.ts';
import { onServer } from '../integration/on-server.ts';
import { sharedPostgres } from './shared-postgres.ts';

const root = join(import.meta.dirname, '../..');

export class CityServer {
	readonly url: string;
	readonly dataFolder = mkdtempSync(join(tmpdir(), 'plaza-journey-'));
	#process: ChildProcess | undefined;
	#port: number;
	/** Of the database that was given to it; empty where it runs its own. */
	databaseUrl = '';
	#settings: Record<string, string> = {};

	private constructor(port: number) {
		this.#port = port;
		this.url = `http://localhost:${port}`;
		chmodSync(this.dataFolder, 0o755);
	}

	/**
	 * Starts a new city; `setupLink` is the one-time link that it printed. It has a database of the server that the
	 * journeys share; one with `ownPostgres` starts its own in its data folder, so that what kills it kills as at an
	 * installer's.
	 */
	static async found({ ownPostgres = false } = {}): Promise<{
		city: CityServer;
		setupLink: string;
	}> {
		const city = await CityServer.#build(ownPostgres);
		const said = await city.start();
		const link = /http:\S+\/staff\/setup\/\S+/.exec(said)?.[0];
		if (!link) throw new Error(`no setup link in: ${said}`);
		return { city, setupLink: link };
	}

	/** Starts a lab's hub of this city, let in as an installer would. */
	async openLab(name: string): Promise<CityServer> {
		const lab = await CityServer.#build(!this.databaseUrl);
		const { stdout } = await promisify(execFile)(
			process.execPath,
			[join(root, 'scripts/hub.ts'), 'add', name],
			{ cwd: root, env: this.#environment() }
		);
		const enrolment = /plaza-hub-\S+/.exec(stdout)?.[0] ?? '';
		lab.#settings = { PLAZA_UPSTREAM: this.url, PLAZA_ENROLMENT: enrolment };
		await lab.start();
		return lab;
	}

	static async #build(ownPostgres: boolean): Promise<CityServer> {
		const server = new CityServer(await freePort());
		const { url, template } = sharedPostgres(ownPostgres);
		if (url) {
			const name = `plaza_journey_${randomUUID().replaceAll('-', '')}`;
			await onServer(url, `create database ${name} template ${template}`);
			server.databaseUrl = databaseAt(url, name);
		}
		return server;
	}

	#environment(): NodeJS.ProcessEnv {
		return {
			...process.env,
			NODE_OPTIONS: '',
			HOST: '127.0.0.1',
			PORT: String(this.#port),
			PLAZA_DATA: this.dataFolder,
			DATABASE_URL: this.databaseUrl,
			LOG_LEVEL: 'error',
			...this.#settings
		};
	}

	/** Starts (again) on the same folder and port, from this checkout or another, and gives what was printed. */
	async start(checkout = root): Promise<string> {
		const child = spawn(process.execPath, [join(checkout, 'scripts/serve.ts')], {
			cwd: checkout,
			env: this.#environment(),
			stdio: ['ignore', 'pipe', 'pipe']
		});
		this.#process = child;
		let said = '';
		await new Promise<void>((done, failed) => {
			const hear = (text: Buffer) => {
				said += text.toString();
				if (said.includes('Plaza runs at')) done();
			};
			child.stdout.on('data', hear);
			child.stderr.on('data', hear);
			child.once('exit', () => failed(new Error(`Plaza ended: ${said}`)));
		});
		return said;
	}

	/** In order, as Ctrl-C does. */
	async stop(): Promise<void> {
		await this.#end('SIGTERM');
	}

	/** As a power cut does. */
	async kill(): Promise<void> {
		await this.#end('SIGKILL');
	}

	/** Stops, and leaves nothing behind. */
	async remove(): Promise<void> {
		await this.stop();
		const { url } = sharedPostgres();
		if (this.databaseUrl && url) {
			const name = new URL(this.databaseUrl).pathname.slice(1);
			await onServer(url, `drop database ${name} with (force)`);
		}
		const database = join(this.dataFolder, 'postgres');
		if (existsSync(database)) rmSync(realpathSync(database), { recursive: true, force: true });
		rmSync(this.dataFolder, { recursive: true, force: true });
	}

	async #end(signal: NodeJS.Signals): Promise<void> {
		const child = this.#process;
		this.#process = undefined;
		if (!child || child.exitCode !== null) return;
		const exit = once(child, 'exit');
		child.kill(signal);
		await exit;
	}
}
