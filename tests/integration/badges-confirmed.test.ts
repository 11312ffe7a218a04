/** A badge that a person of the city confirms: signed anew, once, and back as news. */
import { decodeJwt } from 'jose';
import { describe, expect, it } from 'vitest';
import { badgeFile, readBadgeFile } from '../../src/lib/domain/badge-file.ts';
import { badgeNumber } from '../../src/lib/domain/badge-number.ts';
import { checkBadge } from '../../src/lib/domain/check-badge.ts';
import { type HeldBadge } from '../../src/lib/domain/held-badge.ts';
import { hashSecret } from '../../src/lib/domain/receipt-code.ts';
import { confirmBadge, findBadge } from '../../src/lib/server/badge-confirmations.ts';
import { takeBack } from '../../src/lib/server/badges.ts';
import { listBadges } from '../../src/lib/server/badge-list.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import { newId } from './invented.ts';
import { city, name, salt, wish, ask, issuedIn, keys, check } from './asking-badges.ts';

describe('a badge that a person of the city confirms', () => {
	const ana = { id: 'ana', name: 'Ana Pérez' };

	async function issued() {
		const { envelope, secrets } = wish();
		await ask([envelope]);
		const answer = await ask([], [secrets.watch]);
		const first = await issuedIn(answer, secrets.reply);
		const number = badgeNumber({ ...envelope.body, status: first.status });
		return { envelope, secrets, first, number, cursor: answer.cursor };
	}

	function confirm(number: string, now = new Date()) {
		const { db, keys: own } = city.door.city;
		return confirmBadge(db, number, ana, { keys: own }, now);
	}

	it('is signed anew with who saw it, and comes to its holder as news; what she had stays good', async () => {
		const { envelope, secrets, first, number, cursor } = await issued();
		const now = new Date();
		expect(await confirm(number, now)).toBeUndefined();
		const news = await ask([], [secrets.watch], cursor);
		const second = await issuedIn(news, secrets.reply);
		const at = Math.floor(now.getTime() / 1000);
		expect(second).toMatchObject({ ...first, credential: second.credential, confirmed: { at } });
		expect(second.confirmed?.by).toMatch(/^Ana Pérez, ./);
		const { module } = envelope.body;
		for (const each of [first, second])
			expect((await check({ issued: each, module })).verdict).toBe('good');
		const [before, after] = [first, second].map(({ credential }) => decodeJwt(credential));
		expect([after?.jti, after?.sub]).toEqual([before?.jti, before?.sub]);
		const file = readBadgeFile(badgeFile(second.credential, name, salt)) as HeldBadge;
		expect(file).toMatchObject({ confirmed: { by: second.confirmed?.by, at } });
		expect((await checkBadge(file, await keys(), checkSignature)).verdict).toBe('good');
		const { rows } = await listBadges(city.db);
		const listed = rows.find(({ id }) => id === envelope.id);
		expect(listed).toMatchObject({ number, confirmed: { by: second.confirmed?.by } });
	});

	it('is confirmed once, also by two people in the same moment', async () => {
		const { number } = await issued();
		const both = await Promise.all([confirm(number), confirm(number)]);
		expect(both.toSorted()).toEqual(['before', undefined]);
		expect(await confirm(number)).toBe('before');
		expect((await findBadge(city.db, number))?.problem).toBe('before');
	});

	it('is not confirmed once it was taken back, nor by a number that is not quite its own', async () => {
		const { envelope, number } = await issued();
		const slip = number.replace(/.$/, (last) => (last === '7' ? '8' : '7'));
		expect([await confirm(slip), await findBadge(city.db, slip)]).toEqual(['unknown', undefined]);
		expect(await confirm('x')).toBe('unknown');
		await takeBack(city.db, envelope.id, 'somebody', 'given by mistake');
		expect(await confirm(number)).toBe('taken-back');
	});

	it('and taken back after that is taken back in both its forms', async () => {
		const { envelope, secrets, first, number } = await issued();
		await confirm(number);
		await takeBack(city.db, envelope.id, 'somebody', 'given by mistake');
		const second = await issuedIn(await ask([], [secrets.watch]), secrets.reply);
		const { module } = envelope.body;
		for (const each of [first, second])
			expect((await check({ issued: each, module })).verdict).toBe('taken-back');
	});

	it('is refused with its reason where nothing new would reach the phone: nobody watches, or the wish was withdrawn before it came', async () => {
		const unwatched = wish();
		delete unwatched.envelope.watchHash;
		const withdrawn = wish();
		withdrawn.envelope.withdrawHash = hashSecret(withdrawn.secrets.withdraw);
		const withdrawal = {
			...{ id: newId(), kind: 'withdrawal', schema: 1, madeAt: '2026-03-01T10:00:00Z' },
			...{ lang: 'es', media: [], body: { withdraw: withdrawn.secrets.withdraw } }
		};
		expect((await ask([withdrawal])).results[0]?.result).toBe('accepted');
		await ask([unwatched.envelope, withdrawn.envelope]);
		const { rows } = await listBadges(city.db);
		for (const { envelope } of [unwatched, withdrawn]) {
			const number = rows.find(({ id }) => id === envelope.id)?.number ?? '';
			expect(await confirm(number)).toBe('no-way');
		}
		// and whoever still asks for it hears of her other badges
		const other = await issued();
		const heard = await ask([], [withdrawn.secrets.watch, other.secrets.watch]);
		expect(heard.replies.map(({ id }) => id)).toEqual([other.envelope.id]);
	});
});
