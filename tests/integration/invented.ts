/** Invented submissions for tests, as a phone makes them. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EnvelopeOf } from '../../src/lib/domain/envelope.ts';
import { makeId } from '../../src/lib/domain/id.ts';
import type { NeedBody } from '../../src/lib/domain/need.ts';
import {
	deriveSecrets,
	hashSecret,
	makeReceiptCode,
	type Secrets
} from '../../src/lib/domain/receipt-code.ts';
import { loadKeys, type Keys } from '../../src/lib/server/keys.ts';

/** The data folder and keys of a city that was founded just now. */
export function newHome(): { dataFolder: string; keys: Keys } {
	const dataFolder = mkdtempSync(join(tmpdir(), 'plaza-home-'));
	return { dataFolder, keys: loadKeys(dataFolder) };
}

/** The keys of a city that was founded just now. */
export function newKeys(): Keys {
	return newHome().keys;
}

/** A new UUIDv7. */
export function newId(): string {
	return makeId(Date.now(), randomBytes(10));
}

/** The secrets of a new receipt code. */
export function newSecrets(): Secrets {
	return deriveSecrets(makeReceiptCode(randomBytes(10)));
}

/** The wish for a badge whose holder's name nobody at the city knows. */
export function aBadge(holder: string, secrets = newSecrets()): EnvelopeOf<'badge'> {
	return {
		id: newId(),
		kind: 'badge',
		schema: 1,
		madeAt: '2026-03-01T10:00:00Z',
		lang: 'es',
		watchHash: hashSecret(secrets.watch),
		media: [],
		replyKey: secrets.reply,
		body: { module: 'scam-messages', level: 'foundation', holder }
	};
}

/** A need with these words. With secrets it can be watched and withdrawn. */
export function aNeed(
	words: string,
	given: Partial<Omit<EnvelopeOf<'need'>, 'body'>> & {
		body?: Partial<NeedBody>;
		secrets?: Secrets;
	} = {}
): EnvelopeOf<'need'> {
	const { secrets, body, ...envelope } = given;
	return {
		id: newId(),
		kind: 'need',
		schema: 1,
		madeAt: '2026-03-01T10:00:00+01:00',
		lang: 'es',
		...(secrets && {
			watchHash: hashSecret(secrets.watch),
			withdrawHash: hashSecret(secrets.withdraw)
		}),
		media: [],
		...envelope,
		body: {
			topic: 'information',
			place: null,
			consent: { version: 1, publish: false },
			words,
			...body
		}
	} as EnvelopeOf<'need'>;
}

/** The withdrawal of whatever these secrets belong to. */
export function aWithdrawal(secrets: Secrets): EnvelopeOf<'withdrawal'> {
	return {
		id: newId(),
		kind: 'withdrawal',
		schema: 1,
		madeAt: '2026-03-02T10:00:00Z',
		lang: 'es',
		media: [],
		body: { withdraw: secrets.withdraw }
	};
}

/** The fact that a step was done. */
export function aStep(given: Partial<EnvelopeOf<'progress'>> = {}): EnvelopeOf<'progress'> {
	return {
		id: newId(),
		kind: 'progress',
		schema: 1,
		madeAt: '2026-03-01T10:00:00Z',
		lang: 'es',
		media: [],
		body: {
			lesson: 'scam-messages/parcel-fee',
			step: 'look',
			attempt: { misses: 1, hints: 0, seconds: 40, dontKnow: 0 }
		},
		...given
	};
}
