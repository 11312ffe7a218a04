/** `npm run bench`: how long a trainer takes to count forty phones by their codes, one after the other. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright';
import sharp from 'sharp';
import { readRoomCode } from '../../src/lib/domain/room-code.ts';
import { writePersonCode } from '../../src/lib/domain/attendance.ts';
import { personOf } from '../../src/lib/domain/member.ts';
import { toBase64Url } from '../../src/lib/domain/fingerprint.ts';
import { drawQr, quietZone } from '../../src/lib/ui/qr.ts';
import { browserWithCamera, pointCamera } from '../journeys/camera.ts';
import type { CityServer } from '../journeys/city-server.ts';
import { enrolTrainer, inviteTrainer, openLab, readPicture } from '../journeys/lab-people.ts';
import { wordsOf } from '../journeys/people.ts';

const phones = 40;
const slower = 6;
/** A second for each phone, as it is held before the camera and put away again. */
const pace = { each: 2, second: 2 };

/** Prints the figures for a city that runs; `staff` are signed in there. */
export async function benchAttendance(city: CityServer, staff: Page): Promise<void> {
	const folder = mkdtempSync(join(tmpdir(), 'plaza-attendance-'));
	const video = join(folder, 'camera.y4m');
	const words = wordsOf('es', 'trainer');
	await openLab(staff, city.url);
	const invitation = await inviteTrainer(staff, city.url);
	const browser = await browserWithCamera(video);
	const context = await browser.newContext({ viewport: { width: 360, height: 640 } });
	const page = await context.newPage();
	const tap = (key: string) => page.getByRole('button', { name: words(key) }).click();
	await enrolTrainer(page, invitation);
	await context.setOffline(true);
	await page.getByRole('link', { name: words('lead.start') }).click();
	await tap('lead.begin');
	await tap('lead.room');
	const read = readRoomCode(await readPicture(await page.locator('[data-room-code]').screenshot()));
	if (typeof read === 'string') throw new Error('the room code is not read');
	await tap('lead.close');
	const codes = Array.from({ length: phones }, () => codeOf(read.session.id));
	await pointCamera(video, await Promise.all(codes), pace);
	const throttled = await context.newCDPSession(page);
	await throttled.send('Emulation.setCPUThrottlingRate', { rate: slower });
	const began = performance.now();
	await tap('lead.scan');
	await page.locator('.number', { hasText: String(phones) }).waitFor({ timeout: 600_000 });
	const seconds = Math.round((performance.now() - began) / 1000);
	await browser.close();
	rmSync(folder, { recursive: true });
	console.log(`\nA trainer counts ${phones} phones, processor ${slower} times slower`);
	console.table({ phones, 'shown for seconds each': pace.each / pace.second, seconds });
}

/** The code of a phone that is in the session, as a picture. */
function codeOf(session: string): Promise<Buffer> {
	const member = toBase64Url(crypto.getRandomValues(new Uint8Array(12)));
	const state = { lesson: 'abcd', done: 3, needsHelp: false };
	const person = personOf(member, session);
	const { path, size } = drawQr(writePersonCode({ session, person, member, state }));
	const side = size + 2 * quietZone;
	const view = `viewBox="${-quietZone} ${-quietZone} ${side} ${side}"`;
	const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="640" height="640" ${view}><path d="${path}"/></svg>`;
	return sharp(Buffer.from(drawing)).flatten({ background: '#ffffff' }).png().toBuffer();
}
