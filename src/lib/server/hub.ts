/** A hub: the same Plaza in a lab, which holds what phones seal there until the city has it. */
import { join } from 'node:path';
import { readFileSync } from 'node:fs';
import { readEnrolment, type Enrolment } from '../domain/enrolment.ts';
import { nextDelay } from '../domain/retry.ts';
import type { Database } from './database.ts';
import type { Door } from './door.ts';
import { forward, type Forwarded } from './hub/forward.ts';
import { openHubDoor } from './hub/hub-door.ts';
import { readHubFacts, writeHubFacts, type HubFacts } from './hub/memory.ts';
import { Upstream } from './hub/upstream.ts';
import { InstallationProblem, reasonOf } from './installation-problem.ts';
import type { Keys } from './keys.ts';
import { logger } from './log.ts';
import { placeFile, replaceFile } from './whole-file.ts';

/** With nothing to bring, the city is asked for news this often, in milliseconds. */
const quietTime = 60_000;
/** What came is brought a moment later, together with what comes with it. */
const gathering = 500;
/** A hub may stand on a line that comes and goes: it never waits longer. */
const longestWait = 5 * 60_000;

export interface Hub {
	enrolment: Enrolment;
	door: Door;
	/** What is remembered of the city. */
	facts(): HubFacts;
	/** Hands on what a trainer's device asks; nothing of it is kept or logged. Undefined where the city does not answer. */
	askForTrainer: Upstream['askForTrainer'];
	/** Brings the voice of an answer, sealed as it is; undefined where the city does not answer, or has none for this hash. */
	askForVoice: Upstream['askForVoice'];
	/** Asks the city for what it says to everybody, spoken. */
	askForPublicVoice: Upstream['askForPublicVoice'];
	/** Meets the city now. Safe to call while a round runs: it is waited for. */
	forwardNow(): Promise<Forwarded>;
	/** Ends the timer and waits for a round that runs. */
	close(): Promise<void>;
}

export interface HubSettings {
	db: Database;
	dataFolder: string;
	keys: Keys;
	upstream: string;
	enrolment: Enrolment;
}

/** Opens a hub: takes letters at once, and meets its city from now on. */
export async function openHub(settings: HubSettings): Promise<Hub> {
	const { db, dataFolder, keys, enrolment } = settings;
	const upstream = new Upstream(settings.upstream, enrolment);
	let facts = await readHubFacts(db);
	let timer: NodeJS.Timeout | undefined;
	let running: Promise<Forwarded> | undefined;
	let again = false;
	let failures = 0;
	let closed = false;

	const plan = (delay: number) => {
		clearTimeout(timer);
		if (!closed) timer = setTimeout(() => void forwardNow(), delay).unref();
	};

	const round = async (): Promise<Forwarded> => {
		const ended = await forward({ db, dataFolder, upstream, root: enrolment.root }).catch(
			(error: unknown): Forwarded => {
				logger.error({ reason: reasonOf(error) }, 'the hub could not forward');
				return { noCity: 'unreachable' };
			}
		);
		const shutOut = 'noCity' in ended && ended.noCity === 'shut-out';
		if (shutOut) await writeHubFacts(db, { shutOut }).catch(() => undefined);
		facts = await readHubFacts(db).catch(() => facts);
		failures = 'met' in ended ? 0 : failures + 1;
		return ended;
	};

	const forwardNow = (): Promise<Forwarded> => {
		clearTimeout(timer);
		running ??= round().finally(() => {
			running = undefined;
			const delay = failures > 0 ? nextDelay(failures - 1, Math.random()) : quietTime;
			plan(again ? gathering : Math.min(longestWait, delay));
			again = false;
		});
		return running;
	};

	if (!facts.keys) {
		await round();
		if (!facts.keys) {
			throw new InstallationProblem(
				`The city at ${settings.upstream} does not answer, or is not the one of this enrolment. A hub has to reach it once, at its first start.`
			);
		}
	}
	const door = openHubDoor({
		db,
		dataFolder,
		keys,
		enrolment,
		cityKeys: () => facts.keys,
		cityEpoch: () => facts.epoch,
		arrived: () => {
			if (running) again = true;
			else if (failures === 0) plan(gathering);
		}
	});
	plan(0);
	return {
		enrolment,
		door,
		facts: () => facts,
		askForTrainer: (trainerDoor, asked) => upstream.askForTrainer(trainerDoor, asked),
		askForVoice: (message, hash) => upstream.askForVoice(message, hash),
		askForPublicVoice: (sha256) => upstream.askForPublicVoice(sha256),
		forwardNow,
		close: async () => {
			closed = true;
			clearTimeout(timer);
			await running;
		}
	};
}

const fileName = 'hub.json';

/**
 * The enrolment of the hub in a data folder: the given text, kept from then on, else the one that was kept.
 * @throws InstallationProblem when there is none, or the text is none
 */
export function keepEnrolment(dataFolder: string, given: string | undefined): Enrolment {
	const path = join(dataFolder, fileName);
	const text = given ?? keptText(path);
	if (text === undefined) {
		throw new InstallationProblem(
			'A hub needs an enrolment: run "npm run hub -- add <name>" at the city and set PLAZA_ENROLMENT to what it prints.'
		);
	}
	const enrolment = readEnrolment(text);
	if (!enrolment) {
		throw new InstallationProblem(
			'PLAZA_ENROLMENT is not a whole enrolment; copy all of it, from plaza-hub- to its end.'
		);
	}
	const kept = keptText(path);
	if (kept === undefined) placeFile(path, text);
	else if (kept !== text) replaceFile(path, text);
	return enrolment;
}

/** Does this data folder belong to a hub? */
export function isHubFolder(dataFolder: string): boolean {
	return keptText(join(dataFolder, fileName)) !== undefined;
}

function keptText(path: string): string | undefined {
	try {
		return readFileSync(path, 'utf8');
	} catch (error) {
		if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
		throw error;
	}
}
