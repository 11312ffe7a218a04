/** What was covered is kept as long as the city says, and no longer: words as they came, and photos without their boxes. */
import { existsSync } from 'node:fs';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { pathOf } from '../../src/lib/server/media/files.ts';
import { receivePiece } from '../../src/lib/server/media/receive.ts';
import { sweepMedia } from '../../src/lib/server/media/sweep.ts';
import { receive } from '../../src/lib/server/receive.ts';
import { runTimers } from '../../src/lib/server/retention.ts';
import { aNeed } from './invented.ts';
import { hashOf, itemOf, photo } from './media-made.ts';
import { openBrowser } from './staff-browser.ts';
import { openStaffCity, password, type StaffCity } from './staff-city.ts';

const day = 24 * 60 * 60 * 1000;
const said = 'Mi móvil es 612 345 678, gracias';
const ana = openBrowser();
let city: StaffCity;

beforeAll(async () => {
	city = await openStaffCity();
	await city.addMember('ana@city.example', 'moderator');
	await ana.signIn('ana@city.example', password);
});
afterAll(() => city.close());

/** A need whose number and whose photo staff covered today; gives its id and the file that came. */
async function tellAndCover(colour: string, state: string) {
	const picture = await photo(colour, 320, 240);
	const need = aNeed(said, { media: [itemOf(picture, 'image/jpeg')] });
	await receive(city, { v: 1, submissions: [need] }, new Date());
	await receivePiece(city.door.media, hashOf(picture), 0, picture);
	const { data } = await ana.open(`/staff/needs/${need.id}`);
	const form = new FormData();
	form.set('was', String(data.need.coveredAt?.getTime() ?? ''));
	for (const { start, end } of data.desk.marks) form.append('mark', `${start}-${end}`);
	expect((await ana.post(`/staff/needs/${need.id}?/cover`, form)).status).toBe(303);
	const box = { 'x-0': '25', 'y-0': '25', 'width-0': '50', 'height-0': '50' };
	const page = `/staff/needs/${need.id}/photos/0`;
	expect((await ana.post(page, { was: '[]', ...box })).status).toBe(303);
	const { shown } = await city.db
		.selectFrom('media')
		.select('shown')
		.where('submission', '=', need.id)
		.executeTakeFirstOrThrow();
	await city.db
		.updateTable('needs')
		.set({ state } as never)
		.where('id', '=', need.id)
		.execute();
	return { id: need.id, file: pathOf(city.dataFolder, shown ?? '') };
}

async function originalOf(id: string): Promise<string | undefined> {
	const row = await city.db
		.selectFrom('submissions')
		.select('envelope')
		.where('id', '=', id)
		.executeTakeFirstOrThrow();
	return (row.envelope as { body?: { words?: string } } | null)?.body?.words;
}

async function after(days: number): Promise<void> {
	await runTimers(city.db, new Date(Date.now() + days * day));
	await sweepMedia(city.db, city.dataFolder);
}

it('goes ninety days after the covering, where the need is answered; the covered copy stays', async () => {
	const { id, file } = await tellAndCover('#0B6E6E', 'answered');
	await after(89);
	expect(await originalOf(id)).toBe(said);
	expect(existsSync(file)).toBe(true);
	await after(91);
	expect(await originalOf(id)).toBeUndefined();
	expect(existsSync(file)).toBe(false);
	const media = `/staff/media/${id}/0`;
	const bytes = async (path: string) => {
		const { status, data } = await ana.fetch(path);
		return status === 200 ? Buffer.from(await (data as Response).arrayBuffer()) : status;
	};
	const copy = await bytes(media);
	expect(copy).toBeInstanceOf(Buffer);
	expect(await bytes(`${media}?original`)).toEqual(copy);
	expect((await ana.open(`/staff/needs/${id}`)).data.need.words).not.toContain('612');
});

it('stays where the need is open still', async () => {
	const { id, file } = await tellAndCover('#6E0B0B', 'in work');
	await after(400);
	expect(await originalOf(id)).toBe(said);
	expect(existsSync(file)).toBe(true);
});
