import pg from 'pg';
import * as v from 'valibot';
import { expect, it, onTestFinished } from 'vitest';
import { syncResponseSchema } from '../../src/lib/domain/sync.ts';
import { openDatabase } from '../../src/lib/server/database.ts';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { searchCondition } from '../../src/lib/server/search-text.ts';
import { aNeed, newSecrets } from '../integration/invented.ts';
import { startPlaza } from '../integration/plaza-process.ts';
import { folderWithCluster } from '../integration/made-cluster.ts';

/** Another program at the database of a running Plaza. */
async function openBeside(folder: string): Promise<pg.Client> {
	const client = new pg.Client(runningPostgresUrl(folder));
	client.on('error', () => undefined);
	await client.connect();
	return client;
}

function post(address: string, request: unknown): Promise<Response> {
	return fetch(`${address}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify(request)
	});
}

/** Waits for a row that the server has committed. */
async function committed(client: pg.Client, id: string): Promise<void> {
	for (;;) {
		const { rowCount } = await client.query('select 1 from submissions where id = $1', [id]);
		if (rowCount) return;
	}
}

it('kill -9 between the commit and the answer, then a retry: one row, and the receipt', async () => {
	const folder = folderWithCluster();
	const secrets = newSecrets();
	const need = aNeed('Que no se pierda', { secrets });
	const request = { v: 1, submissions: [need], watch: [secrets.watch] };
	const first = await startPlaza(folder);
	const [locker, looker] = [await openBeside(folder), await openBeside(folder)];
	// the server reads the replies after its commit and before its answer: there it stands now
	await locker.query('begin; lock table need_messages in access exclusive mode');
	const answer = post(first.address, request).catch(() => 'no answer');
	await committed(looker, need.id);
	process.kill(first.pid, 'SIGKILL');
	expect(await answer).toBe('no answer');
	await first.ended;
	await Promise.all([locker.end(), looker.end()]);

	const second = await startPlaza(folder);
	const { results, replies } = v.parse(
		syncResponseSchema,
		await (await post(second.address, request)).json()
	);
	expect(results).toMatchObject([{ id: need.id, result: 'duplicate', receipt: { id: need.id } }]);
	expect(replies).toMatchObject([{ id: need.id, state: 'received' }]);
	const after = await openBeside(folder);
	const { rows } = await after.query('select words from needs');
	await after.end();
	expect(rows).toEqual([{ words: need.body.words }]);
});

it('kill -9 at any moment of many requests: what got a receipt is there after the next start', async () => {
	const folder = folderWithCluster();
	const receipts = new Map<string, string>();
	const told = Array.from({ length: 400 }, (_, n) => aNeed(`Petición ${n}`));
	const first = await startPlaza(folder);
	const killed = Promise.withResolvers<boolean>();
	const sending = Array.from({ length: 4 }, async (_, lane) => {
		for (let n = lane; n < told.length; n += 4) {
			const response = await post(first.address, { v: 1, submissions: [told[n]] }).catch(
				() => null
			);
			const answer = response && (await response.json().catch(() => null));
			if (!answer) return;
			const [result] = v.parse(syncResponseSchema, answer).results;
			if (result?.id && result.receipt) receipts.set(result.id, result.receipt.signature);
			if (receipts.size === 50) killed.resolve(process.kill(first.pid, 'SIGKILL'));
		}
	});
	await killed.promise;
	await Promise.all(sending);
	await first.ended;

	const second = await startPlaza(folder);
	const answer = await post(second.address, { v: 1, submissions: told });
	const { results } = v.parse(syncResponseSchema, await answer.json());
	expect(receipts.size).toBeGreaterThanOrEqual(50);
	for (const { id, result, receipt } of results) {
		const earlier = receipts.get(id ?? '');
		if (!earlier) continue;
		expect(result).toBe('duplicate');
		expect(receipt?.signature).toBe(earlier);
	}
	expect(results.filter(({ receipt }) => receipt)).toHaveLength(told.length);
});

it('kill -9 before a need is searchable: it is found by its words soon after the next start', async () => {
	const folder = folderWithCluster();
	const first = await startPlaza(folder, { env: { PLAZA_FAILPOINT: 'search-written' } });
	const need = aNeed('Faltan autobuses nocturnos');
	const answer = await post(first.address, { v: 1, submissions: [need] });
	const { results } = v.parse(syncResponseSchema, await answer.json());
	expect(results).toMatchObject([{ id: need.id, result: 'accepted' }]);
	await first.ended;

	await startPlaza(folder);
	const db = openDatabase(runningPostgresUrl(folder) ?? '');
	onTestFinished(() => db.destroy());
	const found = db.selectFrom('needs').select('id').where(searchCondition('autobús'));
	await expect.poll(() => found.execute(), { timeout: 20_000 }).toEqual([{ id: need.id }]);
});
