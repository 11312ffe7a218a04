// One PostgreSQL for a whole run: DATABASE_URL where it is set, else an embedded one in a temporary folder.
import { mkdtempSync, rmSync, chmodSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestProject } from 'vitest/node';
import { openDatabase } from '../../src/lib/server/database.ts';
import { migrate } from '../../src/lib/server/migrations/index.ts';
import { startPostgres } from '../../src/lib/server/postgres.ts';
import { onServer } from './on-server.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		postgresUrl: string;
		templateDatabase: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const server = await testServer();
	const template = `plaza_template_${process.pid}`;
	await onServer(server.url, `create database ${template}`);
	const url = new URL(server.url);
	url.pathname = `/${template}`;
	const db = openDatabase(url.href);
	await migrate(db);
	await db.destroy();
	project.provide('postgresUrl', server.url);
	project.provide('templateDatabase', template);
	return async () => {
		await onServer(server.url, `drop database ${template}`);
		await server.stop();
	};
}

async function testServer(): Promise<{ url: string; stop: () => Promise<void> }> {
	const given = process.env['DATABASE_URL'];
	if (given) return { url: given, stop: async () => undefined };
	const folder = mkdtempSync(join(tmpdir(), 'plaza-test-'));
	// PostgreSQL runs under another account where the tests run as root
	chmodSync(folder, 0o755);
	const postgres = await startPostgres(folder);
	return {
		url: postgres.url,
		stop: async () => {
			await postgres.stop();
			rmSync(folder, { recursive: true });
		}
	};
}
