/** F40: phones of years ago at this city, this phone at a city of years ahead: all that they bring arrives, or is kept. */
import { connect, newPhone } from './phone.ts';
import { mkdtempSync, copyFileSync, readdirSync, readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { device } from '../../src/lib/device/database.ts';
import { listNeeds } from '../../src/lib/device/my-needs.ts';
import { keepNeed } from '../../src/lib/device/needs.ts';
import { entryFor, unpark } from '../../src/lib/device/outbox.ts';
import { sync } from '../../src/lib/device/sync.ts';
import {
	envelopeSchema,
	kinds,
	newestSchema,
	type Envelope
} from '../../src/lib/domain/envelope.ts';
import type { SyncResult } from '../../src/lib/domain/sync.ts';
import { takeStep } from '../../src/lib/server/need-work.ts';
import { cleaningEnded } from '../../src/lib/server/withdrawals.ts';
import { internet } from '../integration/asked.ts';
import { openTestDatabase, type TestDatabase } from '../integration/database.ts';
import { openDoor, type Door } from '../integration/door.ts';
import { hashOf } from '../integration/media-made.ts';

/** A submission as a phone of its time made it, frozen: `write.ts` beside them writes new ones, never these again. */
type Frozen = {
	schema: number;
	name: string;
	kind: string;
	id: string;
	sha256: string;
	submission: Record<string, unknown>;
	media: string[];
};

const folder = join(import.meta.dirname, '../fixtures/envelopes');
const frozen = readdirSync(folder)
	.filter((name) => /^\d+$/.test(name))
	.flatMap((schema) =>
		readdirSync(join(folder, schema)).map((name): Frozen => {
			const text = readFileSync(join(folder, schema, name), 'utf8');
			return {
				schema: Number(schema),
				name: `${schema}/${name}`,
				...(JSON.parse(text) as object)
			} as Frozen;
		})
	);

let city: TestDatabase;
let door: Door;

beforeAll(async () => {
	city = await openTestDatabase();
	const home = mkdtempSync(join(tmpdir(), 'plaza-door-'));
	copyFileSync(join(folder, 'keys.json'), join(home, 'keys.json'));
	door = await openDoor(city.url, home);
	await askAsThen();
});
afterEach(async () => {
	await cleaningEnded();
	await sql`truncate submissions, withdrawn, ideas cascade`.execute(city.db);
});
afterAll(async () => {
	await door.close();
	await city.close();
});

/** The surveys that frozen answers are about. */
async function askAsThen(): Promise<void> {
	const answers = frozen.flatMap(({ submission: { kind, body } }) =>
		kind === 'answer' ? [body as { survey: string; revision: number }] : []
	);
	const now = new Date();
	for (const id of new Set(answers.map(({ survey }) => survey))) {
		const survey = JSON.stringify(internet);
		const target = JSON.stringify({ kind: 'all' });
		await city.db
			.insertInto('surveys')
			.values({ id, survey, target, made_at: now, changed_at: now })
			.execute();
		await city.db
			.insertInto('survey_revisions')
			.values({ survey: id, revision: 1, content: survey, published_at: now })
			.execute();
	}
}

async function send(submission: unknown): Promise<SyncResult | undefined> {
	const response = await fetch(`${door.url}/api/sync`, {
		method: 'POST',
		headers: { 'content-type': 'application/json' },
		body: JSON.stringify({ v: 1, submissions: [submission] })
	});
	expect(response.status).toBe(200);
	return ((await response.json()) as { results: SyncResult[] }).results[0];
}

async function bring(media: string[]): Promise<void> {
	for (const text of media) {
		const bytes = Buffer.from(text, 'base64');
		const response = await fetch(`${door.url}/api/media/${hashOf(bytes)}?offset=0`, {
			method: 'PUT',
			headers: { 'content-type': 'application/octet-stream' },
			body: new Uint8Array(bytes)
		});
		expect(response.status).toBe(200);
	}
}

describe('a phone of years ago', () => {
	it.each(frozen)(
		'brings $name, and has its receipt',
		async ({ id, sha256, submission, media }) => {
			const first = await send(submission);
			if (media.length > 0) expect(first?.result).toBe('incomplete');
			await bring(media);
			const again = await send(submission);
			expect(again).toMatchObject({ result: 'duplicate', receipt: { id, sha256 } });
			const rows = await city.db.selectFrom('media').selectAll().execute();
			expect(rows.map(({ shown }) => typeof shown)).toEqual(media.map(() => 'string'));
		}
	);

	it.each(kinds)(
		'made each %s of the newest schema plain and sealed, with each of its fields',
		(kind) => {
			const mine = frozen.filter((each) => each.kind === kind && each.schema === newestSchema);
			const plain = mine.map(({ submission }) => submission).filter((each) => !('sealed' in each));
			expect(mine.length).toBe(2 * plain.length);
			const entries = envelopeSchema.options.find(({ entries }) => entries.kind.literal === kind)
				?.entries as { body: { entries: object } };
			expect(fieldsOf(plain)).toEqual(Object.keys(entries).sort());
			const bodies = plain.map(({ body }) => body as object);
			expect(fieldsOf(bodies)).toEqual(Object.keys(entries.body.entries).sort());
		}
	);

	const fieldsOf = (objects: object[]) =>
		[...new Set(objects.flatMap((each) => Object.keys(each)))].sort();
});

const tell = (words: string) =>
	keepNeed({ topic: 'other', words, place: null, publish: false }, 'es');
const trackOf = async (id: string) => (await listNeeds()).find((each) => each.id === id)?.track;

describe('a phone that is newer than its city', () => {
	beforeEach(async () => {
		await newPhone();
		connect(door.url);
		await sync();
	});

	const newer: [string, (envelope: Envelope) => object, string][] = [
		['another schema', (envelope) => ({ ...envelope, schema: 2 }), 'unknown-version'],
		['another kind', (envelope) => ({ ...envelope, kind: 'dream' }), 'unknown-kind'],
		['another field', (envelope) => ({ ...envelope, mood: 'good' }), 'unknown-field']
	];
	it.each(newer)(
		'with %s keeps it, says why, and brings it to a city that knows it',
		async (_, change, problem) => {
			const id = await tell('Del futuro');
			const known = (await device.outbox.get(id))?.envelope as Envelope;
			const entry = entryFor(change(known) as Envelope, 1);
			await device.outbox.put(entry);
			const other = await tell('De hoy');
			for (let time = 0; time < 5; time++) await sync();
			expect(await trackOf(other)).toBe('sent');
			expect(await device.outbox.get(id)).toEqual({ ...entry, problem });
			// the city is upgraded: it takes for known what it did not know
			await device.outbox.put({ ...entryFor(known, 1), problem });
			await unpark(id);
			await sync();
			expect(await trackOf(id)).toBe('sent');
		}
	);
});

describe('a phone that is older than its city', () => {
	beforeEach(async () => {
		await newPhone();
		connect(door.url);
		await sync();
	});

	type Answer = {
		results: Record<string, unknown>[];
		replies: Record<string, unknown>[];
		cursor?: string;
	};

	/** A city of years ahead: its answers say more than this phone knows. */
	function ahead(change: (answer: Answer) => void): void {
		connect(door.url);
		const honest = globalThis.fetch;
		globalThis.fetch = async (input, init) => {
			const response = await honest(input, init);
			if (init?.method !== 'POST') return response;
			const answer = (await response.json()) as Answer;
			change(answer);
			return Response.json({ ...answer, mood: 'good' });
		};
	}

	it('reads what it knows, and lets the rest be', async () => {
		const id = await tell('Con más');
		ahead(({ results, replies }) => {
			for (const each of [...results, ...replies]) each['mood'] = 'good';
		});
		await sync();
		expect(await trackOf(id)).toBe('sent');
	});

	it('keeps what it hears something unknown of, and its neighbours have their receipts', async () => {
		const [first, second] = [await tell('Conocido'), await tell('Desconocido')];
		ahead(({ results }) => {
			const found = results.find((each) => each['id'] === second);
			if (found) Object.assign(found, { result: 'dreamt', receipt: undefined });
		});
		for (let time = 0; time < 12; time++) await sync();
		expect(await trackOf(first)).toBe('sent');
		expect(await trackOf(second)).toBe('phone');
		connect(door.url);
		await sync();
		expect(await trackOf(second)).toBe('sent');
	});

	it('lets news be that it does not know, and hears them when it is newer', async () => {
		const id = await tell('Noticias');
		await sync();
		await sync();
		const { changed_at: seen } = await city.db
			.selectFrom('needs')
			.select('changed_at')
			.where('id', '=', id)
			.executeTakeFirstOrThrow();
		const reply = { lang: 'es', words: 'Ya está.' };
		await takeStep(city.db, { need: id, to: 'answered', staff: 'x', seen, reply });
		const other = await tell('Otra');
		ahead(({ replies }) => {
			for (const each of replies) each['state'] = 'dreamt';
		});
		await sync();
		expect(await trackOf(other)).toBe('sent');
		expect(await trackOf(id)).toBe('sent');
		connect(door.url);
		await sync();
		expect(await trackOf(id)).toBe('answered');
	});
});
