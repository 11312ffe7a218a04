/** Badges through the door: asked for once, issued once, back as news; what is taken back is so everywhere. */
import { gunzipSync } from 'node:zlib';
import { decodeJwt, importJWK, jwtVerify, type JWK } from 'jose';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { badgeFile, readBadgeFile } from '../../src/lib/domain/badge-file.ts';
import { badgeNumber } from '../../src/lib/domain/badge-number.ts';
import { holderOf, issuedBadgeSchema, type IssuedBadge } from '../../src/lib/domain/badge.ts';
import { isWordOf } from '../../src/lib/domain/badge-word.ts';
import { checkBadge } from '../../src/lib/domain/check-badge.ts';
import { readBadge, writeBadge, type HeldBadge } from '../../src/lib/domain/held-badge.ts';
import { keySetSchema } from '../../src/lib/domain/receipt.ts';
import { hashSecret } from '../../src/lib/domain/receipt-code.ts';
import { openWith } from '../../src/lib/domain/seal.ts';
import type { BadgeNews, SyncResponse } from '../../src/lib/domain/sync.ts';
import { statusList } from '../../src/lib/server/badge-documents.ts';
import { confirmBadge, findBadge } from '../../src/lib/server/badge-confirmations.ts';
import { takeBack } from '../../src/lib/server/badges.ts';
import { listBadges } from '../../src/lib/server/badge-list.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { rotateKey } from '../../src/lib/server/keys.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import * as did from '../../src/routes/.well-known/did.json/+server.ts';
import { cityWithDoor } from './city-with-door.ts';
import { aBadge, newId, newSecrets } from './invented.ts';

const city = cityWithDoor();
const name = 'Fátima';
const salt = 'abcdefghijklmnopqrstuv';

function wish(module = 'scam-messages') {
	const secrets = newSecrets();
	const envelope = aBadge(holderOf(name, salt), secrets);
	envelope.body.module = module;
	return { secrets, envelope };
}

async function ask(submissions: unknown[], watch: string[] = [], since?: string) {
	const response = await fetch(`${city.door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions, watch, ...(since && { since }) })
	});
	return (await response.json()) as SyncResponse;
}

async function issuedIn(answer: SyncResponse, reply: string): Promise<IssuedBadge> {
	const [news] = answer.replies as BadgeNews[];
	const text = await openWith(cryptography, reply, news?.badge ?? '');
	return v.parse(issuedBadgeSchema, JSON.parse(text ?? ''));
}

async function keys() {
	return v.parse(keySetSchema, await (await fetch(`${city.door.url}/api/keys`)).json());
}

async function check({ issued, module }: { issued: IssuedBadge; module: string }) {
	const held = readBadge(writeBadge({ module, level: 'foundation', ...issued, name, salt }));
	return checkBadge(held as HeldBadge, await keys(), checkSignature);
}

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
