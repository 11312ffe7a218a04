/** `npm run bench`: what each citizen page sends before it is usable and in all, to a fresh phone. */
import type { Browser } from 'playwright';
import type { CityServer } from '../journeys/city-server.ts';

const paths = ['', '/learn', '/learn/scam-messages/parcel-fee', '/needs/new', '/needs', '/help'];

type Cost = {
	html: number;
	early: number;
	script: number;
	style: number;
	font: number;
	all: number;
};

/** Bytes on the wire of one page in a browser that has never been here; `early` is script asked for before the load event. */
async function costOf(browser: Browser, url: string): Promise<Cost> {
	const context = await browser.newContext({ serviceWorkers: 'block' });
	const page = await context.newPage();
	const network = await context.newCDPSession(page);
	await network.send('Network.enable');
	const kinds = new Map<string, string>();
	const cost: Cost = { html: 0, early: 0, script: 0, style: 0, font: 0, all: 0 };
	const keys: Record<string, keyof Cost> = {
		Document: 'html',
		Script: 'script',
		Stylesheet: 'style',
		Font: 'font'
	};
	let loaded = false;
	const late = new Set<string>();
	network.on('Network.requestWillBeSent', ({ requestId }) => {
		if (loaded) late.add(requestId);
	});
	network.on('Network.responseReceived', ({ requestId, type }) => kinds.set(requestId, type));
	network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
		const kind = kinds.get(requestId) ?? '';
		const key = keys[kind];
		if (key) cost[key] += encodedDataLength;
		if (kind === 'Script' && !late.has(requestId)) cost.early += encodedDataLength;
		cost.all += encodedDataLength;
	});
	page.on('load', () => (loaded = true));
	await page.goto(url, { waitUntil: 'networkidle' });
	await context.close();
	return cost;
}

/** Prints the figures for a city that runs. */
export async function benchBytes(browser: Browser, city: CityServer): Promise<void> {
	const rows: Record<string, Cost> = {};
	for (const lang of ['es', 'ar']) {
		for (const path of paths)
			rows[`/${lang}${path}`] = await costOf(browser, `${city.url}/${lang}${path}`);
	}
	rows['/'] = await costOf(browser, `${city.url}/`);
	console.log(
		'Bytes on the wire, gzip, headers included; "early": script asked for before the load event'
	);
	console.table(rows);
}
