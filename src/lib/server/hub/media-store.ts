/** A hub's media: sealed bytes as they came, under the hash that a letter lists, until the city has them. */
import { readFile } from 'node:fs/promises';
import type { Bytes } from '../../domain/cryptography.ts';
import type { Database } from '../database.ts';
import { failpoint } from '../failpoint.ts';
import { dropFile, keepFile, nameOf, pathOf } from '../media/files.ts';
import { inTurn } from '../media/in-turn.ts';
import type { MediaStore } from '../media/receive.ts';

/** The hub's rows and files behind the door for media. */
export function hubMedia(db: Database, dataFolder: string): MediaStore {
	return {
		dataFolder,
		expected: async (sha256) => {
			const row = await db
				.selectFrom('hub_media')
				.select(['size', 'arrived_at'])
				.where('sha256', '=', sha256)
				.executeTakeFirst();
			if (!row) return undefined;
			const { size } = row;
			if (row.arrived_at !== null) return { size };
			const keep = (bytes: Buffer<ArrayBuffer>) =>
				inTurn(`file ${sha256}`, async () => {
					await keepFile(dataFolder, bytes);
					failpoint('media-kept');
					await db
						.updateTable('hub_media')
						.set({ arrived_at: new Date() })
						.where('sha256', '=', sha256)
						.execute();
					return true;
				});
			return { size, keep };
		}
	};
}

/** How a disk says that it no longer has something. */
const lost = ['ENOENT', 'EIO'];

/** The bytes as they came; undefined where the disk no longer has them so: then whoever brought them is asked again. */
export async function heldBytes(
	db: Database,
	dataFolder: string,
	sha256: string
): Promise<Bytes | undefined> {
	return inTurn(`file ${sha256}`, async () => {
		const bytes = await readFile(pathOf(dataFolder, sha256)).catch((error: unknown) => {
			if (lost.includes(String((error as NodeJS.ErrnoException).code))) return undefined;
			throw error;
		});
		if (bytes && nameOf(bytes) === sha256) return bytes;
		await letGo(db, dataFolder, sha256);
		return undefined;
	});
}

/** These bytes are let go of, and asked of the phone that told them once more. */
export async function askAnew(db: Database, dataFolder: string, sha256: string): Promise<void> {
	await inTurn(`file ${sha256}`, () => letGo(db, dataFolder, sha256));
}

async function letGo(db: Database, dataFolder: string, sha256: string): Promise<void> {
	await db
		.updateTable('hub_media')
		.set({ arrived_at: null })
		.where('sha256', '=', sha256)
		.execute();
	await dropFile(dataFolder, sha256);
}
