import pg from 'pg';
import { InstallationProblem, reasonOf } from './installation-problem.ts';

const PATIENCE = 10_000;

/**
 * Connects once, and says in one sentence why that does not work (InstallationProblem). The sentence names the
 * server, never the password.
 */
export async function tryDatabase(url: string): Promise<void> {
	const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: PATIENCE });
	client.on('error', () => undefined);
	try {
		await client.connect();
	} catch (error) {
		throw new InstallationProblem(
			`The database at ${withoutPassword(url)} cannot be used: ${connectionProblem(error)}.`
		);
	} finally {
		await client.end().catch(() => undefined);
	}
}

function withoutPassword(url: string): string {
	const { protocol, host, pathname } = new URL(url);
	return `${protocol}//${host}${pathname}`;
}

/** A name with several addresses gives one error for each of them, and an empty one around them. */
function connectionProblem(error: unknown): string {
	return reasonOf(error instanceof AggregateError ? error.errors[0] : error);
}
