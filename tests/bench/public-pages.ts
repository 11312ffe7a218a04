/**
 * `npm run bench`: how long the city needs for a public page, and what it weighs, with the 5,000 public things of
 * `feed.ts`: asked one after the other, and by eight readers at once.
 */
import { get } from 'node:http';
import { performance } from 'node:perf_hooks';
import type { CityServer } from '../journeys/city-server.ts';

const times = 200;
const readers = 8;

/** Prints the figures for a city that runs and has the things. */
export async function benchPublicPages(city: CityServer): Promise<void> {
	const list = await (await fetch(`${city.url}/sitemap.xml`)).text();
	const challenge = /\/es(\/neighbourhood\/[0-9a-f-]{36})</.exec(list)?.[1] ?? '';
	const paths = {
		'My neighbourhood': '/es/neighbourhood',
		'a challenge': `/es${challenge}`,
		'You said, we did, and sessions': '/es/sessions',
		'the feed for readers of news': '/es/neighbourhood/rss.xml',
		'the list for search engines': '/sitemap.xml'
	};
	const rows: Record<string, object> = {};
	for (const [name, path] of Object.entries(paths)) {
		const ask = () => timed(city.url + path);
		const { bytes } = await ask();
		const alone: number[] = [];
		for (let n = 0; n < times; n++) alone.push((await ask()).milliseconds);
		const together: number[] = [];
		const reader = async () => {
			for (let n = 0; n < times / readers; n++) together.push((await ask()).milliseconds);
		};
		await Promise.all(Array.from({ length: readers }, reader));
		rows[name] = {
			...{ 'alone p50 ms': at(alone, 0.5), 'alone p95 ms': at(alone, 0.95) },
			...{ 'eight p50 ms': at(together, 0.5), 'eight p95 ms': at(together, 0.95) },
			'KB on the wire': Math.round(bytes / 100) / 10
		};
	}
	console.log(
		`\npublic pages, each asked ${times} times alone and ${times} times by ${readers} at once`
	);
	console.table(rows);
}

/** From asking to the last byte; the bytes as they come over the wire, pressed. */
function timed(url: string): Promise<{ milliseconds: number; bytes: number }> {
	const began = performance.now();
	return new Promise((done, failed) => {
		get(url, { headers: { 'accept-encoding': 'br, gzip' } }, (answer) => {
			let bytes = 0;
			answer.on('data', (part: Buffer) => (bytes += part.length));
			answer.on('end', () => done({ milliseconds: performance.now() - began, bytes }));
			if (answer.statusCode !== 200) failed(new Error(`${url} answered ${answer.statusCode}`));
		}).on('error', failed);
	});
}

function at(times: readonly number[], part: number): number {
	const sorted = [...times].sort((a, b) => a - b);
	return Math.round((sorted[Math.floor(sorted.length * part)] ?? 0) * 10) / 10;
}
