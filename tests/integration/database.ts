import { randomUUID } from 'node:crypto';
import { inject } from 'vitest';
import { type Database, openDatabase } from '../../src/lib/server/database.ts';
import { databaseAt } from './one-postgres.ts';
import { onServer } from './on-server.ts';

export interface TestDatabase {
	db: Database;
	url: string;
	/** Closes the connections and drops the database. */
	close(): Promise<void>;
}

/** A fresh database of its own, migrated to the newest: the real PostgreSQL that global-setup.ts has started. */
export async function openTestDatabase(): Promise<TestDatabase> {
	return createDatabase(`template ${inject('templateDatabase')}`);
}

/** A fresh database without a single table. */
export async function openEmptyDatabase(): Promise<TestDatabase> {
	return createDatabase('');
}

async function createDatabase(from: string): Promise<TestDatabase> {
	const serverUrl = inject('postgresUrl');
	const name = `plaza_test_${randomUUID().replaceAll('-', '')}`;
	await onServer(serverUrl, `create database ${name} ${from}`);
	const url = databaseAt(serverUrl, name);
	const db = openDatabase(url);
	return {
		db,
		url,
		close: async () => {
			await db.destroy();
			await onServer(serverUrl, `drop database ${name} with (force)`);
		}
	};
}
