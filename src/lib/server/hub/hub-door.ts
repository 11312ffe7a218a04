/** The door of a hub: it takes sealed submissions only, says that it has them, and hands on what the city said. */
import * as v from 'valibot';
import type { Enrolment } from '../../domain/enrolment.ts';
import { sealedSchema } from '../../domain/sealed.ts';
import { fingerprint } from '../../domain/fingerprint.ts';
import { problemOfIssue } from '../../domain/problem.ts';
import type { KeySet } from '../../domain/receipt.ts';
import type { SyncRequest, SyncResponse, SyncResult } from '../../domain/sync.ts';
import type { Database } from '../database.ts';
import type { Door } from '../door.ts';
import type { Keys } from '../keys.ts';
import type { Refusal } from '../problem-response.ts';
import { signReceipt } from '../receipts.ts';
import { readSettings } from '../settings.ts';
import { keepLetters, type HeldLetter, type HubLetter } from './letters.ts';
import { hubMedia } from './media-store.ts';
import { watchHere } from './watched.ts';

export interface HubDoorSettings {
	db: Database;
	dataFolder: string;
	/** The hub's own keys: it signs its receipts with them. */
	keys: Keys;
	enrolment: Enrolment;
	/** The city's keys and epoch, as far as the hub knows them. */
	cityKeys(): KeySet | undefined;
	cityEpoch(): string | undefined;
	/** Called when something came that the city should hear of soon. */
	arrived(): void;
}

/** Opens the door of a hub. */
export function openHubDoor(hub: HubDoorSettings): Door {
	const { db, dataFolder, keys, enrolment } = hub;
	const { node, name } = enrolment;
	const keySet = () => {
		const set = hub.cityKeys();
		return set && { ...set, hub: { node, name, key: keys.signing[0].public } };
	};
	return {
		media: hubMedia(db, dataFolder),
		keySet,
		publishedKeys: () => Promise.resolve(keySet()),
		receive: async (request, now) => {
			if (request.submissions.some((came) => !isSealed(came))) return sealFirst;
			const { epoch } = await readSettings(db);
			const { answer, asksAnew } = await takeLetters(hub, request, epoch, now);
			if (request.submissions.length > 0 || asksAnew) hub.arrived();
			return answer;
		}
	};
}

const sealFirst: Refusal = {
	refused: 'seal-first',
	detail: 'this is a hub: seal what you bring to the city’s key'
};

function isSealed(came: unknown): boolean {
	return typeof came === 'object' && came !== null && 'sealed' in came;
}

async function takeLetters(
	{ db, keys, enrolment, cityEpoch }: HubDoorSettings,
	request: SyncRequest,
	epoch: string,
	now: Date
): Promise<{ answer: SyncResponse; asksAnew: boolean }> {
	const receivedAt = now.toISOString();
	const read = request.submissions.map((came) => v.safeParse(sealedSchema, came));
	const sound = read.filter((each) => each.success);
	const letters = await Promise.all(
		sound.map(async ({ output: letter }): Promise<HubLetter> => {
			const sha256 = fingerprint(letter);
			const said = { id: letter.id, sha256, receivedAt, node: enrolment.node, epoch };
			return { letter, sha256, receipt: await signReceipt(keys, said) };
		})
	);
	const held = (await keepLetters(db, letters, now)).values();
	const results = read.map((each, index): SyncResult => {
		if (each.success) return resultOf(each.output.id, held.next().value as HeldLetter);
		const problem = problemOfIssue(each.issues[0]);
		return { id: idIn(request.submissions[index]), result: 'rejected', problem };
	});
	const { news: replies, isNew } = await watchHere(db, request.watch ?? [], now);
	// a hub, or a city behind it, that lost its memory is offered everything again
	const both = `${epoch}-${cityEpoch() ?? 'unmet'}`;
	const answer = { v: 1 as const, serverTime: receivedAt, epoch: both, results, replies };
	return { answer, asksAnew: isNew };
}

function resultOf(id: string, { receipt, result, settled, missing }: HeldLetter): SyncResult {
	if (settled && result) return { ...result, hubReceipt: receipt };
	return { id, result: 'held', hubReceipt: receipt, ...(missing.length > 0 && { missing }) };
}

function idIn(came: unknown): string | null {
	const id = (came as { id?: unknown }).id;
	return typeof id === 'string' && id.length <= 100 && id.isWellFormed() ? id : null;
}
