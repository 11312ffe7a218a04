/** What the pages of the staff say of recordings and photos: here, on the way, or not to be shown. */
import { randomBytes } from 'node:crypto';
import { readFileSync, rmSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { aWithdrawal, newSecrets } from './invented.ts';
import { hashOf } from './media-made.ts';
import { city, staff, tell, recording, picture, openMediaCity } from './told-media.ts';

openMediaCity();

describe('The page of a need', () => {
	test('says of each recording and photo whether it is here, on its way, or cannot be shown', async () => {
		const id = await tell('Mira', [
			{ ...recording(), arrives: false },
			await picture('#222222'),
			{ bytes: Buffer.concat([Buffer.from('GIF89a'), randomBytes(9)]), type: 'image/png' },
			{ ...(await picture('#333333')), arrives: false }
		]);
		const { need } = (await staff.open(`/staff/needs/${id}`)).data;
		expect(need.media).toMatchObject([
			{ position: 0, role: 'voice', state: 'awaited' },
			{ position: 1, role: 'photo', state: 'shown' },
			{ position: 2, role: 'photo', state: 'unshown' },
			{ position: 3, role: 'photo', state: 'awaited' }
		]);
	});

	test('names the hub that brought it: by its name, else by its node', async () => {
		await city.db
			.insertInto('hubs')
			.values({ node: 'n0rte', name: 'Lab Norte', secret_hash: 'x', made_at: new Date() })
			.execute();
		const hubOf = async (via: string | null) => {
			const id = await tell('Desde el laboratorio', [], { via });
			return (await staff.open(`/staff/needs/${id}`)).data.need.private.hub;
		};
		expect(await hubOf('n0rte')).toBe('Lab Norte');
		expect(await hubOf('gone')).toBe('gone');
		expect(await hubOf(null)).toBeNull();
	});
});

describe('The inbox', () => {
	const rowOf = async (id: string) => {
		const { data } = await staff.open('/staff?state=all');
		return data.inbox.rows.find((row: { id: string }) => row.id === id);
	};

	test('tells a voice without words from a need that was taken back', async () => {
		const secrets = newSecrets();
		const spoken = await tell('', [recording()]);
		const taken = await tell('Se retira', [recording()], { secrets });
		await receive(city, { v: 1, submissions: [aWithdrawal(secrets)] }, new Date());
		expect(await rowOf(spoken)).toMatchObject({
			words: '',
			state: 'received',
			media: { voice: true, photos: 0, isComplete: true }
		});
		expect(await rowOf(taken)).toMatchObject({ words: '', state: 'withdrawn', media: null });
	});

	test('says what a need has beside its words, and whether all of it is here', async () => {
		const some = await tell('Mira', [recording(), await picture('#444444')]);
		const late = { ...(await picture('#555555')), arrives: false };
		const waiting = await tell('Mira', [late, await picture('#666666')]);
		const words = await tell('Solo palabras', []);
		expect((await rowOf(some)).media).toEqual({ voice: true, photos: 1, isComplete: true });
		expect((await rowOf(waiting)).media).toEqual({ voice: false, photos: 2, isComplete: false });
		expect((await rowOf(words)).media).toBeNull();
		await receivePiece(city.door.media, hashOf(late.bytes), 0, late.bytes);
		expect((await rowOf(waiting)).media).toMatchObject({ isComplete: true });
	});

	test('does not read a single recording or photo for that', async () => {
		const id = await tell('', [recording()]);
		const files = await city.db
			.selectFrom('media')
			.select('shown')
			.where('submission', '=', id)
			.execute();
		for (const { shown } of files) rmSync(pathOf(city.dataFolder, shown ?? ''));
		expect((await rowOf(id)).media).toMatchObject({ voice: true });
		expect(() => readFileSync(pathOf(city.dataFolder, files[0]?.shown ?? ''))).toThrow();
	});
});
