/** The city's news for readers of news. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { rssFile } from '../../src/lib/domain/rss-file.ts';

const channel = {
	...{ title: 'Vila Nova', about: 'x', lang: 'es' },
	...{ page: 'https://plaza.test/es', self: 'https://plaza.test/es/rss.xml' }
};
const at = new Date('2026-05-04T10:00:00Z');
const unescaped = (text: string) =>
	text
		.replaceAll('&quot;', '"')
		.replaceAll('&gt;', '>')
		.replaceAll('&lt;', '<')
		.replaceAll('&amp;', '&');

/** Can XML 1.0 hold it? (https://www.w3.org/TR/xml/#charsets) */
const isHeld = (sign: number) =>
	sign >= 0x20 ? sign < 0xfffe || sign > 0xffff : sign === 9 || sign === 10 || sign === 13;

it('says each thing once, with its day, as the standard has it', () => {
	const item = {
		id: 'a1',
		title: 'Una rampa',
		words: 'Faltaba',
		link: 'https://plaza.test/#a1',
		at
	};
	const file = rssFile(channel, [item]);
	expect(file).toContain('<guid isPermaLink="false">a1</guid>');
	expect(file).toContain('<pubDate>Mon, 04 May 2026 10:00:00 GMT</pubDate>');
	expect(file.match(/<item>/g)).toHaveLength(1);
});

it('keeps every text as text, whatever is in it', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (words) => {
			const file = rssFile(channel, [{ id: 'a1', title: words, words, link: 'x', at }]);
			const [, title = '', said = ''] =
				/<item>\n<title>([^]*?)<\/title>[^]*?<description>([^]*?)<\/description>/.exec(file) ?? [];
			const kept = [...words.toWellFormed()]
				.filter((sign) => isHeld(sign.codePointAt(0) ?? 0))
				.join('');
			expect(title).not.toMatch(/[<>"]/);
			expect(unescaped(title)).toBe(kept);
			expect(unescaped(said)).toBe(kept);
		})
	);
});
