/** Looks at one submission as it came, sealed or not, before anything of it is trusted. */
import { createHash } from 'node:crypto';
import { compactDecrypt } from 'jose';
import * as v from 'valibot';
import { envelopeSchema, type Envelope } from '../domain/envelope.ts';
import { sealedSchema, type Sealed } from '../domain/sealed.ts';
import { canonicalText } from '../domain/fingerprint.ts';
import type { SealedMedia } from '../domain/media.ts';
import { makeProblem, problemOfIssue, type Problem } from '../domain/problem.ts';
import { sealOverhead } from '../domain/seal.ts';
import { largestSubmission } from '../domain/sync.ts';
import type { Keys } from './keys.ts';

/** A submission whose envelope is sound, with its fingerprint, which is the same sealed or not. */
export interface Opened {
	envelope: Envelope;
	sha256: string;
	/** Did it come sealed? */
	sealed: boolean;
	/** Hash and size of its media as they travel: of the sealed bytes where it came sealed. */
	travelling: SealedMedia;
}

/** A submission that is none; its id is told back where it is one that a phone could have sent. */
export interface Refused {
	id: string | null;
	problem: Problem;
}

/** The deepest of our envelopes has four levels. */
const deepest = 16;
const longestId = 100;

/**
 * The envelope in a parsed piece of JSON, sealed to one of the city's keys or not, or the problem with it; of one that is
 * not sealed at once, without a promise. It never throws, whatever came.
 */
export function openSubmission(
	came: unknown,
	keys: Keys
): Opened | Refused | Promise<Opened | Refused> {
	return typeof came === 'object' && came !== null && 'sealed' in came
		? openSealed(came, keys)
		: openEnvelope(came);
}

async function openSealed(came: object, keys: Keys): Promise<Opened | Refused> {
	const refuse = (problem: Problem): Refused => ({ id: idIn(came), problem });
	const read = v.safeParse(sealedSchema, came, { abortEarly: true });
	if (!read.success) return refuse(problemOfIssue(read.issues[0]));
	const inner = await unseal(read.output, keys);
	if (inner === undefined) return refuse(makeProblem('sealed', 'no key of this city opens it'));
	const opened = openEnvelope(inner);
	if ('problem' in opened) return refuse(opened.problem);
	if (opened.envelope.id !== read.output.id) {
		return refuse(makeProblem('sealed', 'another id is sealed inside'));
	}
	const { media } = read.output;
	return isSameMedia(opened.envelope, media)
		? { ...opened, sealed: true, travelling: media }
		: refuse(makeProblem('media', 'other media are sealed inside', 'media'));
}

/** The envelope in a parsed piece of JSON, or the problem with it. It never throws, whatever came. */
export function openEnvelope(came: unknown): Opened | Refused {
	const refuse = (problem: Problem): Refused => ({ id: idIn(came), problem });
	if (typeof came !== 'object' || came === null || Array.isArray(came)) {
		return refuse(makeProblem('malformed', 'a submission is a JSON object'));
	}
	if (!isShallow(came)) {
		return refuse(makeProblem('malformed', `a submission has at most ${deepest} levels`));
	}
	let text: string;
	try {
		text = canonicalText(came);
	} catch {
		return refuse(makeProblem('characters', 'a text holds half a character'));
	}
	if (Buffer.byteLength(text) > largestSubmission) {
		return refuse(makeProblem('too-large', `a submission has at most ${largestSubmission} bytes`));
	}
	const read = v.safeParse(envelopeSchema, came, { abortEarly: true });
	if (!read.success) return refuse(problemOfIssue(read.issues[0]));
	const travelling = read.output.media.map(({ sha256, size }) => ({ sha256, size }));
	return { envelope: read.output, sha256: hashOf(text), sealed: false, travelling };
}

async function unseal({ sealed }: Sealed, keys: Keys): Promise<unknown> {
	try {
		const { plaintext } = await compactDecrypt(
			sealed,
			({ kid }) => {
				const key = keys.sealing.find((pair) => pair.public.kid === kid);
				if (!key) throw new Error('sealed to a key that is not ours');
				return key.private;
			},
			{ keyManagementAlgorithms: ['ECDH-ES'], contentEncryptionAlgorithms: ['A256GCM'] }
		);
		return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext));
	} catch {
		return undefined;
	}
}

function isSameMedia(envelope: Envelope, media: SealedMedia): boolean {
	if (envelope.media.length !== media.length) return false;
	const hasKey = media.length === 0 || ('mediaKey' in envelope && envelope.mediaKey);
	return (
		Boolean(hasKey) &&
		envelope.media.every(({ size }, at) => size + sealOverhead === media[at]?.size)
	);
}

/** As `hashText`, by Node's own hashing: thousands may come at once. */
function hashOf(text: string): string {
	return createHash('sha256').update(text).digest('base64url');
}

function idIn(came: unknown): string | null {
	const id = (came as { id?: unknown } | null)?.id;
	return typeof id === 'string' && id.length <= longestId && id.isWellFormed() ? id : null;
}

/** It goes no deeper than it has to, so that no depth breaks it. */
function isShallow(value: unknown, levels = deepest): boolean {
	if (typeof value !== 'object' || value === null) return true;
	return levels > 0 && Object.values(value).every((member) => isShallow(member, levels - 1));
}
