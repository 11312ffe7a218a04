/** Badges that are asked for at a city, for tests. */
import * as v from 'valibot';
import { holderOf, issuedBadgeSchema, type IssuedBadge } from '../../src/lib/domain/badge.ts';
import { checkBadge } from '../../src/lib/domain/check-badge.ts';
import { readBadge, writeBadge, type HeldBadge } from '../../src/lib/domain/held-badge.ts';
import { keySetSchema } from '../../src/lib/domain/receipt.ts';
import { openWith } from '../../src/lib/domain/seal.ts';
import type { BadgeNews, SyncResponse } from '../../src/lib/domain/sync.ts';
import { cryptography } from '../../src/lib/server/cryptography.ts';
import { checkSignature } from '../../src/lib/server/signature.ts';
import { cityWithDoor } from './city-with-door.ts';
import { aBadge, newSecrets } from './invented.ts';

/** The city at which they are asked for. */
export const city = cityWithDoor();
/** Who holds them. */
export const name = 'Fátima';
export const salt = 'abcdefghijklmnopqrstuv';

/** Somebody asks for a badge. */
export function wish(module = 'scam-messages') {
	const secrets = newSecrets();
	const envelope = aBadge(holderOf(name, salt), secrets);
	envelope.body.module = module;
	return { secrets, envelope };
}

/** What the city answers to a phone. */
export async function ask(submissions: unknown[], watch: string[] = [], since?: string) {
	const response = await fetch(`${city.door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions, watch, ...(since && { since }) })
	});
	return (await response.json()) as SyncResponse;
}

/** The badge in an answer, as its holder's phone opens it. */
export async function issuedIn(answer: SyncResponse, reply: string): Promise<IssuedBadge> {
	const [news] = answer.replies as BadgeNews[];
	const text = await openWith(cryptography, reply, news?.badge ?? '');
	return v.parse(issuedBadgeSchema, JSON.parse(text ?? ''));
}

/** The city's keys as everybody gets them. */
export async function keys() {
	return v.parse(keySetSchema, await (await fetch(`${city.door.url}/api/keys`)).json());
}

/** What a checker finds of it. */
export async function check({ issued, module }: { issued: IssuedBadge; module: string }) {
	const held = readBadge(writeBadge({ module, level: 'foundation', ...issued, name, salt }));
	return checkBadge(held as HeldBadge, await keys(), checkSignature);
}
