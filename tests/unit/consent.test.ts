/** What people agreed to stays known: the words of each version are kept, and other words are another version. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { languages } from '../../src/lib/domain/language.ts';
import { consentVersion } from '../../src/lib/domain/need.ts';
import { agreedTo, consentTexts } from '../../src/lib/server/consent.ts';

const read = (path: string) =>
	readFileSync(new URL(`../../src/lib/i18n/${path}`, import.meta.url), 'utf8');

/** The bytes of each version, which nobody changes any more: a new version gets a new line. */
const frozen: Record<number, string> = {
	1: '8a7c9c3e9db1a5be5afaf5ca3d896dde036911235fb5303f5c5fdea7d04a576c'
};

describe('the consent text', () => {
	it.each(languages)(
		'in %s is what its version keeps; else write i18n/consent/<next>.json and raise consentVersion',
		(lang) => {
			const { consent: reads, publish } = JSON.parse(read(`phone/${lang}.json`)).tell.check;
			const told = JSON.parse(read(`lab/${lang}.json`)).consent;
			expect({ reads, publish, told }).toEqual(consentTexts[consentVersion]?.[lang]);
		}
	);

	it('of each version is what it was', () => {
		const now = Object.keys(consentTexts).map((version) => [
			version,
			createHash('sha256')
				.update(read(`consent/${version}.json`))
				.digest('hex')
		]);
		expect(Object.fromEntries(now)).toEqual(frozen);
	});
});

it('staff read the very sentences that a person agreed to', () => {
	const own = agreedTo({ version: 1, publish: false }, 'en', null);
	expect(own).toEqual(['The city reads your words to help. You can take them back.']);
	expect(agreedTo({ version: 1, publish: true }, 'es', 'group')).toHaveLength(5);
	expect(agreedTo({ version: 99, publish: true }, 'es', null)).toEqual([]);
});
