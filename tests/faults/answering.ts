/** A box between phone and city that answers some requests itself, and lets the others pass. */
import { connect } from './phone.ts';
import { gunzipSync } from 'node:zlib';

/** A request as the box sees it: `ids` of the submissions in it. */
export type Asked = { method: string; path: string; ids: string[]; signal: AbortSignal };

/** What the box answers, or throws for a line that breaks; undefined: let it pass. */
export type Rule = (asked: Asked) => Response | Promise<Response> | undefined;

/** Puts the box between the device code and the city at `url`. `connect` takes it away again. */
export function answerInstead(url: string, rule: Rule): void {
	connect(url);
	const honest = globalThis.fetch;
	globalThis.fetch = async (input, init) => {
		const path = new URL(String(input), url).pathname;
		const { method = 'GET', signal = null } = init ?? {};
		const answer = rule({ method, path, ids: idsIn(init), signal: signal as AbortSignal });
		return answer ?? honest(input, init);
	};
}

function idsIn(init: RequestInit | undefined): string[] {
	if (init?.method !== 'POST') return [];
	const bytes = init.body as Uint8Array;
	const isZipped = new Headers(init.headers).get('content-encoding') === 'gzip';
	const text = (isZipped ? gunzipSync(bytes) : Buffer.from(bytes)).toString();
	return (JSON.parse(text) as { submissions: { id: string }[] }).submissions.map(({ id }) => id);
}

/** A page of somebody who is not the city. */
export function page(status: number, headers: Record<string, string> = {}): Response {
	const isBare = status === 204 || status === 304;
	const body = isBare ? null : '<html><h1>Something happened</h1></html>';
	return new Response(body, { status, headers: { 'content-type': 'text/html', ...headers } });
}

/** A line that is dead, with nobody who hangs up: it ends only when the phone loses its patience. */
export function silence({ signal }: Asked): Promise<Response> {
	return new Promise((_, failed) => {
		signal.addEventListener('abort', () => failed(new TypeError('given up')));
	});
}
