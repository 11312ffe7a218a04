/** How a hub speaks to its city: as a phone does, and says which hub it is. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import * as v from 'valibot';
import type { PieceAnswer } from '../../domain/bring-bytes.ts';
import type { Bytes } from '../../domain/cryptography.ts';
import type { Enrolment } from '../../domain/enrolment.ts';
import type { Sealed } from '../../domain/sealed.ts';
import { feedSchema, type Feed } from '../../domain/feed.ts';
import { codeOf, problemSchema } from '../../domain/problem.ts';
import { addressOfVoice } from '../../domain/public-voice.ts';
import { syncResponseSchema, type SyncResponse } from '../../domain/sync.ts';
import type { TrainerDoor } from '../../domain/trainer.ts';
import { hubAuthorization } from '../hubs.ts';

const zip = promisify(gzip);
const patience = 60_000;

/** A city that cannot be reached, or does not answer as a city. `shutOut`: it knows this hub no more. */
export type NoCity = { noCity: 'unreachable' | 'shut-out' };

export class Upstream {
	#url: string;
	#authorization: string;

	/** @param url the city's address, such as https://plaza.example.org */
	constructor(url: string, enrolment: Enrolment) {
		this.#url = url;
		this.#authorization = hubAuthorization(enrolment);
	}

	/** Brings letters and asks for what is new of the watched needs. */
	async sync(
		submissions: Sealed[],
		watch: string[],
		since: string | undefined
	): Promise<SyncResponse | NoCity> {
		const asked = watch.length > 0 && { watch, ...(since && { since }) };
		const response = await this.#ask('/api/sync', {
			method: 'POST',
			headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
			body: new Uint8Array(await zip(JSON.stringify({ v: 1, submissions, ...asked })))
		});
		return read(response, syncResponseSchema);
	}

	/** The city's key set, unchecked. */
	async keys(): Promise<unknown> {
		return (await this.#ask('/api/keys', {}))?.json;
	}

	/**
	 * Hands a trainer's device's question on, and brings back what the city says to it, unread: its status and JSON.
	 * Undefined where the city does not answer.
	 */
	async askForTrainer(
		door: TrainerDoor,
		asked: object
	): Promise<Pick<Heard, 'status' | 'json'> | undefined> {
		return this.#ask(`/api/trainer/${door}`, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(asked)
		});
	}

	/** The voice of an answer as the city seals it; undefined where there is none to be had now. */
	async askForVoice(message: string, hash: string): Promise<Bytes | undefined> {
		const path = [message, hash].map(encodeURIComponent).join('/');
		const response = await this.#ask(`/api/said/${path}`, {});
		return response?.status === 200 ? response.bytes : undefined;
	}

	/** The bytes of what the city says to everybody, unread; undefined where they are not to be had now. */
	async askForPublicVoice(sha256: string): Promise<Bytes | undefined> {
		const response = await this.#ask(addressOfVoice({ sha256: encodeURIComponent(sha256) }), {});
		return response?.status === 200 ? response.bytes : undefined;
	}

	/** What the city published after a cursor. */
	async feed(since: string | undefined): Promise<Feed | NoCity> {
		const query = since ? `?since=${encodeURIComponent(since)}` : '';
		return read(await this.#ask(`/api/feed${query}`, {}), feedSchema);
	}

	async askOffset(sha256: string): Promise<PieceAnswer> {
		return pieceAnswer(await this.#ask(`/api/media/${sha256}`, { method: 'HEAD' }));
	}

	async sendPiece(
		sha256: string,
		offset: number,
		piece: Uint8Array<ArrayBuffer>
	): Promise<PieceAnswer> {
		const response = await this.#ask(`/api/media/${sha256}?offset=${offset}`, {
			method: 'PUT',
			headers: { 'content-type': 'application/octet-stream' },
			body: piece
		});
		return pieceAnswer(response);
	}

	async #ask(path: string, init: RequestInit): Promise<Heard | undefined> {
		try {
			const response = await fetch(`${this.#url}${path}`, {
				...init,
				headers: { ...init.headers, authorization: this.#authorization },
				redirect: 'error',
				signal: AbortSignal.timeout(patience)
			});
			const { status, headers } = response;
			const bytes = new Uint8Array(await response.arrayBuffer());
			return { status, headers, bytes, json: parsed(new TextDecoder().decode(bytes)) };
		} catch {
			return undefined;
		}
	}
}

type Heard = { status: number; headers: Headers; bytes: Bytes; json: unknown };

function parsed(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return undefined;
	}
}

function read<S extends v.GenericSchema>(
	response: Heard | undefined,
	schema: S
): v.InferOutput<S> | NoCity {
	if (response?.status === 403) return { noCity: 'shut-out' };
	const answer = v.safeParse(schema, response?.json);
	return response?.status === 200 && answer.success ? answer.output : { noCity: 'unreachable' };
}

function pieceAnswer(response: Heard | undefined): PieceAnswer {
	const told = response?.headers.get('upload-offset');
	const offset = told && /^\d+$/.test(told) ? Number(told) : undefined;
	if (offset !== undefined && (response?.status === 200 || response?.status === 409)) {
		return { offset };
	}
	if (response?.status === 404) return { refused: 'not-found' };
	if (response && [400, 413, 422].includes(response.status)) {
		const problem = v.safeParse(problemSchema, response.json);
		if (problem.success) return { refused: codeOf(problem.output) };
		if (response.status === 413) return { refused: 'too-large' };
	}
	return { noAnswer: true };
}
