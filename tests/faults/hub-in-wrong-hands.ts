/** A hub in wrong hands: it sees every word that goes through it, and may do with it what it likes. */
import { connect } from './phone.ts';
import type { CityWithDoor } from '../integration/city-with-door.ts';
import { gunzipSync } from 'node:zlib';
import { beforeEach } from 'vitest';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import type { KeySet } from '../../src/lib/domain/receipt.ts';
import { type SyncRequest, type SyncResponse } from '../../src/lib/domain/sync.ts';
import { newKeys } from '../integration/invented.ts';

/** What the hub does with what a phone brings; it sees all of it. */
export type Evil = {
	keys?: (set: KeySet) => KeySet;
	request?: (request: SyncRequest) => SyncRequest;
	/** undefined: it keeps everything to itself and answers this itself. */
	response?: (response: SyncResponse, request: SyncRequest) => SyncResponse | Promise<SyncResponse>;
	drop?: boolean;
	times?: number;
};

/** A hub between the phone and the city that does what is asked of it; before each test it has seen nothing. */
export function hubInWrongHands(city: CityWithDoor) {
	const ownKeys = newKeys();
	let seen = '';
	beforeEach(() => {
		seen = '';
	});

	/** The phone's network: every word goes through the hub. */
	function atHub(evil: Evil): void {
		connect(city.door.url);
		const honest = globalThis.fetch;
		globalThis.fetch = async (input, init) => {
			const url = String(input);
			if (url === '/api/keys') {
				const set = (await (await honest(input, init)).json()) as KeySet;
				const hub = { node: 'evil-hub', name: 'Lab', key: ownKeys.signing[0].public };
				return Response.json({ ...(evil.keys?.(set) ?? set), hub });
			}
			if (url !== '/api/sync') {
				if (init?.body instanceof Uint8Array) seen += Buffer.from(init.body).toString('latin1');
				return honest(input, init);
			}
			const bytes = Buffer.from(init?.body as Uint8Array);
			const zipped = new Headers(init?.headers).get('content-encoding') === 'gzip';
			const text = (zipped ? gunzipSync(bytes) : bytes).toString();
			seen += text;
			const asked = JSON.parse(text) as SyncRequest;
			const request = evil.request?.(structuredClone(asked)) ?? asked;
			let answer: SyncResponse | undefined;
			for (let time = 0; time < (evil.drop ? 0 : (evil.times ?? 1)); time++) {
				const headers = { 'content-type': 'application/json' };
				const body = JSON.stringify(request);
				answer = (await (
					await honest('/api/sync', { method: 'POST', headers, body })
				).json()) as SyncResponse;
				seen += JSON.stringify(answer);
			}
			answer ??= { v: 1, serverTime: '', epoch: 'hub', results: held(asked), replies: [] };
			return Response.json((await evil.response?.(answer, asked)) ?? answer);
		};
	}

	return {
		ownKeys,
		atHub,
		/** All that the hub ever saw. */
		seen: () => seen
	};
}

function held({ submissions }: SyncRequest): SyncResponse['results'] {
	return submissions.map((came) => ({ id: (came as Sealed).id, result: 'held' as const }));
}
