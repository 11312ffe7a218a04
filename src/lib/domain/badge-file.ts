/** A badge as a file: the credential, and beside it what only its holder knows. */
import * as v from 'valibot';
import { holderOf, readName, statusListLength } from './badge.ts';
import { toBase64Url } from './fingerprint.ts';
import { fromLetters, type HeldBadge } from './held-badge.ts';

const fileSchema = v.object({
	plaza: v.literal('badge'),
	v: v.literal(1),
	credential: v.string(),
	name: v.string(),
	salt: v.string()
});

/** Writes the file. */
export function badgeFile(credential: string, name: string, salt: string): string {
	return `${JSON.stringify({ plaza: 'badge', v: 1, credential, name, salt }, null, '\t')}\n`;
}

/** What of our credentials is read again: Open Badges 3.0, AchievementCredential. */
const credentialSchema = v.object({
	validFrom: v.string(),
	awardedDate: v.optional(v.string()),
	evidence: v.optional(v.tuple([v.object({ name: v.string() })])),
	credentialSubject: v.object({
		identifier: v.tuple([
			v.object({ identityHash: v.pipe(v.string(), v.regex(/^sha256\$([0-9a-f]{2}){32}$/)) })
		]),
		achievement: v.object({ id: v.string() })
	}),
	credentialStatus: v.object({ statusListIndex: v.string(), statusListCredential: v.string() })
});

/** The badge in a file; undefined when it is none. */
export function readBadgeFile(file: string): HeldBadge | undefined {
	const read = v.safeParse(v.pipe(v.string(), v.parseJson(), fileSchema), file);
	if (!read.success) return undefined;
	const { credential, name, salt } = read.output;
	const [head = '', body = '', signature = ''] = credential.split('.');
	const header = v.safeParse(v.object({ kid: v.string() }), jsonOf(head));
	const said = v.safeParse(credentialSchema, jsonOf(body));
	if (!header.success || !said.success) return undefined;
	const { awardedDate, validFrom, evidence, credentialSubject, credentialStatus } = said.output;
	const hash = credentialSubject.identifier[0].identityHash.slice('sha256$'.length);
	const holder = toBase64Url(
		Uint8Array.from(hash.match(/../g) ?? [], (pair) => parseInt(pair, 16))
	);
	const list = Number(lastPart(credentialStatus.statusListCredential));
	return {
		module: lastPart(credentialSubject.achievement.id),
		level: 'foundation',
		holder,
		status: list * statusListLength + Number(credentialStatus.statusListIndex),
		issuedAt: Date.parse(awardedDate ?? validFrom) / 1000,
		...(evidence && { confirmed: { by: evidence[0].name, at: Date.parse(validFrom) / 1000 } }),
		name,
		fits: readName(name) === name && holderOf(name, salt) === holder,
		kid: header.output.kid.slice(header.output.kid.indexOf('#') + 1),
		text: `${head}.${body}`,
		signature
	};
}

function lastPart(url: string): string {
	return url.slice(url.lastIndexOf('/') + 1);
}

function jsonOf(letters: string): unknown {
	try {
		return JSON.parse(fromLetters(letters) ?? '');
	} catch {
		return undefined;
	}
}
