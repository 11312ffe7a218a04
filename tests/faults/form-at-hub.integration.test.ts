/** A need told on a hub's own pages, without the page's script: sealed before it is kept, and whole at the city. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sql } from 'kysely';
import { expect, it } from 'vitest';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { photo, voice } from '../integration/media-made.ts';
import { foundCity, meetCity, openLab, untilCount } from './lab.ts';

const words = 'No hay rampa en la biblioteca de Hortensia.';

it('a plain form at a lab is kept sealed, with its voice and photo, and says that it is at the lab', async () => {
	const city = await foundCity();
	const hub = await openLab(city);
	await city.stop();
	const post = async (action: string, form: FormData) => {
		const headers = { origin: hub.address, accept: 'text/html' };
		const url = `${hub.address}/es/needs/new?/${action}`;
		const answer = await fetch(url, { method: 'POST', headers, body: form });
		// by this a phone's worker knows a page of Plaza's from one of somebody on the way
		expect(answer.headers.has('x-sveltekit-page')).toBe(true);
		return answer.text();
	};
	const form = new FormData();
	for (const [name, value] of Object.entries({ topic: 'access', words, place: 'none' }))
		form.append(name, value);
	const checked = await post('check', form);
	for (const name of ['id', 'code'])
		form.append(name, new RegExp(`name="${name}" value="([^"]+)"`).exec(checked)?.[1] ?? '');
	form.append('voice', new File([new Uint8Array(voice)], 'voice'));
	form.append('photo', new File([new Uint8Array(await photo())], 'photo'));
	expect(await post('send', form)).toContain('Tu mensaje está en el laboratorio');
	// a second tap is the same need
	expect(await post('send', form)).toContain('Tu mensaje está en el laboratorio');

	const { rows } = await sql<{ letter: unknown }>`select letter from hub_letters`.execute(
		hub.database.db
	);
	expect(JSON.stringify(rows)).not.toContain('Hortensia');
	expect(await hub.database.db.selectFrom('submissions').selectAll().execute()).toEqual([]);
	const files = readdirSync(join(hub.folder, 'media'), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map(({ parentPath, name }) => readFileSync(join(parentPath, name)));
	expect(files).toHaveLength(2);
	for (const file of files) expect(file.includes(voice.subarray(0, 40))).toBe(false);

	await city.start();
	await meetCity(hub);
	await untilCount(city.database, "from media where arrived_at is not null and role = 'voice'", 1);
	await untilCount(city.database, "from media where arrived_at is not null and role = 'photo'", 1);
	const needs = await city.database.db.selectFrom('needs').select('words').execute();
	expect(needs).toEqual([{ words }]);
	const heard = await city.database.db
		.selectFrom('media')
		.select('shown')
		.where('role', '=', 'voice')
		.executeTakeFirst();
	expect(readFileSync(pathOf(city.folder, heard?.shown ?? ''))).toEqual(voice);
	await hub.stop();
	await city.stop();
});
