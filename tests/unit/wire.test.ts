import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { expect, it } from 'vitest';
import { envelopeSchema } from '../../src/lib/domain/envelope.ts';
import { feedSchema } from '../../src/lib/domain/feed.ts';
import { fingerprint } from '../../src/lib/domain/fingerprint.ts';
import { requestProblems, submissionProblems } from '../../src/lib/domain/problem.ts';
import { deriveSecrets, hashSecret, readReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import { resultNames, syncRequestSchema, syncResponseSchema } from '../../src/lib/domain/sync.ts';

const text = readFileSync(join(import.meta.dirname, '../../docs/wire.md'), 'utf8');
const [request, response, feed] = [...text.matchAll(/```json\n(.*?)```/gs)].map(
	([, json]) => JSON.parse(json ?? '') as unknown
);

it('the wire’s page shows a request that the city reads, with its real fingerprint', () => {
	const { submissions, watch } = v.parse(syncRequestSchema, request);
	const envelope = v.parse(envelopeSchema, submissions[0]);
	expect(text).toContain(`\`${fingerprint(submissions[0])}\``);
	const code = readReceiptCode(/such as `(.{19})`/.exec(text)?.[1] ?? '') ?? '';
	const secrets = deriveSecrets(code);
	expect(watch).toEqual([secrets.watch]);
	expect(envelope.watchHash).toBe(hashSecret(secrets.watch));
	expect(envelope.withdrawHash).toBe(hashSecret(secrets.withdraw));
});

it('the wire’s page shows an answer that a device reads', () => {
	const { results } = v.parse(syncResponseSchema, response);
	const { submissions } = v.parse(syncRequestSchema, request);
	expect(results[0]?.receipt?.sha256).toBe(fingerprint(submissions[0]));
});

it('the wire’s page names every result and every problem that the wire has', () => {
	const elsewhere = ['forbidden', 'not-found', 'unexpected'];
	for (const code of [...resultNames, ...submissionProblems, ...Object.keys(requestProblems)]) {
		if (!elsewhere.includes(code)) expect(text).toContain(`\`${code}\``);
	}
});

it('the wire’s page shows a feed that a device reads', () => {
	expect(v.is(feedSchema, feed)).toBe(true);
});
