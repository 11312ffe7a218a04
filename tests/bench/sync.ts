/**
 * `npm run bench`: what it costs to bring 10,000 needs through `POST /api/sync` of a running Plaza, beside raw multi-row
 * inserts of the same needs into the same database in the same run; and as many that are sealed, as a hub brings them.
 */
import { randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import pg from 'pg';
import type { Envelope } from '../../src/lib/domain/envelope.ts';
import { canonicalText } from '../../src/lib/domain/fingerprint.ts';
import { makeEnvelope } from '../../src/lib/domain/need-envelope.ts';
import { topics } from '../../src/lib/domain/need.ts';
import { makeReceiptCode } from '../../src/lib/domain/receipt-code.ts';
import type { KeySet } from '../../src/lib/domain/receipt.ts';
import { sealFor } from '../../src/lib/domain/seal.ts';
import type { Sealed } from '../../src/lib/domain/sealed.ts';
import type { SyncResponse } from '../../src/lib/domain/sync.ts';
import { cryptography as crypt } from '../../src/lib/server/cryptography.ts';
import { runningPostgresUrl } from '../../src/lib/server/postgres.ts';
import { newId } from '../integration/invented.ts';
import { holderOf } from '../integration/plaza-process.ts';
import type { CityServer } from '../journeys/city-server.ts';
import { family, processorSeconds } from './processor-time.ts';
import { copyIntoLikeTables, insertBare } from './raw-insert.ts';

const zip = promisify(gzip);
const count = 10_000;
const batch = 500;
/** A hub brings so many in a request. */
const batchOfHub = 200;
/** Each side has the best of so many: others may use the machine too. */
const rounds = 3;
/** So many requests are on their way together where a city hears several phones and hubs. */
const atOnce = 4;

const sentences = [
	'No puedo pedir la cita del médico por internet.',
	'En la biblioteca del barrio no hay wifi por la tarde.',
	'La página del ayuntamiento pide un certificado que no tengo.',
	'Mi teléfono es viejo y la aplicación del autobús no se abre.',
	'Quiero aprender a enviar una foto de un papel.',
	'Recibo mensajes que dicen que son del banco.',
	'Vivo lejos de la oficina y no sé rellenar el formulario.',
	'Mi hija me ayuda, pero quiero hacerlo yo.'
];

function invented(): Envelope[] {
	return Array.from({ length: count }, (_, n) => {
		const pick = (step: number) => sentences[(n * 7 + step * 3) % sentences.length] ?? '';
		const words = [pick(1), pick(2), `Es la vez número ${n}.`].slice(n % 2).join(' ');
		const form = { topic: topics[n % 8] ?? 'other', words, place: null, publish: n % 3 === 0 };
		return makeEnvelope(form, 'es', {
			id: newId(),
			code: makeReceiptCode(randomBytes(10))
		});
	});
}

async function sealedFor(city: CityServer, needs: Envelope[]): Promise<Sealed[]> {
	const { keys } = (await (await fetch(`${city.url}/api/keys`)).json()) as KeySet;
	const key = keys.find(({ use }) => use === 'enc');
	if (!key) throw new Error('the city has no key to seal for');
	const all: Sealed[] = [];
	for (const need of needs)
		all.push({ id: need.id, sealed: await sealFor(crypt, key, canonicalText(need)), media: [] });
	return all;
}

/** Prints the figures for a city that runs. */
export async function benchSync(city: CityServer): Promise<void> {
	const client = new pg.Client(runningPostgresUrl(city.dataFolder) ?? '');
	await client.connect();
	const { rows } = await client.query<{ pid: number }>(
		"select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int as pid"
	);
	const processes = { server: holderOf(city.dataFolder), database: rows[0]?.pid ?? 0 };
	type Rates = {
		together: number;
		bare: number;
		like: number;
		sealed: number;
		sealedServer: number;
	};
	const done: (Awaited<ReturnType<typeof bring>> & Rates)[] = [];
	for (let round = 0; round < rounds; round++) {
		const needs = invented();
		const brought = await bring(city, client, processes, needs);
		const bare = await insertBare(client, needs, batch);
		const like = await copyIntoLikeTables(client, needs, batch);
		const { rate: together } = await bring(city, client, processes, invented(), atOnce);
		const letters = await sealedFor(city, invented());
		const { rate: sealed, server: sealedServer } = await bring(
			city,
			client,
			processes,
			letters,
			1,
			batchOfHub
		);
		done.push({ ...brought, together, bare, like, sealed, sealedServer });
	}
	await client.end();
	const best = (of: 'rate' | 'together' | 'searchableRate' | 'bare' | 'like' | 'sealed') =>
		Math.max(...done.map((each) => each[of]));
	const [cheapest] = done.toSorted((a, b) => a.server - b.server);
	console.log(
		`\n${count} needs through POST /api/sync, gzip, one request after the other; best of ${rounds} rounds`
	);
	console.table({
		requests: count / batch,
		'answered (on the disk, with receipts), needs per second': Math.round(best('rate')),
		'raw insert of the envelopes into one bare table, needs per second': Math.round(best('bare')),
		'answered, as a part of the bare insert': round(best('rate') / best('bare')),
		'raw copy of the rows into such tables with all indexes, needs per second': Math.round(
			best('like')
		),
		'answered, as a part of that copy': round(best('rate') / best('like')),
		[`answered, ${atOnce} requests at once, needs per second`]: Math.round(best('together')),
		[`answered, ${atOnce} at once, as a part of that copy`]: round(best('together') / best('like')),
		[`sealed, ${batchOfHub} a request as a hub brings them, answered, needs per second`]:
			Math.round(best('sealed')),
		'sealed, as a part of what comes in clear': round(best('sealed') / best('rate')),
		'server CPU seconds for sealed ones': round(
			Math.min(...done.map(({ sealedServer }) => sealedServer))
		),
		'searchable too, needs per second': Math.round(best('searchableRate')),
		'server CPU seconds': round(cheapest?.server ?? 0),
		'database CPU seconds': round(cheapest?.database ?? 0),
		'server CPU seconds until all are searchable': round(cheapest?.serverSearchable ?? 0),
		'database CPU seconds until all are searchable': round(cheapest?.databaseSearchable ?? 0),
		'bytes up per need': round((cheapest?.up ?? 0) / count),
		'up, as a multiple of the needs in one gzip': round(
			(cheapest?.up ?? 0) / (cheapest?.payload ?? 1)
		),
		'bytes down per need': round((cheapest?.down ?? 0) / count)
	});
}

/** Brings needs to a city, so many requests together, and waits until staff can find them. */
async function bring(
	city: CityServer,
	client: pg.Client,
	processes: { server: number; database: number },
	needs: (Envelope | Sealed)[],
	together = 1,
	size = batch
) {
	const bodies = await Promise.all(
		Array.from({ length: count / size }, (_, n) =>
			zip(JSON.stringify({ v: 1, submissions: needs.slice(n * size, (n + 1) * size) }))
		)
	);
	const payload = (await zip(JSON.stringify(needs))).length;
	const used = () => ({
		server: processorSeconds([processes.server]),
		database: processorSeconds(family(processes.database))
	});
	const before = used();
	const began = performance.now();
	let answered = 0;
	let down = 0;
	const waiting = bodies.values();
	const send = async () => {
		for (const body of waiting) {
			const response = await fetch(`${city.url}/api/sync`, {
				method: 'POST',
				headers: { 'content-type': 'application/json', 'content-encoding': 'gzip' },
				body: new Uint8Array(body)
			});
			const text = await response.text();
			const { results } = JSON.parse(text) as SyncResponse;
			answered += results.filter(({ receipt }) => receipt).length;
			down += Buffer.byteLength(text);
		}
	};
	await Promise.all(Array.from({ length: together }, send));
	const seconds = (performance.now() - began) / 1000;
	const after = used();
	if (answered !== count) throw new Error(`only ${answered} of ${count} got a receipt`);
	await untilSearchable(client);
	const searchable = (performance.now() - began) / 1000;
	const end = used();
	return {
		rate: count / seconds,
		searchableRate: count / searchable,
		server: after.server - before.server,
		database: after.database - before.database,
		serverSearchable: end.server - before.server,
		databaseSearchable: end.database - before.database,
		up: bodies.reduce((sum, body) => sum + body.length, 0),
		payload,
		down
	};
}

async function untilSearchable(client: pg.Client): Promise<void> {
	const waiting = 'select 1 from needs where search is null limit 1';
	while ((await client.query(waiting)).rowCount) await pause(20);
}

function round(value: number): number {
	return Math.round(value * 100) / 100;
}
