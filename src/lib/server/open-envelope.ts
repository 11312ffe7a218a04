/** Looks at one submission as it came, before anything of it is trusted. */
import * as v from 'valibot';
import { envelopeSchema, type Envelope } from '../domain/envelope.ts';
import { canonicalText, hashText } from '../domain/fingerprint.ts';
import { makeProblem, problemOfIssue, type Problem } from '../domain/problem.ts';
import { largestSubmission } from '../domain/sync.ts';

/** A submission whose envelope is sound, with its fingerprint. */
export interface Opened {
	envelope: Envelope;
	sha256: string;
}

/** A submission that is none; its id is told back where it is one that a phone could have sent. */
export interface Refused {
	id: string | null;
	problem: Problem;
}

/** The deepest of our envelopes has four levels. */
const deepest = 16;
const longestId = 100;

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
	return { envelope: read.output, sha256: hashText(text) };
}

function idIn(came: unknown): string | null {
	const id = (came as { id?: unknown } | null)?.id;
	return typeof id === 'string' && id.length <= longestId && id.isWellFormed() ? id : null;
}

/** By levels, because a recursion would break on what this is there to stop. */
function isShallow(came: object): boolean {
	let level: unknown[] = [came];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > deepest) return false;
		level = level.flatMap((value) =>
			typeof value === 'object' && value !== null ? Object.values(value) : []
		);
	}
	return true;
}
