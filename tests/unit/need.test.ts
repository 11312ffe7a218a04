import fc from 'fast-check';
import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { envelopeSchema } from '../../src/lib/domain/envelope.ts';
import { mayBecome } from '../../src/lib/domain/need-state.ts';
import { needBodySchema, needsWords, needStates, trackOf } from '../../src/lib/domain/need.ts';
import { placeIdOf, neighbourhoodSchema } from '../../src/lib/domain/neighbourhood.ts';
import {
	codeOf,
	makeProblem,
	problemOfIssue,
	problemSchema,
	requestProblems,
	submissionProblems,
	type RequestProblem
} from '../../src/lib/domain/problem.ts';
import { nextDelay } from '../../src/lib/domain/retry.ts';
import { aNeed } from '../integration/invented.ts';

describe('a need at the city', () => {
	it('is taken back by its citizen only, and then nobody changes it', () => {
		for (const state of needStates) {
			expect(mayBecome(state, 'withdrawn')).toBe(false);
			expect(mayBecome('withdrawn', state)).toBe(false);
			expect(mayBecome(state, 'received')).toBe(false);
		}
	});

	it('owes words to the person when it is answered or declined', () => {
		expect(needStates.filter(needsWords)).toEqual(['answered', 'declined']);
	});

	it('is for its citizen sent, answered or withdrawn', () => {
		expect(needStates.map(trackOf)).toEqual([
			'sent',
			'sent',
			'sent',
			'answered',
			'answered',
			'withdrawn'
		]);
	});

	it('has words to read in it, or a recording to listen to', () => {
		const voice = { sha256: 'A'.repeat(43), size: 9, type: 'audio/webm', role: 'voice' } as const;
		const photo = { ...voice, type: 'image/jpeg', role: 'photo' } as const;
		expect(v.is(envelopeSchema, aNeed('Luz'))).toBe(true);
		expect(v.is(envelopeSchema, aNeed(' \u200b '))).toBe(false);
		expect(v.is(envelopeSchema, aNeed('', { media: [photo] }))).toBe(false);
		expect(v.is(envelopeSchema, aNeed('', { media: [voice, photo, photo, photo] }))).toBe(true);
		expect(v.is(envelopeSchema, aNeed('Luz', { media: [voice, voice] }))).toBe(false);
		expect(v.is(envelopeSchema, aNeed('Luz', { media: [photo, photo, photo, photo] }))).toBe(false);
		expect(
			v.is(envelopeSchema, aNeed('Luz', { media: [{ ...voice, role: 'photo' } as never] }))
		).toBe(false);
	});
});

describe('the id of a neighbourhood', () => {
	it('is valid and new for any name', () => {
		fc.assert(
			fc.property(fc.string({ unit: 'grapheme', minLength: 1 }), fc.nat(5), (name, more) => {
				const taken = new Set<string>();
				for (let count = 0; count <= more; count++) {
					const id = placeIdOf(name, taken);
					expect(taken.has(id)).toBe(false);
					expect(v.is(neighbourhoodSchema, { id, name: 'x' })).toBe(true);
					taken.add(id);
				}
			})
		);
	});

	it('is made of its name', () => {
		expect(placeIdOf("L'Eixample", new Set())).toBe('l-eixample');
		expect(placeIdOf('Río', new Set(['rio']))).toBe('rio-2');
		expect(placeIdOf('حي الزيتون', new Set(['place-1']))).toBe('place-2');
	});
});

describe('a problem', () => {
	it('ends in its code, and bears a status when it is one of a whole request', () => {
		for (const code of submissionProblems) {
			const problem = makeProblem(code, 'why', 'body.words');
			expect(v.is(problemSchema, problem)).toBe(true);
			expect(codeOf(problem)).toBe(code);
			expect(problem.field).toBe('body.words');
		}
		for (const [code, status] of Object.entries(requestProblems)) {
			expect(makeProblem(code as RequestProblem, 'why')).toMatchObject({ status });
		}
	});

	it('names the field that a schema refuses, and says which kind of refusal it is', () => {
		const problemOf = (body: unknown) => {
			const { issues = [] } = v.safeParse(needBodySchema, body);
			const [first] = issues;
			if (!first) throw new Error('no issue');
			return [codeOf(problemOfIssue(first)), problemOfIssue(first).field];
		};
		const body = {
			topic: 'other',
			words: 'x',
			place: null,
			consent: { version: 1, publish: true }
		};
		expect(problemOf({ ...body, topic: 'x' })).toEqual(['topic', 'topic']);
		expect(problemOf({ ...body, more: 1 })).toEqual(['unknown-field', 'more']);
		expect(problemOf({ ...body, consent: {} })).toEqual(['malformed', 'consent.version']);
		expect(problemOf(5)).toEqual(['malformed', undefined]);
	});
});

describe('the time until the next try', () => {
	const failures = fc.nat(200);
	const chance = fc.double({ min: 0, max: 1, noNaN: true });

	it('is never more than an hour and never less than 2.5 seconds', () => {
		fc.assert(
			fc.property(failures, chance, fc.option(fc.double()), (count, spread, asked) => {
				const delay = nextDelay(count, spread, asked ?? undefined);
				expect(delay).toBeGreaterThanOrEqual(2_500);
				expect(delay).toBeLessThanOrEqual(3_600_000);
			})
		);
	});

	it('grows with the failures and honours what the city asks for', () => {
		expect(nextDelay(0, 1)).toBe(5_000);
		expect(nextDelay(1, 1)).toBe(10_000);
		expect(nextDelay(3, 0)).toBe(20_000);
		expect(nextDelay(0, 0, 60)).toBe(60_000);
		expect(nextDelay(0, 0, -5)).toBe(2_500);
		expect(nextDelay(0, 0, 10 * 365 * 24 * 3600)).toBe(3_600_000);
	});
});
