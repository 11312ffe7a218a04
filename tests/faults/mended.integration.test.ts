/** A submission that the city refuses, or never has whole, is told again from its words: once, and in the place of the first. */
import { city, need, openNewPhones, track } from './delivering.ts';
import { randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { keepDraft, readDraft } from '../../src/lib/device/drafts.ts';
import { hashBytes, keepMedia } from '../../src/lib/device/media.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed, mendNeed, withdrawNeed } from '../../src/lib/device/needs.ts';
import { sync } from '../../src/lib/device/sync.ts';
import { setEpoch } from '../../src/lib/server/settings.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';

openNewPhones();

describe('a submission that the city refuses', () => {
	it('holds up nobody, says why, and can be mended with its words', async () => {
		const told = { from: { lesson: 'safe-links', step: 'try' }, about: { age: '65-74' } } as const;
		const refused = await keepNeed({ ...need, ...told, words: 'a'.repeat(2001) }, 'es');
		const healthy = await keepNeed(need, 'es');
		await sync();
		expect(await track(healthy)).toBe('sent');
		expect(await track(refused)).toBe('needs-you');
		expect((await listNeeds()).find(({ id }) => id === refused)?.problem).toBe('too-long');
		await mendNeed(refused);
		expect(await device.drafts.get('need')).toMatchObject({ words: 'a'.repeat(2001), ...told });
		expect(await listNeeds()).toHaveLength(1);
		// sent meanwhile from another tab
		await mendNeed(healthy);
		expect((await readDraft())?.words).toBe('a'.repeat(2001));
	});

	it('does not push aside what the person has begun since', async () => {
		const refused = await keepNeed({ ...need, words: 'a'.repeat(2001) }, 'es');
		await sync();
		await keepDraft({
			topic: 'other',
			words: 'Begun since.',
			place: '',
			publish: false,
			lesson: '',
			step: ''
		});
		await mendNeed(refused);
		expect((await readDraft())?.words).toContain('Begun since.');
		expect((await readDraft())?.words).toContain('aaaa');
	});

	it('is mended once where its button is pressed twice', async () => {
		const refused = await keepNeed({ ...need, words: 'a'.repeat(2001) }, 'es');
		await sync();
		await Promise.all([mendNeed(refused), mendNeed(refused)]);
		expect((await readDraft())?.words).toBe('a'.repeat(2001));
	});

	it('of which voice and photo were damaged arrives when it is told again, with what is left', async () => {
		const bytes = () => new Uint8Array(randomBytes(500));
		const damaged = await keepMedia('photo', 'image/jpeg', bytes());
		const whole = await keepMedia('photo', 'image/jpeg', bytes());
		const voice = await keepMedia('voice', 'audio/webm', bytes());
		const id = await keepNeed(need, 'es');
		const left = { bytes: new ArrayBuffer(400) };
		for (const of of [damaged.id, voice.id]) {
			await device.pieces.where('media').equals(of).modify(left);
		}
		await sync();
		expect((await listNeeds()).find((each) => each.id === id)?.problem).toBe('media-damaged');
		await mendNeed(id);
		const again = await keepNeed(need, 'es');
		await sync();
		expect(await track(again)).toBe('sent');
		const media = await city.db
			.selectFrom('media')
			.select(['role', 'sha256'])
			.where('submission', '=', again)
			.orderBy('position')
			.execute();
		expect(media).toEqual([
			{ role: 'voice', sha256: hashBytes(new Uint8Array(left.bytes)) },
			{ role: 'photo', sha256: whole.sha256 }
		]);
		expect(await device.pieces.where('media').equals(damaged.id).count()).toBe(0);
	});

	/** A need whose words are at the city, and whose photo can never be. */
	async function halfThere(): Promise<string> {
		const photo = await keepMedia('photo', 'image/jpeg', new Uint8Array(500));
		const id = await keepNeed(need, 'es');
		const damaged = { bytes: new ArrayBuffer(3) };
		await device.pieces.where('media').equals(photo.id).modify(damaged);
		await sync();
		expect(await city.needs(id)).toMatchObject([{ words: need.words }]);
		return id;
	}

	it('and waits to be told again is replaced, also when another one is mended meanwhile', async () => {
		const id = await halfThere();
		const tooLong = await keepNeed({ ...need, words: 'a'.repeat(2001) }, 'es');
		await sync();
		await mendNeed(id);
		await mendNeed(tooLong);
		expect((await readDraft())?.words).toBe(`${need.words}\n${'a'.repeat(2001)}`);
		await keepNeed({ ...need, words: 'Los dos' }, 'es');
		await sync();
		expect(await city.needs(id)).toMatchObject([{ words: '' }]);
		expect(await listNeeds()).toMatchObject([{ track: 'sent' }]);
	});

	it('and was mended twice is at the city once', async () => {
		const id = await halfThere();
		await mendNeed(id);
		const tooLong = await keepNeed({ ...need, words: 'a'.repeat(2001) }, 'es');
		await sync();
		expect(await track(tooLong)).toBe('needs-you');
		await mendNeed(tooLong);
		const again = await keepNeed({ ...need, words: 'Ahora bien' }, 'es');
		await sync();
		expect(await city.needs(again)).toMatchObject([{ words: 'Ahora bien' }]);
		expect(await city.needs(id)).toMatchObject([{ words: '' }]);
	});

	it('and was mended is gone from the city too when that is taken back before it went', async () => {
		const id = await halfThere();
		await mendNeed(id);
		const again = await keepNeed(need, 'es');
		await withdrawNeed(again, 'es');
		await sync();
		expect(await city.needs(id)).toMatchObject([{ words: '' }]);
		expect(await track(again)).toBe('withdrawn');
		expect(await device.outbox.count()).toBe(0);
	});

	it('is not sent as good when its bytes changed on the phone', async () => {
		const id = await keepNeed(need, 'es');
		await device.outbox
			.where('id')
			.equals(id)
			.modify((entry) => {
				if (entry.envelope?.kind === 'need') entry.envelope.body.words = 'changed by a broken disk';
			});
		const other = await keepNeed(need, 'es');
		await sync();
		expect(await city.needs(id)).toEqual([]);
		expect(await track(id)).toBe('needs-you');
		expect(await track(other)).toBe('sent');
	});

	it('and was mended goes too when that is taken back, though the city lost both withdrawals', async () => {
		await mendNeed(await halfThere());
		const again = await keepNeed(need, 'es');
		await sync();
		await withdrawNeed(again, 'es');
		await sync();
		const takenBack = () =>
			city.db.selectFrom('withdrawn').select('withdraw_hash').orderBy('withdraw_hash').execute();
		const before = await takenBack();
		expect(before.length).toBeGreaterThanOrEqual(2);
		await cleaningEnded();
		await sql`truncate submissions, needs, withdrawn cascade`.execute(city.db);
		await setEpoch(city.db);
		for (let round = 0; round < 4; round++) await sync();
		const after = await takenBack();
		expect(after).toHaveLength(2);
		expect(before).toEqual(expect.arrayContaining(after));
	});
});
