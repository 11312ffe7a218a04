/** Badges through the door: asked for once, issued once, back as news; what is taken back is so everywhere. */
import { gunzipSync } from 'node:zlib';
import { decodeJwt, importJWK, jwtVerify, type JWK } from 'jose';
import { describe, expect, it } from 'vitest';
import { type IssuedBadge } from '../../src/lib/domain/badge.ts';
import { isWordOf } from '../../src/lib/domain/badge-word.ts';
import { openWith } from '../../src/lib/domain/seal.ts';
import type { BadgeNews } from '../../src/lib/domain/sync.ts';
import { statusList } from '../../src/lib/server/badge-documents.ts';
import { takeBack } from '../../src/lib/server/badges.ts';
import { listBadges } from '../../src/lib/server/badge-list.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { rotateKey } from '../../src/lib/server/keys.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import * as did from '../../src/routes/.well-known/did.json/+server.ts';
import { city, name, salt, wish, ask, issuedIn, keys, check } from './asking-badges.ts';

describe('a badge', () => {
	it('is issued once: asked for again it is the same receipt and the same badge', async () => {
		const { envelope, secrets } = wish();
		const [first] = (await ask([envelope])).results;
		expect(first?.result).toBe('accepted');
		const issued = await issuedIn(await ask([], [secrets.watch]), secrets.reply);
		const [second] = (await ask([envelope])).results;
		expect(second).toEqual({ ...first, result: 'duplicate' });
		expect(await issuedIn(await ask([], [secrets.watch]), secrets.reply)).toEqual(issued);
		const { module } = envelope.body;
		expect((await check({ issued, module })).verdict).toBe('good');
	});

	it('is a credential that the city’s DID document verifies, and names nobody', async () => {
		const { envelope, secrets } = wish();
		await ask([envelope]);
		const { credential } = await issuedIn(await ask([], [secrets.watch]), secrets.reply);
		const answer = await did.GET({ url: new URL('http://localhost:3000') } as never);
		const document = (await answer.json()) as {
			verificationMethod: { id: string; publicKeyJwk: JWK }[];
		};
		const { protectedHeader, payload } = await jwtVerify(credential, async ({ kid }) => {
			const method = document.verificationMethod.find(({ id }) => id === kid);
			return importJWK(method?.publicKeyJwk ?? {}, 'ES256');
		});
		expect(Object.keys(protectedHeader).sort()).toEqual(['alg', 'kid', 'typ']);
		expect(JSON.stringify(payload)).toMatch(/sin ayuda/);
		const rows = await city.db.selectFrom('badges').selectAll().execute();
		const envelopes = await city.db.selectFrom('submissions').select('envelope').execute();
		expect(JSON.stringify([payload, rows, envelopes])).not.toMatch(new RegExp(`${name}|${salt}`));
	});

	it('is read only by whoever asked for it: news are sealed', async () => {
		const { envelope, secrets } = wish();
		await ask([envelope]);
		const answer = await ask([], [secrets.watch]);
		expect(JSON.stringify(answer)).not.toContain(envelope.body.holder);
		expect(
			await openWith(
				cryptography,
				secrets.withdraw,
				(answer.replies as BadgeNews[])[0]?.badge ?? ''
			)
		).toBeUndefined();
	});

	it('that was asked for while nobody listened is news to whoever stands in front of it', async () => {
		const { envelope, secrets } = wish();
		const before = await ask([], [secrets.watch]);
		expect(before.replies).toEqual([]);
		await ask([envelope]);
		expect((await ask([], [secrets.watch], before.cursor)).replies).toHaveLength(1);
	});

	it('of a module that there is not is refused, and its neighbours are not', async () => {
		const [bad, good] = [wish('no-such-module'), wish()];
		const { results } = await ask([bad.envelope, good.envelope]);
		expect(results.map(({ result }) => result)).toEqual(['rejected', 'accepted']);
		expect(results[0]?.problem?.type).toBe('/problems/lesson');
	});

	it('that is taken back is so for its holder, for phones, and in the status list', async () => {
		const { envelope, secrets } = wish();
		await ask([envelope]);
		const answer = await ask([], [secrets.watch]);
		const issued = await issuedIn(answer, secrets.reply);
		const list = await city.door.city;
		expect(await bitOf(issued)).toBe(0);
		expect(await takeBack(list.db, envelope.id, 'somebody', 'given by mistake')).toBe(true);
		expect(await takeBack(list.db, envelope.id, 'somebody', 'again')).toBe(false);
		expect(await bitOf(issued)).toBe(1);
		const { module } = envelope.body;
		expect(await check({ issued, module })).toMatchObject({ verdict: 'taken-back' });
		const later = await issuedIn(await ask([], [secrets.watch], answer.cursor), secrets.reply);
		expect(later.takenBackAt).toBeGreaterThan(0);
		const { rows } = await listBadges(list.db);
		expect(rows.find(({ id }) => id === envelope.id)).toMatchObject({ reason: 'given by mistake' });
	});

	it('of a key that the city put away since is still good; the word on it is signed by the root', async () => {
		const { envelope, secrets } = wish();
		await ask([envelope]);
		const issued = await issuedIn(await ask([], [secrets.watch]), secrets.reply);
		rotateKey(city.door.city.dataFolder, 'signing');
		const { module } = envelope.body;
		expect((await check({ issued, module })).verdict).toBe('good');
		const set = await keys();
		expect(set.badges && (await isWordOf(set.root, set.badges, checkSignature))).toBe(true);
		const late = { ...issued, issuedAt: issued.issuedAt + 3600 };
		expect((await check({ issued: late, module })).verdict).toBe('changed');
	});
});

async function bitOf({ status }: IssuedBadge): Promise<number> {
	const { db, keys: own } = city.door.city;
	const jwt = await statusList(db, own, 'https://plaza.example.org', 0, new Date());
	const { credentialSubject } = decodeJwt<{ credentialSubject: { encodedList: string } }>(
		jwt ?? ''
	);
	const bits = gunzipSync(Buffer.from(credentialSubject.encodedList.slice(1), 'base64url'));
	expect(bits).toHaveLength(131_072 / 8);
	return ((bits[status >> 3] ?? 0) >> (7 - (status & 7))) & 1;
}
