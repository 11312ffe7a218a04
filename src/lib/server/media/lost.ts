/** After a restore: media whose file did not come along are awaited again, so that whoever has them still brings them. */
import { sql } from 'kysely';
import type { AnswerVoices } from '../answer-tables.ts';
import type { Database } from '../database.ts';
import { publicationOf } from '../public-replies.ts';
import { publish } from '../publications.ts';
import { noVoice } from '../reply-voices.ts';
import { isThere } from './files.ts';

const rowsAtOnce = 1000;

/** Looks for the file of everything that is noted as arrived, and gives how many were not there. */
export async function awaitLostMedia(trx: Database, dataFolder: string): Promise<number> {
	await forgetLostVoices(trx, dataFolder);
	return (await awaitLostOfCity(trx, dataFolder)) + (await awaitLostOfHub(trx, dataFolder));
}

/** Nobody brings the city's own voice again: the words of such an answer stand alone. */
async function forgetLostVoices(trx: Database, dataFolder: string): Promise<void> {
	const spoken = await trx
		.selectFrom('need_messages')
		.select('voice_file')
		.distinct()
		.where('voice_file', 'is not', null)
		.execute();
	for (const { voice_file: file } of spoken) {
		if (!file || (await isThere(dataFolder, file))) continue;
		await trx.updateTable('need_messages').set(noVoice).where('voice_file', '=', file).execute();
	}
	const prepared = await trx
		.selectFrom('answer_batches')
		.select(['id', 'voices'])
		.where(sql<boolean>`voices <> '{}'`)
		.execute();
	for (const { id, voices } of prepared) {
		const left = await voicesThere(dataFolder, voices);
		await trx.updateTable('answer_batches').set({ voices: left }).where('id', '=', id).execute();
	}
	const said = await trx
		.selectFrom('public_replies')
		.select(['id', 'voices'])
		.where(sql<boolean>`voices <> '{}'`)
		.execute();
	for (const { id, voices } of said) {
		const row = await trx
			.updateTable('public_replies')
			.set({ voices: await voicesThere(dataFolder, voices) })
			.where('id', '=', id)
			.returningAll()
			.executeTakeFirstOrThrow();
		await publish(trx, [publicationOf(row)]);
	}
}

async function voicesThere(dataFolder: string, voices: AnswerVoices): Promise<string> {
	const all = Object.entries(voices);
	const there = await Promise.all(all.map(([, { file }]) => isThere(dataFolder, file)));
	return JSON.stringify(Object.fromEntries(all.filter((_, at) => there[at])));
}

async function awaitLostOfCity(trx: Database, dataFolder: string): Promise<number> {
	let count = 0;
	let after = { submission: '00000000-0000-0000-0000-000000000000', position: -1 };
	for (;;) {
		const rows = await trx
			.selectFrom('media')
			.select(['submission', 'position', 'sha256', 'size', 'shown'])
			.where('arrived_at', 'is not', null)
			.where(sql<boolean>`(submission, position) > (${after.submission}::uuid, ${after.position})`)
			.orderBy('submission')
			.orderBy('position')
			.limit(rowsAtOnce)
			.execute();
		const last = rows.at(-1);
		if (!last) return count;
		after = last;
		for (const { shown, ...row } of rows) {
			if (await isThere(dataFolder, shown ?? row.sha256)) continue;
			await trx
				.updateTable('media')
				.set({ arrived_at: null, shown: null, shown_type: null })
				.where('submission', '=', row.submission)
				.where('position', '=', row.position)
				.execute();
			await trx
				.insertInto('media_awaited')
				.values({ ...row, sealed: false })
				.onConflict((conflict) => conflict.doNothing())
				.execute();
			count++;
		}
	}
}

async function awaitLostOfHub(trx: Database, dataFolder: string): Promise<number> {
	const held = await trx
		.selectFrom('hub_media')
		.select('sha256')
		.where('arrived_at', 'is not', null)
		.where('forwarded_at', 'is', null)
		.execute();
	let count = 0;
	for (const { sha256 } of held) {
		if (await isThere(dataFolder, sha256)) continue;
		await trx
			.updateTable('hub_media')
			.set({ arrived_at: null })
			.where('sha256', '=', sha256)
			.execute();
		count++;
	}
	return count;
}
