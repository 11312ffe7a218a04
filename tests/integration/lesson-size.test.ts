/** What travels for a lesson on a line that somebody pays for: its page, which phones keep as it is, with its pictures. */
import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { gunzipSync, gzipSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { contentFiles } from '../../scripts/content-files.ts';
import { firstLanguages, readContent } from '../../src/lib/server/lesson-markdown/content.ts';
import { startPlazaOnDatabase } from './plaza-on-database.ts';

const mostOfLesson = 12 * 1024;
const { content } = readContent(contentFiles(), firstLanguages);

/** What a browser gets that knows no newer way of packing than gzip. */
async function packed(address: string, path: string): Promise<Buffer> {
	const asked = get(address + path, { headers: { 'accept-encoding': 'gzip' } });
	const [answer] = (await once(asked, 'response')) as [IncomingMessage];
	expect(answer.statusCode, path).toBe(200);
	const bytes = await buffer(answer);
	return answer.headers['content-encoding'] === 'gzip' ? bytes : gzipSync(bytes);
}

/** The drawings of a file by their names. */
function drawingsIn(file: Buffer): Map<string, string> {
	const symbols = gunzipSync(file)
		.toString()
		.matchAll(/<symbol id="picture-([^"]+)".*?<\/symbol>/gs);
	return new Map(Array.from(symbols, ([symbol, name = '']) => [name, symbol]));
}

it('a lesson weighs at most 12 KB: with the file that comes with it, and with all that it shows', async () => {
	const { address } = await startPlazaOnDatabase();
	const everywhere = drawingsIn(await packed(address, '/drawings/pictures.svg'));
	for (const lang of firstLanguages) {
		for (const { slug, lessons } of content[lang]?.modules ?? []) {
			let file: Buffer | undefined;
			for (const lesson of lessons) {
				const name = `${slug}/${lesson.slug}`;
				const page = await packed(address, `/${lang}/learn/${name}`);
				const words = JSON.stringify(content[lang]?.lessons[name]);
				const shown = Array.from(words.matchAll(/"picture":"([^"]+)"/g), ([, it = '']) => it);
				// every phone has the first pictures; the file of a module comes with the first lesson that needs it
				if (shown.some((picture) => !everywhere.has(picture))) {
					file ??= await packed(address, `/drawings/${slug}.svg`);
				}
				const alone = page.length + (file?.length ?? 0);
				expect.soft(alone, `${lang} ${name}`).toBeLessThanOrEqual(mostOfLesson);

				const all = new Map([...everywhere, ...(file ? drawingsIn(file) : [])]);
				const drawn = [...new Set(shown)].flatMap((picture) => all.get(picture) ?? []);
				expect(drawn.length, name).toBeGreaterThan(2);
				const whole = page.length + gzipSync(drawn.join('')).length;
				expect.soft(whole, `${lang} ${name}`).toBeLessThanOrEqual(mostOfLesson);
			}
		}
	}
});
