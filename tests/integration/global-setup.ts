// One PostgreSQL for a whole run; what is killed and starved for minutes has the one that Plaza starts.
import type { TestProject } from 'vitest/node';
import { startPostgres } from '../../src/lib/server/postgres.ts';
import { openOnePostgres } from './one-postgres.ts';

declare module 'vitest' {
	export interface ProvidedContext {
		postgresUrl: string;
		templateDatabase: string;
		madeCluster: string;
	}
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
	const { url, template, madeCluster, stop } = await openOnePostgres(
		...(project.name === 'faults' ? [startPostgres] : [])
	);
	project.provide('postgresUrl', url);
	project.provide('templateDatabase', template);
	project.provide('madeCluster', madeCluster);
	return stop;
}
