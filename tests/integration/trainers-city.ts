/** A city with labs and trainers, and their devices at its doors, without pages. */
import { randomBytes } from 'node:crypto';
import { makeId } from '../../src/lib/domain/id.ts';
import { codeOf, type Problem } from '../../src/lib/domain/problem.ts';
import type { Database } from '../../src/lib/server/database.ts';
import { inviteTrainer } from '../../src/lib/server/trainer-devices.ts';
import { addTrainer } from '../../src/lib/server/trainers.ts';
import * as enrol from '../../src/routes/api/trainer/enrol/+server.ts';
import * as invitation from '../../src/routes/api/trainer/invitation/+server.ts';
import * as renew from '../../src/routes/api/trainer/renew/+server.ts';

const doors: Record<string, { POST: unknown }> = { enrol, invitation, renew };

/** 256 random bits, as a device makes them. */
export const newSecret = () => randomBytes(32).toString('base64url');

export const newId = () => makeId(Date.now(), randomBytes(10));

/** A lab, as staff would have opened it. */
export async function addLab(db: Database, name: string): Promise<string> {
	const id = newId();
	await db
		.insertInto('labs')
		.values({ id, name, place: null, address: 'Carrer Major 1', made_at: new Date() })
		.execute();
	return id;
}

/** A trainer of one lab, with the token of her invitation. */
export async function invited(db: Database, name: string): Promise<{ id: string; token: string }> {
	const lab = await addLab(db, `Lab of ${name}`);
	const id = await addTrainer(db, { name, labs: [lab] });
	return { id, token: (await inviteTrainer(db, id)) ?? '' };
}

/** What a door says to a device: its answer, or the code of the problem. */
export async function ask(
	door: 'enrol' | 'invitation' | 'renew',
	asked: object,
	{ address = '192.0.2.7', type = 'application/json' } = {}
	// eslint-disable-next-line @typescript-eslint/no-explicit-any -- each test knows its answer
): Promise<{ status: number; code?: string; said: any; wait: string | null }> {
	const body = JSON.stringify(asked);
	const headers = { 'content-type': type, 'content-length': String(body.length) };
	const request = new Request(`https://plaza.test/api/trainer/${door}`, {
		method: 'POST',
		headers,
		body
	});
	const answer = doors[door]?.POST as (event: object) => Promise<Response>;
	const response = await answer({ request, getClientAddress: () => address });
	const said = (await response.json()) as unknown;
	const { status } = response;
	const wait = response.headers.get('retry-after');
	return { status, said, wait, ...(status !== 200 && { code: codeOf(said as Problem) }) };
}

/** Lets a device in, and gives what it holds. */
export async function enrolled(token: string, more: object = {}) {
	const [secret, spare] = [newSecret(), newSecret()];
	const { said } = await ask('enrol', { v: 1, token, name: 'Tablet', secret, spare, ...more });
	return { secret, spare, device: said.device?.id as string, said };
}
