/** The hubs that a city has let in: each known by a secret, of which the city keeps the hash. */
import { randomBytes } from 'node:crypto';
import { hashText } from '../domain/fingerprint.ts';
import { writeEnrolment } from '../domain/enrolment.ts';
import type { Database } from './database.ts';
import type { Keys } from './keys.ts';

/** Lets a hub in and gives its enrolment, which is shown only this once. */
export async function enrolHub(
	db: Database,
	keys: Keys,
	name: string,
	now = new Date()
): Promise<{ node: string; enrolment: string }> {
	const node = randomBytes(9).toString('base64url');
	const secret = randomBytes(32).toString('base64url');
	await db
		.insertInto('hubs')
		.values({ node, name, secret_hash: hashText(secret), made_at: now })
		.execute();
	const root = keys.root.public;
	return { node, enrolment: writeEnrolment({ v: 1, node, name, secret, root }) };
}

/** All hubs, the newest first. */
export async function listHubs(db: Database) {
	return db
		.selectFrom('hubs')
		.select(['node', 'name', 'made_at', 'revoked_at', 'seen_at'])
		.orderBy('made_at', 'desc')
		.execute();
}

/** Shuts a hub out. What it sealed and holds still counts when somebody else brings it. False when there is no such hub. */
export async function revokeHub(db: Database, node: string, now = new Date()): Promise<boolean> {
	const { numUpdatedRows } = await db
		.updateTable('hubs')
		.set({ revoked_at: now })
		.where('node', '=', node)
		.where('revoked_at', 'is', null)
		.executeTakeFirst();
	return numUpdatedRows > 0n;
}

/** How a hub says who it is. */
export function hubAuthorization({ node, secret }: { node: string; secret: string }): string {
	return `Plaza-Hub ${node}.${secret}`;
}

/**
 * Which hub a request comes from: null for a phone, `stranger` for a hub that the city does not know, or no longer.
 * @param authorization the request's header
 */
export async function hubOf(
	db: Database,
	authorization: string | null,
	now = new Date()
): Promise<string | null | 'stranger'> {
	if (!authorization?.startsWith('Plaza-Hub ')) return null;
	const [node = '', secret = ''] = authorization.slice('Plaza-Hub '.length).split('.');
	const seen = await db
		.updateTable('hubs')
		.set({ seen_at: now })
		.where('node', '=', node)
		.where('secret_hash', '=', hashText(secret))
		.where('revoked_at', 'is', null)
		.returning('node')
		.executeTakeFirst();
	return seen?.node ?? 'stranger';
}
